"""Holds of invoices in the procurement suite, with who can lift their cause (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.invoice_holds import InvoiceHold
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.policies import AP_DESK, HOLD_OWNERS
from integration_under_test.reference.releases.table import Table

REASONS = Table(
    "mappings.hold_reason",
    {
        "QTY_RECEIVED": "more was billed than is received",
        "PRICE": "the billed price differs from the order's",
        "QTY_ORDERED": "more was billed than was ordered",
    },
)
"""Hold code of the ERP -> what a buyer reads."""


def ask_invoice(hold: InvoiceHold) -> Body:
    return {"erp-number": hold.supplier, "invoice-number": hold.invoice}


def read_id(answer: Mapping[str, Any]) -> int:
    """The suite's own id of an invoice. Raises NotYet while it has none."""
    invoices = answer["invoices"]
    if not invoices:
        raise NotYet("procurement does not know the held invoice yet")
    return int(invoices[0]["id"])


def write(hold: InvoiceHold, context: Context) -> Body:
    """A code of the ERP that is new to us is returned all the same."""
    return {
        "id": context.consulted,
        "hold-code": hold.code,
        "reason": REASONS.get(hold.code, f"held for {hold.code}"),
        "owner": HOLD_OWNERS.get(hold.code, AP_DESK),
    }


def write_release(hold: InvoiceHold, context: Context) -> Body | None:
    """None for a hold that there never was."""
    if context.consulted is None:
        return None
    return {"id": context.consulted, "hold-code": hold.code, "released-by": AP_DESK}
