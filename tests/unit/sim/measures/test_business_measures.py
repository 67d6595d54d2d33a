"""Contract activation, exceptions and charge capture, each told by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.measures.charge_capture import charge_capture
from sim.measures.contract_activation import contract_activation
from sim.measures.exceptions import exceptions
from tests.unit.sim.history_builder import DAY, HOUR, Story

CHARGE: dict[str, Any] = {"f": "billing.charge", "amount_minor": 300, "quantity": 2, "uom": "EA"}


def by(column: str, table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The table's lines by the values of a column."""
    records = table.to_dict("records")
    return {str(record[column]): {str(k): v for k, v in record.items()} for record in records}


def line(story: Story, version: str, number: int, f: str, arrives_s: float) -> None:
    row: dict[str, Any] = {"f": f, "agg_version": 2}
    key = f"{version}/{number}"
    story.owe(key, flow="P03", source="contracts", business_key=version, **row)
    if arrives_s >= 0:
        story.effect(key, arrives_s, **row)


def test_a_version_is_in_force_with_its_last_line_in_its_last_target() -> None:
    story = Story()
    for number, arrives_s in ((1, 60), (2, 600)):
        line(story, "CT-1/2", number, "erp.price_condition", arrives_s)
    line(story, "CT-1/2", 1, "procurement.catalogue_price", 900)
    lines = by("target", contract_activation(story.end()))
    erp, everywhere = lines["erp"], lines["all"]
    assert (erp["versions"], erp["lines"], erp["max_observed_s"]) == (1, 2, 600)
    assert lines["procurement"]["max_observed_s"] == 900
    assert (everywhere["versions"], everywhere["p50_s"]) == (1, 900)
    assert everywhere["censored_share"] == 0


def test_a_version_that_lacks_a_line_is_censored() -> None:
    story = Story()
    line(story, "CT-1/2", 1, "erp.price_condition", 60)
    line(story, "CT-1/2", 2, "erp.price_condition", -1)
    (told, _) = contract_activation(story.end()).to_dict("records")
    assert told["censored_share"] == 1
    assert math.isnan(told["max_observed_s"])


def test_exceptions_are_counted_by_type_and_owner_with_their_age() -> None:
    story = Story()
    for key, opened_s in (("a", 0.0), ("b", HOUR)):
        story.item(key, "unmapped", opened_s)
    story.write(3 * HOUR, "item_closed", "unmapped", process="finance", effect_key="item-a")
    (told,) = exceptions(story.end(11 * HOUR)).to_dict("records")
    assert (told["flow"], told["type"], told["owner"]) == ("P09", "unmapped", "finance")
    assert (told["opened"], told["closed"], told["open_at_end"]) == (2, 1, 1)
    assert (told["age_max_s"], told["open_age_max_s"]) == (10 * HOUR, 10 * HOUR)
    assert told["age_p50_s"] == 6.5 * HOUR


def test_an_item_with_two_keys_is_one_exception() -> None:
    story = Story()
    for key in ("a", "b"):
        story.item(key, "unmapped", 10, effect_key="item-1")
    (told,) = exceptions(story.end()).to_dict("records")
    assert told["opened"] == 1


def test_charge_capture_counts_right_charges_in_time() -> None:
    story = Story()
    late_s = 4 * DAY
    for key, at_s, changes in (
        ("right", 60, {}),
        ("short", 60, {"amount_minor": 150, "quantity": 1}),
        ("late", late_s, {}),
        ("never", -1, {}),
    ):
        story.owe(key, facility="H01", **CHARGE)
        if at_s >= 0:
            story.effect(key, at_s, **{**CHARGE, **changes})
    told = by("facility", charge_capture(story.end(5 * DAY)))["all"]
    assert (told["billable"], told["captured"], told["completeness"]) == (4, 1, 0.25)
    assert (told["expected_minor"], told["captured_minor"]) == (1200, 450)
    assert (told["charged_minor"], told["late_minor"], told["late_share"]) == (750, 300, 0.4)
    assert told["overcharges"] == 0


def test_overcharges_do_not_make_the_capture_more_complete() -> None:
    story = Story()
    story.owe("twice", facility="H01", **CHARGE)
    story.effect("twice", 60, **CHARGE)
    story.effect("twice", 61, **CHARGE)
    story.effect("phantom", 62, facility="11", **CHARGE)
    lines = by("facility", charge_capture(story.end()))
    assert lines["H01"]["captured"] == 0
    assert (lines["H01"]["overcharges"], lines["H01"]["overcharged_minor"]) == (1, 300)
    assert lines["11"]["overcharges"] == 1
    assert lines["all"]["overcharge_share"] == 2
