"""The nightly reconciliation in whole runs: losses that nobody else would notice are repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pytest

from integration_under_test.boundary import Event, Ports, SystemClient
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.experiment.settings import Settings
from tests.couriers.house import effects, outcomes, states

SWALLOWED_CHARGE = "US-00000013"
SWALLOWED_COST = "US-00000004"
UNHEARD_USAGE = "US-00000015"
UNHEARD_RECEIPT = "RC-00000002"
LOST = {SWALLOWED_CHARGE, SWALLOWED_COST, UNHEARD_USAGE}


@dataclass
class Liar:
    """A system that acknowledges one call and does nothing."""

    client: SystemClient
    operation: str
    reference: str

    async def call(self, operation: str, body: Mapping[str, Any], **headers: Any) -> dict[str, Any]:
        if operation == self.operation and self.reference in body.values():
            self.operation = "lied once"
            return {}
        return await self.client.call(operation, body, **headers)


class Unlucky(Reference):
    """Two answers are lies, and two events were acknowledged and forgotten."""

    async def start(self, ports: Ports) -> None:
        billing = Liar(ports.systems["billing"], "create_charge", SWALLOWED_CHARGE)
        erp = Liar(ports.systems["erp"], "post_cost", SWALLOWED_COST)
        systems = {**ports.systems, "billing": billing, "erp": erp}
        await super().start(replace(ports, systems=systems))

    async def on_event(self, event: Event) -> None:
        if event.subject not in (UNHEARD_USAGE, UNHEARD_RECEIPT):
            await super().on_event(event)


@lru_cache(maxsize=2)
def unlucky(without: str) -> Judged:
    asked = RunRequest(
        "ordinary_day",
        "reference",
        scale=0.01,
        parties=("analytics",),
        settings=Settings({}, {"without": without}),
    )
    return run(build_spec(asked), Unlucky(), None)


def test_without_it_what_a_system_or_we_forgot_is_lost_in_silence() -> None:
    found = unlucky("reconciliation")
    assert "loss" in outcomes(found)
    assert found.verdict.outcome == "fail"
    lost = states(found, "P09")
    assert states(found, "P06")["erp.accrual lost_silent"] >= 2
    assert lost["billing.charge lost_silent"] + lost["erp.cost lost_silent"] == 4


def test_what_was_lost_is_found_the_night_after_and_made_once() -> None:
    found = unlucky("")
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert set(effects(found, "billing.charge").values()) == {1}
    assert set(effects(found, "erp.cost").values()) == {1}


def test_each_gap_had_a_work_item_with_an_owner_that_its_repair_closed() -> None:
    items = unlucky("").history.items
    gaps = items[items["type"] == "reconciliation_gap"]
    assert set(gaps["business_key"]) >= LOST
    assert set(gaps.loc[gaps["business_key"].isin(LOST), "owner"]) == {"revenue integrity desk"}
    assert (gaps["closed_us"] > gaps["opened_us"]).all()


def test_an_alert_names_the_systems_whose_books_differ() -> None:
    told = unlucky("").history.integration
    raised = told[told["f"] == "alert_raised"]
    differ = raised[raised["agg_id"] == "books_differ"]
    assert {"billing", "erp"} <= set(differ["target"])


@pytest.mark.parametrize("without", ["", "reconciliation"])
def test_nothing_is_made_twice_either_way(without: str) -> None:
    assert "duplicates" not in outcomes(unlucky(without))
