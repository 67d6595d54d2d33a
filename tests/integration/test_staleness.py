"""Masters in the targets are as new as allowed: the reference keeps the bound, others do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import Event, Ports, Subscription
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import run
from tests.couriers.house import Courier, serve
from tests.couriers.master_data import Items, References

PARTY = ("master_data",)


class OneBehind(References):
    """Carries a change only when it hears of the next."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.held: list[dict[str, Any]] = []

    async def carry(self, reference: dict[str, Any]) -> None:
        for earlier in self.held:
            await super().carry(earlier)
        self.held = [reference]


class OldAfterNew(Courier):
    """Writes a party in its new version, then in the one that it heard of before."""

    subscriptions = (Subscription("erp", ("erp.supplier.changed",)),)

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.heard: dict[str, Event] = {}

    async def on_event(self, event: Event) -> None:
        number = str(event.data["SupplierNumber"])
        for known in (event, self.heard.get(number, event)):
            await self.ports.systems["contracts"].call("put_party", party(known.data))
        self.heard[number] = event


def party(supplier: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "erpSupplierNumber": supplier["SupplierNumber"],
        "name": supplier["SupplierName"],
        "taxId": supplier["TaxIdentifier"],
        "status": "ACTIVE",
        "sourceVersion": supplier["ObjectVersionNumber"],
    }


def test_who_waits_for_the_next_change_is_stale() -> None:
    judged, _ = serve((OneBehind, Items), PARTY)
    finding = judged.verdict.finding("staleness")
    assert finding.outcome == "fail"
    assert finding.measured["stale_entities"] >= 3
    assert finding.measured["max_age_s"] > 3600
    assert {evidence.flow for evidence in finding.evidence} == {"P17"}


def test_who_writes_an_old_version_after_a_new_one_goes_back() -> None:
    judged, _ = serve((OldAfterNew,), (), "ordinary_day", 0.005, days=6)
    finding = judged.verdict.finding("staleness")
    assert finding.outcome == "fail"
    assert finding.measured["regressions"] >= 1
    assert "applied after" in " ".join(evidence.message for evidence in finding.evidence)


@pytest.mark.parametrize(("scenario", "days"), [("ordinary_day", 2), ("connected_week", 2)])
def test_the_reference_keeps_the_bound(scenario: str, days: int) -> None:
    spec = build_spec(RunRequest(scenario, "reference", scale=0.005, parties=PARTY))
    spec = replace(spec, scenario=replace(spec.scenario, days=days))
    finding = run(spec, Reference(), None).verdict.finding("staleness")
    assert finding.outcome == "pass", finding.summary
    assert finding.measured["entities"] >= 5
