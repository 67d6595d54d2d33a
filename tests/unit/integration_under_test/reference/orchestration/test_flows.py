"""The table of flows names what exists."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import Event
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.orchestration.documents import DOCUMENTS
from integration_under_test.reference.orchestration.flows import FLOWS, subscriptions
from integration_under_test.reference.orchestration.invoice_match import on_invoice_changed
from integration_under_test.reference.orchestration.payment import on_payment_issued
from integration_under_test.reference.orchestration.usage_to_charge import on_usage_recorded
from integration_under_test.reference.policies import FLOW_OWNERS
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    crosswalk,
    usage_event,
)


def test_every_event_is_subscribed_at_its_system() -> None:
    subscribed = {(s.system, t) for s in subscriptions() for t in s.types}
    assert subscribed == {(flow.system, type_) for type_, flow in FLOWS.items()}


def test_every_flow_has_an_owner() -> None:
    served = {flow.id for flow in FLOWS.values()} | {flow.id for flow in DOCUMENTS}
    assert served <= set(FLOW_OWNERS)
    assert {kind.flow for kind in COMMANDS.values()} <= set(FLOW_OWNERS)


def test_a_usage_of_an_unbilled_item_owes_a_cost_only() -> None:
    kinds = [s.kind for s in on_usage_recorded(usage_event(item=UNBILLED), crosswalk())]
    assert kinds == ["post_cost"]
    kinds = [s.kind for s in on_usage_recorded(usage_event(item=ITEM), crosswalk())]
    assert kinds == ["create_charge", "post_cost"]


def test_an_invoice_without_order_is_none_of_procurements_business() -> None:
    data = {
        "InvoiceType": "EXPENSE",
        "PaymentNumber": "PAY-1",
        "SupplierNumber": "300",
        "InvoiceNumber": "SV-1",
        "ContractNumber": "",
        "Amount": "12.00",
        "PaymentDate": "2026-04-14",
        "Status": "APPROVED",
        "Holds": [],
        "StatusVersion": 1,
    }
    event = Event("erp-1", "/erp", "erp.payment.issued", "2026-04-14T15:00:00Z", "PAY-1", data)
    assert on_payment_issued(event, crosswalk()) == ()
    assert on_invoice_changed(event, crosswalk()) == ()
    ordered = replace(event, data=data | {"InvoiceType": "STANDARD"})
    assert [step.kind for step in on_payment_issued(ordered, crosswalk())] == ["return_payment"]
