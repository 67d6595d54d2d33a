"""What the ERP says of the invoices that it holds (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.invoice_holds import (
    HoldsEnded,
    InvoiceHold,
)
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_decimal

HELD = "HELD"
CODES = ("QTY_RECEIVED", "PRICE", "QTY_ORDERED")
"""All that an invoice with an order can be held for. It is held, if ever, when it is entered."""


class HeldInvoice(NamedTuple):
    """`contract` is "" for what was bought without one."""

    contract: str
    amount_minor: int


def is_held(data: Mapping[str, Any]) -> bool:
    return bool(data["Status"] == HELD)


def was_held(data: Mapping[str, Any]) -> bool:
    """False for an invoice whose first status was a free one."""
    return bool(data["StatusVersion"] > 1)


def read(data: Mapping[str, Any]) -> tuple[InvoiceHold, ...]:
    return tuple(_hold(data, code) for code in data["Holds"])


def read_ended(data: Mapping[str, Any]) -> HoldsEnded:
    return HoldsEnded(data["SupplierNumber"], data["InvoiceNumber"])


def possible(data: Mapping[str, Any]) -> tuple[InvoiceHold, ...]:
    """The event of a release does not say what the invoice was held for."""
    return tuple(_hold(data, code) for code in CODES)


def ask_invoice(hold: InvoiceHold) -> Body:
    return {"SupplierNumber": hold.supplier, "InvoiceNumber": hold.invoice}


def read_invoice(answer: Mapping[str, Any]) -> HeldInvoice:
    """Raises NotYet for an ERP that was restored to an earlier state."""
    if not answer["items"]:
        raise NotYet("the ERP does not show the held invoice")
    invoice = answer["items"][0]
    return HeldInvoice(invoice["ContractNumber"], from_decimal(invoice["InvoiceAmount"], 2))


def _hold(data: Mapping[str, Any], code: str) -> InvoiceHold:
    return InvoiceHold(data["SupplierNumber"], data["InvoiceNumber"], code)
