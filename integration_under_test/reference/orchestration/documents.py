"""Which document from outside starts which flow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration import (
    acquisition,
    bank_statement,
    budget,
    care,
    claim_to_cash,
    clinic_charges,
    contract_price,
    dual_run,
    lot_recall,
    order_to_supplier,
    record_to_report,
    replenishment,
)
from integration_under_test.reference.releases.table import Routes

Plan = Callable[[Received, Crosswalk], tuple[Step, ...]]
Refusal = Callable[[Received, str], tuple[Step, ...]]
SendBack = Callable[[Received, Damaged], tuple[Step, ...]]


class DocumentFlow(NamedTuple):
    """A flow's id, the kind and senders of documents that it takes, and what they ask for."""

    id: str
    kind: str
    sender: str
    plan: Plan
    refuse: Refusal | None = None
    """What the sender of a document that cannot be used is told of the reason."""
    send_back: SendBack | None = None
    """What the sender of a damaged file is told, if it will send a corrected one under the same
    number; then nobody else need see it."""


SUPPLIERS = "[0-9]*"
"""A supplier's mailbox is its number in the ERP."""

WAREHOUSE = "WAREHOUSE"
"""The central warehouse's mailbox; acquired sites send extracts, too."""

JOURNAL_SENDERS = ("PAYROLL", "WORKFORCE", "BIOMED", "FACILITIES", "PROJECTS")

EHR = "EHR"
CLEARINGHOUSE = "CLEARHOUSE"
CLINICS = "CLINIC*"
ONBOARDING = "ONBOARDING"
LEGACY_ERP = "LEGACYERP"
LEGACY_MATERIALS = "LEGACYMM"

DOCUMENTS: Sequence[DocumentFlow] = (
    DocumentFlow("P10", "ADT^A01", EHR, care.on_admission, care.refuse),
    DocumentFlow("P10", "ADT^A04", EHR, care.on_admission, care.refuse),
    DocumentFlow("P10", "ADT^A03", EHR, care.on_discharge, care.refuse),
    DocumentFlow("P10", "ADT^A08", EHR, care.on_update, care.refuse),
    DocumentFlow("P10", "DFT^P03", EHR, care.on_charges, care.refuse),
    DocumentFlow("P10", "*^*", EHR, care.on_unknown, care.reject),
    DocumentFlow("P10", "277", CLEARINGHOUSE, claim_to_cash.on_claim_statuses),
    DocumentFlow("P10", "835", CLEARINGHOUSE, claim_to_cash.on_remittance),
    DocumentFlow("P10", "999", CLEARINGHOUSE, claim_to_cash.on_acknowledgement),
    DocumentFlow("P10", "TA1", CLEARINGHOUSE, claim_to_cash.on_acknowledgement),
    DocumentFlow("P14", "DFT^P03", CLINICS, clinic_charges.on_message, care.refuse),
    DocumentFlow("P14", "*^*", CLINICS, care.on_unknown, care.reject),
    DocumentFlow("P14", "charge", CLINICS, clinic_charges.on_file),
    DocumentFlow("P14", "charge-map", CLINICS, clinic_charges.on_codes),
    DocumentFlow("P14", "onboarding", ONBOARDING, acquisition.on_master_file),
    DocumentFlow("P14", "handover", ONBOARDING, acquisition.on_handover_file),
    DocumentFlow("P14", "takeback", ONBOARDING, acquisition.on_take_back_file),
    DocumentFlow("P14", "journal", LEGACY_ERP, dual_run.on_journal_file),
    DocumentFlow("P14", "voucher", LEGACY_ERP, dual_run.on_voucher_file),
    DocumentFlow("P14", "vendor", LEGACY_ERP, dual_run.on_vendor_file),
    DocumentFlow("P14", "inventory-extract", LEGACY_MATERIALS, dual_run.on_extract),
    DocumentFlow("P03", "item-price", "GPO", contract_price.on_price_file),
    DocumentFlow("P06", "recall-notice", "RECALLS", lot_recall.on_notice_file),
    *(
        DocumentFlow(
            "P16",
            "journal",
            sender,
            record_to_report.on_journal_file,
            send_back=record_to_report.on_damaged_file,
        )
        for sender in JOURNAL_SENDERS
    ),
    DocumentFlow(
        "P16",
        "asset",
        "ASSETS",
        record_to_report.on_asset_file,
        send_back=record_to_report.on_damaged_file,
    ),
    DocumentFlow(
        "P17",
        "budget",
        "PLANNING",
        budget.on_budget_file,
        send_back=record_to_report.on_damaged_file,
    ),
    DocumentFlow(
        "P05", "855", SUPPLIERS, order_to_supplier.on_acknowledgement, order_to_supplier.refuse
    ),
    DocumentFlow(
        "P05", "856", SUPPLIERS, order_to_supplier.on_ship_notice, order_to_supplier.refuse
    ),
    DocumentFlow("P07", "810", SUPPLIERS, order_to_supplier.on_invoice, order_to_supplier.refuse),
    DocumentFlow("P08", "bai2", "BANK", bank_statement.on_statement),
    DocumentFlow("P05", "997", SUPPLIERS, order_to_supplier.on_set_answer),
    DocumentFlow("P05", "TA1", SUPPLIERS, order_to_supplier.on_set_answer),
    DocumentFlow("P11", "inventory-extract", WAREHOUSE, replenishment.on_stock_file),
)
"""Kind and sender may hold `*`; the first row that fits counts."""

BETWEEN = " from "


class DocumentRoutes(Routes[DocumentFlow]):
    """Rows are called `kind from sender`, and take what fits their name."""

    def read(self, key: str, told: Any) -> DocumentFlow | None:
        flow = super().read(key, told)
        kind, _, sender = key.partition(BETWEEN)
        return flow._replace(kind=kind, sender=sender) if flow else None


ROUTES = DocumentRoutes(
    "routes.documents", {f"{flow.kind}{BETWEEN}{flow.sender}": flow for flow in DOCUMENTS}
)
"""DOCUMENTS by name, as the release in force has them."""


def flow_of(received: Received) -> DocumentFlow | None:
    """Which flow a document belongs to, None if it is nobody's business."""
    return next(
        (
            flow
            for flow in ROUTES.rows.values()
            if fnmatchcase(received.kind, flow.kind) and fnmatchcase(received.sender, flow.sender)
        ),
        None,
    )


def taken_by(received: Received) -> DocumentFlow:
    """As `flow_of`. Raises LookupError for nobody's business."""
    flow = flow_of(received)
    if flow is None:
        raise LookupError(f"no flow takes {received.kind!r} from {received.sender!r}")
    return flow
