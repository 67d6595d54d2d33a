"""C04, C11: days and exceptions until acquired sites are clean, told by hand."""

from __future__ import annotations

import math
from typing import Any

from sim.measures.acquisition_clean import acquisition_clean
from tests.unit.sim.history_builder import DAY, HOUR, Story

ALIAS: dict[str, Any] = {"f": "erp.supplier_alias", "flow": "P14", "source": "acquisition"}
PAYABLE: dict[str, Any] = {
    "f": "erp.opening_payable",
    "flow": "P14",
    "source": "legacy_erp",
    "amount_minor": 500,
}


def joined(story: Story, site: str, t_s: float = 0.0) -> None:
    story.owe(f"{site}/V1=900", t_s, t_s + DAY, **ALIAS)
    story.effect(f"{site}/V1=900", t_s + 60, f="erp.supplier_alias")


def cut_over(story: Story, site: str, t_s: float, took_s: float, minor: int = 500) -> None:
    story.owe(f"{site}/AP1", t_s, t_s + DAY, **PAYABLE)
    if took_s >= 0:
        story.effect(f"{site}/AP1", t_s + took_s, f="erp.opening_payable", amount_minor=minor)


def sites(story: Story, end_s: float = 9 * DAY) -> dict[str, dict[str, Any]]:
    records = acquisition_clean(story.end(end_s)).to_dict("records")
    return {record["site"]: {str(k): v for k, v in record.items()} for record in records}


def test_a_site_is_clean_once_all_that_it_handed_over_stands() -> None:
    story = Story()
    joined(story, "A1")
    cut_over(story, "A1", 2 * DAY, took_s=6 * HOUR)
    found = sites(story)["A1"]
    assert (found["joined_d"], found["cut_over_d"], found["cut_overs"]) == (0, 2, 1)
    assert (found["clean_d"], found["days_to_clean"]) == (2.25, 0.25)
    assert (found["exceptions"], found["open_differences"]) == (0, 0)


def test_what_never_came_or_came_wrong_keeps_a_site_from_being_clean() -> None:
    story = Story()
    for site, took_s, minor in (("A1", -1, 500), ("A2", 60, 499), ("A3", 60, 500)):
        joined(story, site)
        cut_over(story, site, DAY, took_s, minor)
    found = sites(story)
    assert [found[site]["open_differences"] for site in ("A1", "A2", "A3")] == [1, 1, 0]
    assert [math.isnan(found[site]["clean_d"]) for site in ("A1", "A2", "A3")] == [
        True,
        True,
        False,
    ]


def test_a_key_mapped_to_a_stranger_is_a_difference() -> None:
    story = Story()
    joined(story, "A1")
    cut_over(story, "A1", DAY, took_s=60)
    story.effect("A1/V1=901", 2 * DAY, f="erp.supplier_alias")
    assert sites(story)["A1"]["open_differences"] == 1


def test_a_site_is_clean_after_its_last_exception_and_its_last_late_arrival() -> None:
    story = Story()
    for site in ("A1", "A2"):
        joined(story, site)
        cut_over(story, site, DAY, took_s=60)
    story.item("A1/AP7", "refused", 2 * DAY, flow="P14")
    worked: dict[str, Any] = {"business_key": "item-A1/AP7", "detail": "retry"}
    story.write(5 * DAY, "world", "item_worked", process="world/clerk", **worked)
    story.owe("A2/AP7", DAY, 2 * DAY, **PAYABLE)
    story.effect("A2/AP7", 4 * DAY, f="erp.opening_payable", amount_minor=500)
    found = sites(story)
    assert (found["A1"]["exceptions"], found["A1"]["clean_d"]) == (1, 5)
    assert (found["A2"]["exceptions"], found["A2"]["clean_d"]) == (0, 4)
    assert found["A2"]["last_difference_d"] == 4


def test_a_file_of_several_sites_counts_for_those_that_are_side_by_side() -> None:
    story = Story()
    joined(story, "A1")
    joined(story, "A2", 5 * DAY)
    cut_over(story, "A1", DAY, took_s=60)
    cut_over(story, "A2", 7 * DAY, took_s=60)
    story.item("LEGACYERP.JOURNAL.000006.txt", "unreadable", 6 * DAY, flow="P14")
    found = sites(story)
    assert [found[site]["exceptions"] for site in ("A1", "A2")] == [0, 1]
    assert math.isnan(found["A2"]["clean_d"]), "nobody has looked at it"


def test_a_site_that_goes_back_is_clean_after_its_second_cut_over() -> None:
    story = Story()
    joined(story, "A1")
    cut_over(story, "A1", DAY, took_s=60)
    back = {**PAYABLE, "mode": "latest", "agg_version": 1}
    story.owe("A1/AP1", 2 * DAY, 3 * DAY, **back)
    story.effect("A1/AP1", 2 * DAY + 60, f="erp.opening_payable", agg_version=1, count=0)
    story.owe("A1/AP1#2", 3 * DAY, 4 * DAY, **PAYABLE)
    story.effect("A1/AP1#2", 3.5 * DAY, f="erp.opening_payable", amount_minor=500)
    found = sites(story)["A1"]
    assert (found["cut_overs"], found["taken_back"], found["cut_over_d"]) == (2, 1, 3)


def test_a_site_that_was_never_cut_over_is_not_clean() -> None:
    story = Story()
    joined(story, "A1")
    found = sites(story)["A1"]
    assert found["open_differences"] == 0
    assert math.isnan(found["clean_d"])
