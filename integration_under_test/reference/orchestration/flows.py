"""Which event starts which flow: the whole behaviour of this integration in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from integration_under_test.boundary import Event, Subscription
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.orchestration import (
    analytics_feed,
    claim_to_cash,
    contract_price,
    denial_investigation,
    dispute,
    erp_origin,
    invoice_capture,
    invoice_match,
    item_master,
    lot_recall,
    month_end_close,
    payment,
    price_correction,
    receipt,
    reference_data,
    replenishment,
    requisition_to_order,
    substitution,
    supplier_master,
    supplier_risk,
    usage_to_charge,
)
from integration_under_test.reference.releases.table import Routes

Plan = Callable[[Event, Crosswalk], tuple[Step, ...]]


class Flow(NamedTuple):
    """A flow's id, the system whose event starts it, and what the event asks for."""

    id: str
    system: str
    plan: Plan


_BUILT_IN: Mapping[str, Flow] = {
    "erp.supplier.changed": Flow("P01", "erp", supplier_master.on_supplier_changed),
    "erp.item.changed": Flow("P02", "erp", item_master.on_item_changed),
    "procurement.supplier.requested": Flow(
        "P01", "procurement", supplier_risk.on_supplier_requested
    ),
    "supplier_risk.screening.completed": Flow(
        "P01", "supplier_risk", supplier_risk.on_screening_completed
    ),
    "supplier_risk.hold.placed": Flow("P01", "supplier_risk", supplier_risk.on_hold_placed),
    "supplier_risk.hold.released": Flow("P01", "supplier_risk", supplier_risk.on_hold_released),
    "contracts.contract.activated": Flow("P03", "contracts", contract_price.on_contract_activated),
    "procurement.price_correction.issued": Flow(
        "P03", "procurement", price_correction.on_price_correction_issued
    ),
    "procurement.requisition.approved": Flow(
        "P04", "procurement", requisition_to_order.on_requisition_approved
    ),
    "procurement.requisition.sourced": Flow(
        "P04", "procurement", erp_origin.on_requisition_sourced
    ),
    "procurement.order.issued": Flow("P04", "procurement", requisition_to_order.on_order_issued),
    "inventory.receipt.recorded": Flow("P06", "inventory", receipt.on_receipt_recorded),
    "inventory.lot.recalled": Flow("P06", "inventory", lot_recall.on_lot_recalled),
    "erp.receipt.recorded": Flow("P06", "erp", erp_origin.on_receipt_recorded),
    "procurement.invoice.submitted": Flow("P07", "procurement", invoice_match.on_invoice_submitted),
    "erp.invoice.changed": Flow("P07", "erp", invoice_match.on_invoice_changed),
    "invoice_capture.invoice.verified": Flow(
        "P07", "invoice_capture", invoice_capture.on_invoice_verified
    ),
    "procurement.dispute.closed": Flow("P07", "procurement", dispute.on_dispute_closed),
    "erp.payment.issued": Flow("P08", "erp", payment.on_payment_issued),
    "erp.payment_file.ready": Flow("P08", "erp", payment.on_payment_file_ready),
    "erp.payment.rejected": Flow("P08", "erp", payment.on_payment_rejected),
    "inventory.usage.recorded": Flow("P09", "inventory", usage_to_charge.on_usage_recorded),
    "inventory.replenishment.proposed": Flow(
        "P11", "inventory", replenishment.on_replenishment_proposed
    ),
    "warehouse.shipment.dispatched": Flow("P11", "warehouse", replenishment.on_shipment_dispatched),
    "procurement.order.changed": Flow("P12", "procurement", substitution.on_order_changed),
    "procurement.order.cancelled": Flow("P12", "procurement", substitution.on_order_changed),
    "procurement.substitution.approved": Flow(
        "P12", "procurement", substitution.on_substitution_approved
    ),
    "procurement.alternate.approved": Flow(
        "P12", "procurement", substitution.on_substitution_approved
    ),
    "billing.claim_batch.released": Flow("P10", "billing", claim_to_cash.on_claim_batch_released),
    "billing.receivable.posted": Flow("P10", "billing", claim_to_cash.on_receivable_posted),
    "erp.cash_receipt.recorded": Flow("P10", "erp", claim_to_cash.on_cash_receipt_recorded),
    "billing.claim.denied": Flow("P15", "billing", denial_investigation.on_claim_denied),
    "erp.period.changed": Flow("P13", "erp", month_end_close.on_period_changed),
    "inventory.period.totals": Flow("P13", "inventory", month_end_close.on_inventory_totals),
    "billing.period.totals": Flow("P13", "billing", month_end_close.on_billing_totals),
    "erp.reference.changed": Flow("P17", "erp", reference_data.on_reference_changed),
    "erp.postings.cut": Flow("P19", "erp", analytics_feed.on_day_cut),
    "billing.charges.cut": Flow("P19", "billing", analytics_feed.on_day_cut),
    "inventory.usages.cut": Flow("P19", "inventory", analytics_feed.on_day_cut),
}

FLOWS = Routes("routes.events", _BUILT_IN)
"""Type of event -> its flow, as the release in force has it."""


def subscriptions() -> tuple[Subscription, ...]:
    """One subscription for each system, with the events of the table."""
    systems = dict.fromkeys(flow.system for flow in FLOWS.values())
    return tuple(
        Subscription(system, tuple(t for t, flow in FLOWS.items() if flow.system == system))
        for system in systems
    )
