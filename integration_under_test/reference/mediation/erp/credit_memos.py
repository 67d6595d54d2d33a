"""Credit memos in the ERP (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.dispute_credits import DisputeCredit
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import local_day, to_decimal

SEAT = "erp:BU100"
"""The payables desk sits there, whoever the invoice is for."""


class CreditedOrder(NamedTuple):
    """What the ERP knows of the order behind a credited invoice."""

    number: str
    business_unit: str
    line: int
    unit: str


def ask_invoice(credit: DisputeCredit) -> Body:
    return {"SupplierNumber": credit.supplier, "InvoiceNumber": credit.invoice}


def read_source_order(answer: Mapping[str, Any]) -> str:
    """The number that the order has where it came from. Raises NotYet before the invoice."""
    if not answer["items"]:
        raise NotYet("the ERP does not have the credited invoice yet")
    return str(answer["items"][0]["SourceOrderNumber"])


def ask_order(source_order: str) -> Body:
    return {"SourceOrderNumber": source_order}


def read_order(answer: Mapping[str, Any]) -> CreditedOrder:
    """Raises NotYet before the order."""
    if not answer["items"]:
        raise NotYet("the ERP does not have the order of the credited invoice yet")
    order = answer["items"][0]
    line = order["Lines"][0]
    unit, number = order["BusinessUnit"], order["OrderNumber"]
    return CreditedOrder(number, unit, line["LineNumber"], line["UOMCode"])


def write(credit: DisputeCredit, context: Context) -> Body:
    """A price credit moves no units; the dispute names no line, so the first one stands for all."""
    order: CreditedOrder = context.consulted
    amount = to_decimal(credit.amount_minor, 2)
    return {
        "CreditNumber": credit.number,
        "SupplierNumber": credit.supplier,
        "OrderNumber": order.number,
        "BusinessUnit": order.business_unit,
        "InvoiceNumber": credit.invoice,
        "CreditType": "PRICE",
        "CreditAmount": amount,
        "AccountingDate": context.posting_on,
        "Lines": [
            {
                "LineNumber": 1,
                "OrderLineNumber": order.line,
                "Quantity": "1",
                "UOMCode": order.unit,
                "UnitPrice": amount,
            }
        ],
    }


def find(credit: DisputeCredit, context: Context) -> Body:
    return {"SupplierNumber": credit.supplier, "CreditNumber": credit.number}


def posting_day(credit: DisputeCredit, crosswalk: Crosswalk) -> str:
    """The payables desk's own day on which the dispute was closed."""
    return local_day(credit.closed_at, crosswalk.facility(SEAT).time_zone)
