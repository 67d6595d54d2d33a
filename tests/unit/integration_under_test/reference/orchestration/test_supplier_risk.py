"""Screenings are asked for once, holds stand before they are released."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem, refusal
from tests.unit.integration_under_test.reference.mediation.test_supplier_risk import (
    COMPLETED,
    PLACED,
)

REQUESTED = {"request-reference": "SR-000001", "name": "ACME", "tax-id": "12-3456789"}


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    host.systems["supplier_risk"] = FakeSystem("supplier_risk")
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def tell(host: FakeHost, reference: Reference, type_: str, data: dict[str, Any]) -> None:
    source = "/" + type_.partition(".")[0]
    event = Event(f"id-{type_}", source, type_, "2026-04-14T15:00:00+00:00", "S", data)
    host.clock.run(reference.on_event(event))


def wait(host: FakeHost) -> None:
    host.clock.run_until(host.clock.now_s() + 900)


def test_a_screening_is_asked_for_once(host: FakeHost, reference: Reference) -> None:
    risk = host.systems["supplier_risk"]
    risk.plan("request_screening", OutcomeUnknown(), refusal("reference_taken", 409))
    tell(host, reference, "procurement.supplier.requested", REQUESTED)
    tell(host, reference, "procurement.supplier.requested", REQUESTED)
    wait(host)
    assert risk.called("request_screening") == 2
    assert host.items == {}


def test_a_result_that_stands_is_not_recorded_again(host: FakeHost, reference: Reference) -> None:
    procurement = host.systems["procurement"]
    procurement.plan(
        "find_supplier_requests",
        {"supplier-requests": [{"id": 4, "status": "screening"}]},
        {"supplier-requests": [{"id": 4, "status": "rejected"}]},
    )
    procurement.plan("record_screening", OutcomeUnknown())
    tell(host, reference, "supplier_risk.screening.completed", COMPLETED)
    wait(host)
    assert procurement.called("record_screening") == 1
    assert host.storage.keys("outbox") == []


def test_a_release_that_overtakes_its_hold_waits_for_it(
    host: FakeHost, reference: Reference
) -> None:
    procurement = host.systems["procurement"]
    procurement.plan("release_risk_hold", refusal("UNKNOWN_HOLD", 404))
    released = {**PLACED, "release_reason": "no objection"}
    tell(host, reference, "supplier_risk.hold.released", released)
    tell(host, reference, "supplier_risk.hold.placed", PLACED)
    procurement.plan("find_risk_holds", {"risk-holds": [{"active": True}]})
    wait(host)
    names = [name for name, _, _ in procurement.calls if name.endswith("_risk_hold")]
    assert names == ["release_risk_hold", "set_risk_hold", "release_risk_hold"]
    assert host.items == {}


def test_a_result_of_no_known_kind_is_for_the_master_data_desk(
    host: FakeHost, reference: Reference
) -> None:
    tell(host, reference, "supplier_risk.screening.completed", {**COMPLETED, "status": "pending"})
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "master data desk")
