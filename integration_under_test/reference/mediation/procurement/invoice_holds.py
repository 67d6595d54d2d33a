"""Holds of invoices in the procurement suite, with who can lift their cause (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.invoice_holds import InvoiceHold
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.policies import AP_DESK, SUPPLY_CHAIN_DESK


class Cause(NamedTuple):
    """What a buyer reads of a hold, and who can lift it."""

    reason: str
    owner: str


CAUSES = {
    "QTY_RECEIVED": Cause("more was billed than is received", SUPPLY_CHAIN_DESK),
    "PRICE": Cause("the billed price differs from the order's", SUPPLY_CHAIN_DESK),
    "QTY_ORDERED": Cause("more was billed than was ordered", AP_DESK),
}


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
    cause = CAUSES.get(hold.code, Cause(f"held for {hold.code}", AP_DESK))
    where = {"id": context.consulted, "hold-code": hold.code}
    return {**where, "reason": cause.reason, "owner": cause.owner}


def write_release(hold: InvoiceHold, context: Context) -> Body | None:
    """None for a hold that there never was."""
    if context.consulted is None:
        return None
    return {"id": context.consulted, "hold-code": hold.code, "released-by": AP_DESK}
