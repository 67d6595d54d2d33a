"""A credit of a dispute becomes one memo, any other end of it nothing."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown
from integration_under_test.reference import Reference
from integration_under_test.reference.orchestration.dispute import on_dispute_closed
from tests.unit.integration_under_test.reference.fakes import FakeHost, crosswalk
from tests.unit.integration_under_test.reference.mediation.test_payables import CLOSED


def closed(outcome: str) -> Event:
    data = {**CLOSED, "outcome": outcome}
    at, type_ = "2026-04-14T15:00:00+00:00", "procurement.dispute.closed"
    return Event("procurement-1", "/procurement", type_, at, "DSP-300-INV-1", data)


@pytest.mark.parametrize("outcome", ["paid-as-billed", "withdrawn", "invoice-withdrawn"])
def test_a_dispute_without_credit_asks_for_nothing(outcome: str) -> None:
    assert on_dispute_closed(closed(outcome), crosswalk()) == ()


def test_a_credit_is_entered_once_whatever_became_of_the_answer(host: FakeHost) -> None:
    erp = host.systems["erp"]
    line = {"LineNumber": 2, "UOMCode": "BX"}
    order = {"OrderNumber": "US100-1", "BusinessUnit": "BU100", "Lines": [line]}
    erp.plan("find_invoices", {"items": []}, {"items": [{"SourceOrderNumber": "PO-1"}]})
    erp.plan("find_purchase_orders", {"items": [order]})
    erp.plan("create_credit_memo", OutcomeUnknown())
    erp.plan("find_credit_memos", {"items": []}, {"items": [{"CreditNumber": "CM-DSP"}]})
    reference = Reference()
    host.clock.run(reference.start(host.ports()))
    host.clock.run(reference.on_event(closed("credited")))
    host.clock.run_until(host.clock.now_s() + 900)
    (body,) = [body for name, body, _ in erp.calls if name == "create_credit_memo"]
    assert (body["CreditNumber"], body["OrderNumber"]) == ("CM-DSP-300-INV-1", "US100-1")
    assert host.storage.keys("outbox") == []
