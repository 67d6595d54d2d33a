"""The adapter of the procurement suite (S02): kebab-case, MM/DD/YYYY, each/box/case.

Its own ids of suppliers and invoices are not remembered: the look that goes before each write
finds them by the ERP's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet, Unsendable
from integration_under_test.reference.mediation.canonical import (
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    Order,
    OrderLine,
    Payment,
    PeriodStatus,
    PriceList,
    ReceiptLine,
    Requisition,
    Supplier,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS,
    PROCUREMENT_UNITS_OUT,
    from_decimal,
    from_us_day,
    to_decimal,
    to_us_day,
    whole_units,
)

Data = Mapping[str, Any]

STATUSES = {"HELD": "on-hold", "APPROVED": "approved", "PAID": "paid"}
PERIOD_STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
UNDECIDED = frozenset({"pending-approval", "pending-budget"})


# --------------------------------------------------------------------------- reading


def read_requisition(data: Data) -> Requisition:
    amount_minor = from_decimal(data["total"], 2)
    return Requisition(data["id"], data["number"], data["cost-center"], amount_minor)


def read_order(data: Data) -> Order:
    return Order(
        number=data["po-number"],
        supplier=data["erp-supplier-number"],
        facility=f"procurement:{data['ship-to']}",
        cost_center=data["cost-center"],
        contract=data["contract-number"],
        issued_on=from_us_day(data["issued-on"]),
        lines=tuple(_order_line(line) for line in data["lines"]),
    )


def read_invoice(data: Data, arrived_at: str) -> Invoice:
    return Invoice(
        number=data["invoice-number"],
        supplier=data["erp-supplier-number"],
        order=data["po-number"],
        contract=data["contract-number"],
        facility=f"procurement:{data['ship-to']}",
        invoiced_on=from_us_day(data["invoice-date"]),
        arrived_at=arrived_at,
        amount_minor=from_decimal(data["total"], 2),
        lines=tuple(_invoice_line(line) for line in data["lines"]),
    )


def _order_line(line: Data) -> OrderLine:
    return OrderLine(
        line=line["line-num"],
        item=line["item-number"],
        quantity=line["quantity"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        price_e4=from_decimal(line["unit-price"], 4),
    )


def _invoice_line(line: Data) -> InvoiceLine:
    return InvoiceLine(
        line=line["line-num"],
        order_line=line["po-line"],
        quantity=line["quantity"],
        unit=PROCUREMENT_UNITS[line["uom"]],
        price_e4=from_decimal(line["unit-price"], 4),
    )


# --------------------------------------------------------------------------- writing


def write_supplier(supplier: Supplier, context: Context) -> Body:
    """The body of an update where the look found a record, else of a creation."""
    found = context.found.get("suppliers")
    return {
        **({"id": found[0]["id"]} if found else {}),
        "name": supplier.name,
        "tax-id": supplier.tax_id,
        "erp-number": supplier.number,
        "erp-version": supplier.version,
        "payment-term": supplier.terms,
        "status": "active" if supplier.active else "inactive",
    }


def write_prices(prices: PriceList, context: Context) -> Body:
    return {
        "contract-number": prices.contract,
        "contract-version": prices.version,
        "erp-supplier-number": prices.supplier,
        "lines": [
            {
                "line": line.line,
                "item-number": line.item,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
                "unit-price": to_decimal(line.price_e4, 4),
                "start-date": to_us_day(prices.starts_on),
                "end-date": to_us_day(prices.ends_on),
            }
            for line in prices.lines
        ],
    }


def write_budget_decision(requisition: Requisition, context: Context) -> Body:
    passed, available_minor = context.consulted
    return {
        "id": requisition.id,
        "decision": "passed" if passed else "failed",
        "available": to_decimal(available_minor, 2),
    }


def write_receipt(line: ReceiptLine, context: Context) -> Body:
    """Raises Unsendable for a broken purchase unit, which the suite cannot express."""
    item = context.crosswalk.item(line.item)
    units = whole_units(line.quantity_ea, item.factor)
    if units is None:
        raise Unsendable(
            f"{line.quantity_ea} EA of {line.item} are no whole {item.purchase_unit} of "
            f"{item.factor}; record the receipt in procurement by hand"
        )
    return {
        "po-number": line.order,
        "receipt-number": line.receipt,
        "receipt-line": line.line,
        "line-num": line.order_line,
        "quantity": units,
        "uom": PROCUREMENT_UNITS_OUT[item.purchase_unit],
        "received-on": to_us_day(line.received_on),
    }


def write_invoice_status(status: InvoiceStatus, context: Context) -> Body:
    return {
        "id": _invoice_id(context, status.number),
        "status": STATUSES[status.status],
        "reasons": list(status.holds),
        "status-version": status.version,
    }


def write_payment(payment: Payment, context: Context) -> Body:
    return {
        "id": _invoice_id(context, payment.invoice),
        "payment-number": payment.number,
        "amount": to_decimal(payment.amount_minor, 2),
        "paid-on": to_us_day(payment.paid_on),
    }


def write_period(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": PERIOD_STATUSES[status.status],
        "erp-version": status.version,
    }


def _invoice_id(context: Context, number: str) -> int:
    invoices = context.found["invoices"]
    if not invoices:
        raise NotYet(f"procurement does not know invoice {number} yet")
    return int(invoices[0]["id"])


# --------------------------------------------------------------------------- looking


def find_supplier(supplier: Supplier, context: Context) -> Body:
    return {"erp-number": supplier.number}


def find_prices(prices: PriceList, context: Context) -> Body:
    return {"contract-number": prices.contract}


def find_requisition(requisition: Requisition, context: Context) -> Body:
    return {"id": requisition.id}


def find_receipt(line: ReceiptLine, context: Context) -> Body:
    return {"receipt-number": line.receipt, "receipt-line": line.line}


def find_invoice_of_status(status: InvoiceStatus, context: Context) -> Body:
    return {"erp-number": status.supplier, "invoice-number": status.number}


def find_invoice_of_payment(payment: Payment, context: Context) -> Body:
    return {"erp-number": payment.supplier, "invoice-number": payment.invoice}


def find_period(status: PeriodStatus, context: Context) -> Body:
    return {"period": status.period}
