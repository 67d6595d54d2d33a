"""Every command that leaves this integration, as data: where it goes and what proves its effect.

    "post_cost": CommandKind("P09", "erp", "post_cost", erp.write_cost, Look("find_costs", ...))

reads: flow P09 posts a cost in the ERP; if the outcome is unknown, `find_costs` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.gateway.command_kind import (
    Answer,
    CommandKind,
    Consult,
    Look,
)
from integration_under_test.reference.mediation import (
    billing,
    contracts,
    erp,
    inventory,
    procurement,
)
from integration_under_test.reference.mediation.canonical import Payment


def _any(rows: str) -> Callable[[Any, Answer], bool]:
    """Proven when the search found any row."""
    return lambda document, answer: bool(answer.get(rows))


def _version(field: str) -> Callable[[Any, Answer], bool]:
    """Proven when the record has this version or a later one."""
    return lambda document, answer: int(answer.get(field) or 0) >= document.version


def _row_version(rows: str, field: str) -> Callable[[Any, Answer], bool]:
    """As `_version`, for a search that answers with a list."""
    return lambda document, answer: any(
        row[field] >= document.version for row in answer.get(rows, ())
    )


def _budget_decided(document: Any, answer: Answer) -> bool:
    return bool(answer) and answer["status"] not in procurement.UNDECIDED


def _payment_recorded(document: Payment, answer: Answer) -> bool:
    invoices = answer.get("invoices", ())
    payments = (payment for invoice in invoices for payment in invoice["payments"])
    return any(payment["payment-number"] == document.number for payment in payments)


def _order_key(number: str) -> str:
    return f"erp-order/{number}"


def _known_order(answer: Answer) -> str:
    number = erp.read_order_number(answer)
    if not number:
        raise NotYet("the ERP has no purchase order of that number yet")
    return number


ORDER_NUMBER = Consult(
    system="erp",
    operation="find_purchase_orders",
    ask=lambda document: {"SourceOrderNumber": document.order},
    read=_known_order,
    remember_as=lambda document: _order_key(document.order),
)
BUDGET = Consult("erp", "check_budget", erp.write_budget_check, erp.read_budget_decision)

COMMANDS: Mapping[str, CommandKind] = {
    "sync_supplier": CommandKind(
        "P01",
        "procurement",
        "create_supplier",
        procurement.write_supplier,
        Look(
            "find_suppliers",
            procurement.find_supplier,
            _row_version("suppliers", "erp-version"),
            always=True,
        ),
        versioned=True,
        update="update_supplier",
    ),
    "sync_party": CommandKind(
        "P01",
        "contracts",
        "put_party",
        contracts.write_party,
        Look("get_party", contracts.find_party, _version("sourceVersion")),
        upsert=True,
        versioned=True,
    ),
    "load_prices": CommandKind(
        "P03",
        "erp",
        "import_price_agreement",
        erp.write_price_agreement,
        Look("get_price_agreement", erp.find_agreement, _version("Version")),
        upsert=True,
        versioned=True,
    ),
    "load_catalogue": CommandKind(
        "P03",
        "procurement",
        "import_catalogue_prices",
        procurement.write_prices,
        Look("find_catalogue_prices", procurement.find_prices, _version("contract-version")),
        upsert=True,
        versioned=True,
    ),
    "load_supply_costs": CommandKind(
        "P03",
        "billing",
        "import_supply_costs",
        billing.write_costs,
        Look("find_supply_costs", billing.find_costs, _version("version")),
        upsert=True,
        versioned=True,
    ),
    "decide_budget": CommandKind(
        "P04",
        "procurement",
        "record_budget_decision",
        procurement.write_budget_decision,
        Look("get_requisition", procurement.find_requisition, _budget_decided),
        consult=BUDGET,
    ),
    "commit_order": CommandKind(
        "P04",
        "erp",
        "create_purchase_order",
        erp.write_purchase_order,
        Look("find_purchase_orders", erp.find_order, _any("items")),
        remembers=lambda order, answer: (_order_key(order.number), erp.read_order_number(answer)),
    ),
    "accrue_receipt": CommandKind(
        "P06",
        "erp",
        "create_receipt",
        erp.write_receipt,
        Look("find_receipts", erp.find_receipt, _any("items")),
        consult=ORDER_NUMBER,
        posts_on=erp.receipt_day,
    ),
    "return_receipt": CommandKind(
        "P06",
        "procurement",
        "record_receipt",
        procurement.write_receipt,
        Look("find_receipts", procurement.find_receipt, _any("receipts")),
    ),
    "register_lot": CommandKind(
        "P06", "billing", "register_supply_lot", billing.write_lot, takes_key=True, upsert=True
    ),
    "enter_invoice": CommandKind(
        "P07",
        "erp",
        "create_invoice",
        erp.write_invoice,
        Look("find_invoices", erp.find_invoice, _any("items")),
        consult=ORDER_NUMBER,
        posts_on=erp.invoice_day,
    ),
    "return_invoice_status": CommandKind(
        "P07",
        "procurement",
        "update_invoice_status",
        procurement.write_invoice_status,
        Look(
            "find_invoices",
            procurement.find_invoice_of_status,
            _row_version("invoices", "status-version"),
            always=True,
        ),
        versioned=True,
    ),
    "return_payment": CommandKind(
        "P08",
        "procurement",
        "record_payment",
        procurement.write_payment,
        Look("find_invoices", procurement.find_invoice_of_payment, _payment_recorded, always=True),
    ),
    "record_spend": CommandKind(
        "P08",
        "contracts",
        "record_spend",
        contracts.write_spend,
        Look("find_spend", contracts.find_spend, _any("entries")),
    ),
    "create_charge": CommandKind(
        "P09",
        "billing",
        "create_charge",
        billing.write_charge,
        Look("find_charges", billing.find_charge, _any("charges")),
        takes_key=True,
        posts_on=erp.usage_day,
    ),
    "post_cost": CommandKind(
        "P09",
        "erp",
        "post_cost",
        erp.write_cost,
        Look("find_costs", erp.find_cost, _any("items")),
        posts_on=erp.usage_day,
    ),
    "close_procurement": CommandKind(
        "P13",
        "procurement",
        "set_period_status",
        procurement.write_period,
        Look("get_period", procurement.find_period, _version("erp-version")),
        upsert=True,
        versioned=True,
    ),
    "close_inventory": CommandKind(
        "P13",
        "inventory",
        "set_period_status",
        inventory.write_period,
        upsert=True,
        versioned=True,
    ),
    "close_billing": CommandKind(
        "P13",
        "billing",
        "set_period_status",
        billing.write_period,
        upsert=True,
        versioned=True,
    ),
    "submit_totals": CommandKind(
        "P13",
        "erp",
        "submit_subledger_totals",
        erp.write_totals,
        Look("find_subledger_totals", erp.find_totals, _any("items")),
    ),
}
