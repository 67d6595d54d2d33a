"""Which event starts which flow: the whole behaviour of this integration in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from integration_under_test.boundary import Event, Subscription
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.orchestration import (
    contract_price,
    invoice_match,
    month_end_close,
    payment,
    receipt,
    requisition_to_order,
    supplier_master,
    usage_to_charge,
)

Plan = Callable[[Event, Crosswalk], tuple[Step, ...]]


class Flow(NamedTuple):
    """A flow's id, the system whose event starts it, and what the event asks for."""

    id: str
    system: str
    plan: Plan


FLOWS: Mapping[str, Flow] = {
    "erp.supplier.changed": Flow("P01", "erp", supplier_master.on_supplier_changed),
    "contracts.contract.activated": Flow("P03", "contracts", contract_price.on_contract_activated),
    "procurement.requisition.approved": Flow(
        "P04", "procurement", requisition_to_order.on_requisition_approved
    ),
    "procurement.order.issued": Flow("P04", "procurement", requisition_to_order.on_order_issued),
    "inventory.receipt.recorded": Flow("P06", "inventory", receipt.on_receipt_recorded),
    "procurement.invoice.submitted": Flow("P07", "procurement", invoice_match.on_invoice_submitted),
    "erp.invoice.changed": Flow("P07", "erp", invoice_match.on_invoice_changed),
    "erp.payment.issued": Flow("P08", "erp", payment.on_payment_issued),
    "inventory.usage.recorded": Flow("P09", "inventory", usage_to_charge.on_usage_recorded),
    "erp.period.changed": Flow("P13", "erp", month_end_close.on_period_changed),
    "inventory.period.totals": Flow("P13", "inventory", month_end_close.on_inventory_totals),
    "billing.period.totals": Flow("P13", "billing", month_end_close.on_billing_totals),
}


def subscriptions() -> tuple[Subscription, ...]:
    """One subscription for each system, with the events of the table."""
    systems = dict.fromkeys(flow.system for flow in FLOWS.values())
    return tuple(
        Subscription(system, tuple(t for t, flow in FLOWS.items() if flow.system == system))
        for system in systems
    )
