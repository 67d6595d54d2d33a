"""Commands to the procurement suite (S02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.gateway import arrivals, hold_enquiries
from integration_under_test.reference.gateway.command_kind import (
    Answer,
    CommandKind,
    Consult,
    Enquiry,
    KeepKind,
    Kind,
    Look,
)
from integration_under_test.reference.gateway.proofs import (
    NEWER_IS_THERE,
    any_row,
    row_version,
    version,
)
from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.erp import budgets
from integration_under_test.reference.mediation.procurement import (
    acknowledgements,
    catalogue,
    dock_receipts,
    invoice_holds,
    invoices,
    items,
    lookup_values,
    orders,
    payments,
    periods,
    receipts,
    replenishments,
    requisitions,
    risk_holds,
    ship_notices,
    sourced_requisitions,
    submitted_requisitions,
    supplier_requests,
    suppliers,
)

SUPPLIER_ID = Consult(
    "procurement",
    "find_suppliers",
    invoices.ask_supplier,
    invoices.read_supplier,
    remember_as=lambda document: f"procurement-supplier/{document.supplier}",
)
ISSUED_TO = Consult(
    "procurement",
    "get_order",
    orders.ask_supplier,
    orders.read_supplier,
    remember_as=lambda document: orders.supplier_key(document.order),
)
BUDGET = Consult("erp", "check_budget", budgets.ask, budgets.read_decision)


def _budget_decided(document: Any, answer: Answer) -> bool:
    return bool(answer) and answer["status"] not in requisitions.UNDECIDED


async def _supplier_of(item: MasterItem, enquiry: Enquiry) -> int | None:
    """The suite's id of who sells an item, None for one that nobody is named for."""
    if not item.supplier:
        return None
    ask = items.ask_supplier(item)
    return items.read_supplier(await enquiry.call("procurement", "find_suppliers", ask))


COMMANDS: Mapping[str, Kind] = {
    "sync_supplier": CommandKind(
        "P01",
        "procurement",
        "create_supplier",
        suppliers.write,
        Look(
            "find_suppliers",
            suppliers.find,
            row_version("suppliers", "erp-version"),
            always=True,
        ),
        versioned=True,
        update="update_supplier",
    ),
    "record_screening": CommandKind(
        "P01",
        "procurement",
        "record_screening",
        supplier_requests.write_screening,
        Look(
            "find_supplier_requests",
            supplier_requests.find,
            supplier_requests.is_screened,
            always=True,
        ),
    ),
    "set_risk_hold": CommandKind(
        "P01",
        "procurement",
        "set_risk_hold",
        risk_holds.write,
        Look("find_risk_holds", risk_holds.find, any_row("risk-holds")),
        done=frozenset({"DUPLICATE_HOLD"}),
    ),
    "release_risk_hold": CommandKind(
        "P01",
        "procurement",
        "release_risk_hold",
        risk_holds.write_release,
        Look("find_risk_holds", risk_holds.find, risk_holds.is_released),
    ),
    "put_catalogue_item": CommandKind(
        "P02",
        "procurement",
        "put_item",
        items.write,
        consult=_supplier_of,
        upsert=True,
        versioned=True,
        done=NEWER_IS_THERE,
    ),
    "load_catalogue": CommandKind(
        "P03",
        "procurement",
        "import_catalogue_prices",
        catalogue.write,
        Look("find_catalogue_prices", catalogue.find, version("contract-version")),
        upsert=True,
        versioned=True,
    ),
    "decide_budget": CommandKind(
        "P04",
        "procurement",
        "record_budget_decision",
        requisitions.write_budget_decision,
        Look("get_requisition", requisitions.find, _budget_decided),
        consult=BUDGET,
    ),
    "import_order": CommandKind(
        "P04",
        "procurement",
        "import_order",
        sourced_requisitions.write_import,
        consult=arrivals.number_of,
        done=frozenset({"DUPLICATE_ORDER"}),
    ),
    "return_dock_receipt": CommandKind(
        "P06",
        "procurement",
        "record_receipt",
        dock_receipts.write,
        Look("find_receipts", dock_receipts.find, any_row("receipts")),
    ),
    "return_receipt": CommandKind(
        "P06",
        "procurement",
        "record_receipt",
        receipts.write,
        Look("find_receipts", receipts.find, any_row("receipts")),
    ),
    "submit_invoice": CommandKind(
        "P07",
        "procurement",
        "submit_invoice",
        invoices.write,
        Look("find_invoices", invoices.find, invoices.is_same),
        consult=SUPPLIER_ID,
    ),
    "return_invoice_status": CommandKind(
        "P07",
        "procurement",
        "update_invoice_status",
        invoices.write_status,
        Look(
            "find_invoices",
            invoices.find,
            row_version("invoices", "status-version"),
            always=True,
        ),
        versioned=True,
    ),
    "return_invoice_hold": CommandKind(
        "P07",
        "procurement",
        "return_invoice_hold",
        invoice_holds.write,
        consult=hold_enquiries.held_at_procurement,
        remembers=hold_enquiries.returned,
        done=frozenset({"DUPLICATE_HOLD"}),
    ),
    "release_invoice_hold": CommandKind(
        "P07",
        "procurement",
        "release_invoice_hold",
        invoice_holds.write_release,
        consult=hold_enquiries.free_at_procurement,
        remembers=hold_enquiries.released,
        done=frozenset({"ILLEGAL_TRANSITION"}),
    ),
    "note_holds_ended": KeepKind("P07", hold_enquiries.ended),
    "return_payment": CommandKind(
        "P08",
        "procurement",
        "record_payment",
        payments.write,
        Look("find_invoices", payments.find, payments.is_recorded, always=True),
    ),
    "take_payment_back": CommandKind(
        "P08",
        "procurement",
        "return_payment",
        payments.write_return,
        Look("find_invoices", payments.find, payments.is_returned, always=True),
        done=frozenset({"ALREADY_RETURNED"}),
    ),
    "request_replenishment": CommandKind(
        "P11",
        "procurement",
        "create_requisition",
        replenishments.write,
        Look("find_requisitions", replenishments.find, any_row("requisitions")),
    ),
    "submit_requisition": CommandKind(
        "P04",
        "procurement",
        "create_requisition",
        submitted_requisitions.write,
        Look("find_requisitions", submitted_requisitions.find, any_row("requisitions")),
    ),
    "close_procurement": CommandKind(
        "P13",
        "procurement",
        "set_period_status",
        periods.write,
        Look("get_period", periods.find, version("erp-version")),
        upsert=True,
        versioned=True,
    ),
    "put_lookup_value": CommandKind(
        "P17",
        "procurement",
        "put_lookup_value",
        lookup_values.write,
        upsert=True,
        versioned=True,
        done=NEWER_IS_THERE,
    ),
    "record_acknowledgement": CommandKind(
        "P05",
        "procurement",
        "record_acknowledgement",
        acknowledgements.write,
        Look("find_acknowledgements", acknowledgements.find, acknowledgements.is_recorded),
        consult=ISSUED_TO,
    ),
    "record_ship_notice": CommandKind(
        "P05",
        "procurement",
        "record_ship_notice",
        ship_notices.write,
        Look("find_ship_notices", ship_notices.find, ship_notices.is_recorded),
        consult=ISSUED_TO,
    ),
}
