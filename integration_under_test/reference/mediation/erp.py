"""The adapter of the ERP (S01): PascalCase, decimal strings, ISO days.

`read_*` turns its event payloads into canonical documents, `write_*` canonical documents into
its request bodies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical import (
    Invoice,
    InvoiceStatus,
    Order,
    Payment,
    PeriodStatus,
    PriceList,
    ReceiptLine,
    Requisition,
    SubledgerTotals,
    Supplier,
    Usage,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import (
    cents_of,
    from_decimal,
    local_day,
    to_decimal,
    whole_units,
)

Data = Mapping[str, Any]


# --------------------------------------------------------------------------- reading


def read_supplier(data: Data) -> Supplier:
    return Supplier(
        number=data["SupplierNumber"],
        name=data["SupplierName"],
        tax_id=data["TaxIdentifier"],
        terms=data["PaymentTerms"],
        active=data["Status"] == "ACTIVE",
        version=data["ObjectVersionNumber"],
    )


def read_invoice_status(data: Data) -> InvoiceStatus:
    return InvoiceStatus(
        number=data["InvoiceNumber"],
        supplier=data["SupplierNumber"],
        status=data["Status"],
        holds=tuple(data["Holds"]),
        version=data["StatusVersion"],
    )


def read_payment(data: Data) -> Payment:
    return Payment(
        number=data["PaymentNumber"],
        supplier=data["SupplierNumber"],
        invoice=data["InvoiceNumber"],
        contract=data["ContractNumber"],
        amount_minor=from_decimal(data["Amount"], 2),
        paid_on=data["PaymentDate"],
    )


def read_period(data: Data) -> PeriodStatus:
    return PeriodStatus(data["PeriodName"], data["Status"], data["Version"])


def read_order_number(answer: Data) -> str:
    """The ERP's number of an order in the answer of a creation or a search, "" if there is none."""
    if "items" not in answer:
        return str(answer["OrderNumber"])
    items = answer["items"]
    return str(items[0]["OrderNumber"]) if items else ""


def read_budget_decision(answer: Data) -> tuple[bool, int]:
    """Whether a budget check passed, and the cents that are available."""
    return answer["Result"] == "PASSED", from_decimal(answer["AvailableAmount"], 2)


def read_next_open_day(refusal: Any) -> str:
    """The day that a PERIOD_CLOSED refusal offers instead, "" if it offers none."""
    return str(refusal.get("NextOpenDate", "")) if isinstance(refusal, Mapping) else ""


# --------------------------------------------------------------------------- writing


def write_price_agreement(prices: PriceList, context: Context) -> Body:
    return {
        "AgreementNumber": prices.contract,
        "Version": prices.version,
        "SupplierNumber": prices.supplier,
        "Lines": [
            {
                "LineNumber": line.line,
                "ItemNumber": line.item,
                "UOMCode": line.unit,
                "UnitPrice": cents_of(line.price_e4),
                "StartDate": prices.starts_on,
                "EndDate": prices.ends_on,
            }
            for line in prices.lines
        ],
    }


def write_budget_check(requisition: Requisition) -> Body:
    return {
        "CostCenter": requisition.cost_center,
        "Amount": to_decimal(requisition.amount_minor, 2),
        "ReferenceNumber": requisition.number,
    }


def write_purchase_order(order: Order, context: Context) -> Body:
    return {
        "SourceOrderNumber": order.number,
        "SupplierNumber": order.supplier,
        "BusinessUnit": context.crosswalk.business_unit(order.facility),
        "CostCenter": order.cost_center,
        "OrderDate": order.issued_on,
        **_contract(order.contract),
        "Lines": [
            {
                "LineNumber": line.line,
                "ItemNumber": line.item,
                "Quantity": str(line.quantity),
                "UOMCode": line.unit,
                "UnitPrice": cents_of(line.price_e4),
            }
            for line in order.lines
        ],
    }


def write_receipt(line: ReceiptLine, context: Context) -> Body:
    """Whole purchase units where they come out even, as the order has them; else EA, which the
    ERP converts by its own item table."""
    item = context.crosswalk.item(line.item)
    units = whole_units(line.quantity_ea, item.factor)
    return {
        "ReceiptNumber": line.receipt,
        "ReceiptLine": line.line,
        "OrderNumber": context.consulted,
        "LineNumber": line.order_line,
        "Quantity": str(line.quantity_ea if units is None else units),
        "UOMCode": "EA" if units is None else item.purchase_unit,
        "AccountingDate": context.posting_on,
        "BusinessUnit": context.crosswalk.business_unit(line.facility),
    }


def write_invoice(invoice: Invoice, context: Context) -> Body:
    return {
        "InvoiceNumber": invoice.number,
        "SupplierNumber": invoice.supplier,
        "InvoiceDate": invoice.invoiced_on,
        "InvoiceAmount": to_decimal(invoice.amount_minor, 2),
        "SourceOrderNumber": invoice.order,
        "OrderNumber": context.consulted,
        "BusinessUnit": context.crosswalk.business_unit(invoice.facility),
        "AccountingDate": context.posting_on,
        **_contract(invoice.contract),
        "Lines": [
            {
                "LineNumber": line.line,
                "OrderLineNumber": line.order_line,
                "Quantity": str(line.quantity),
                "UOMCode": line.unit,
                "UnitPrice": cents_of(line.price_e4),
            }
            for line in invoice.lines
        ],
    }


def write_cost(usage: Usage, context: Context) -> Body:
    return {
        "Reference": usage.number,
        "BusinessUnit": context.crosswalk.business_unit(usage.facility),
        "CostCenter": context.crosswalk.cost_center(usage.location),
        "ItemNumber": usage.item,
        "Quantity": str(usage.quantity_ea),
        "AccountingDate": context.posting_on,
    }


def write_totals(totals: SubledgerTotals, context: Context) -> Body:
    return {
        **find_totals(totals, context),
        "LineCount": totals.line_count,
        "TotalQuantity": str(totals.quantity),
        "TotalAmount": to_decimal(totals.amount_minor, 2),
    }


def _contract(number: str) -> Body:
    return {"ContractNumber": number} if number else {}


# --------------------------------------------------------------------------- looking


def find_agreement(prices: PriceList, context: Context) -> Body:
    return {"AgreementNumber": prices.contract}


def find_order(order: Order, context: Context) -> Body:
    return {"SourceOrderNumber": order.number}


def find_receipt(line: ReceiptLine, context: Context) -> Body:
    return {"ReceiptNumber": line.receipt, "ReceiptLine": line.line}


def find_invoice(invoice: Invoice, context: Context) -> Body:
    return {"SupplierNumber": invoice.supplier, "InvoiceNumber": invoice.number}


def find_cost(usage: Usage, context: Context) -> Body:
    return {"Reference": usage.number}


def find_totals(totals: SubledgerTotals, context: Context) -> Body:
    return {
        "PeriodName": totals.period,
        "BusinessUnit": context.crosswalk.business_unit(totals.facility),
        "Subledger": totals.subledger,
    }


# --------------------------------------------------------------------------- accounting days


def receipt_day(line: ReceiptLine, crosswalk: Crosswalk) -> str:
    """The facility's own day of the receipt, which the inventory writes in local time."""
    return line.received_on


def invoice_day(invoice: Invoice, crosswalk: Crosswalk) -> str:
    """The facility's own day on which the invoice arrived."""
    return local_day(invoice.arrived_at, crosswalk.facility(invoice.facility).time_zone)


def usage_day(usage: Usage, crosswalk: Crosswalk) -> str:
    """The facility's own day of the usage."""
    return usage.performed_on
