"""The operations on holds of invoices of the suite (S02), returned by the ERP with their reasons.

P07 sends a hold back to the buyer who can lift its cause. A hold is one for each code of an
invoice: returned again while it stands it is refused, so that nobody works it twice.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.dispute import InvoiceHold
from mock_systems.procurement.documents import Invoice, Suite
from mock_systems.procurement.invoice_hold_messages import (
    FindInvoiceHolds,
    InvoiceHoldAnswer,
    InvoiceHoldsFound,
    ReleaseInvoiceHold,
    ReturnInvoiceHold,
)
from mock_systems.procurement.lookup import require_invoice
from mock_systems.service import Effect, Operation, Refusal, Work


def return_invoice_hold(suite: Suite, request: ReturnInvoiceHold, work: Work) -> dict[str, Any]:
    invoice = require_invoice(suite.documents, request.id)
    standing = suite.documents.invoice_holds.get(invoice.id, {}).get(request.hold_code)
    if standing is not None and standing.active:
        raise Refusal(
            409, "DUPLICATE_HOLD", f"{invoice.key} is held for {request.hold_code} already"
        )
    hold = InvoiceHold(request.hold_code, request.reason, request.owner)
    suite.documents.invoice_holds.setdefault(invoice.id, {})[hold.code] = hold
    work.effect(_effect("procurement.invoice_hold", invoice, hold))
    work.emit("procurement.invoice.held", invoice.key, _on_wire(invoice, hold))
    return _on_wire(invoice, hold)


def release_invoice_hold(suite: Suite, request: ReleaseInvoiceHold, work: Work) -> dict[str, Any]:
    invoice = require_invoice(suite.documents, request.id)
    hold = suite.documents.invoice_holds.get(invoice.id, {}).get(request.hold_code)
    if hold is None:
        raise Refusal(404, "UNKNOWN_HOLD", f"{invoice.key} has no hold {request.hold_code!r}")
    if not hold.active:
        raise Refusal(
            409, "ILLEGAL_TRANSITION", f"hold {hold.code} of {invoice.key} is released already"
        )
    hold.active = False
    hold.released_by = request.released_by
    work.effect(_effect("procurement.invoice_hold_release", invoice, hold))
    work.emit("procurement.invoice.hold-released", invoice.key, _on_wire(invoice, hold))
    return _on_wire(invoice, hold)


def find_invoice_holds(suite: Suite, request: FindInvoiceHolds, work: Work) -> dict[str, Any]:
    invoice = require_invoice(suite.documents, request.id)
    holds = suite.documents.invoice_holds.get(invoice.id, {}).values()
    return {"holds": [_on_wire(invoice, hold) for hold in holds]}


def _effect(kind: str, invoice: Invoice, hold: InvoiceHold) -> Effect:
    """A hold that was released happened all the same, so both count up."""
    return Effect(
        kind,
        f"{invoice.key}/{hold.code}",
        amount_minor=invoice.total_minor,
        facility=invoice.ship_to,
        facts={"owner": hold.owner},
    )


def _on_wire(invoice: Invoice, hold: InvoiceHold) -> dict[str, Any]:
    return {
        "invoice-id": invoice.id,
        "invoice-number": invoice.invoice_number,
        "erp-supplier-number": invoice.erp_number,
        "hold-code": hold.code,
        "reason": hold.reason,
        "owner": hold.owner,
        "active": hold.active,
        "released-by": hold.released_by,
    }


OPERATIONS = (
    Operation(
        name="return_invoice_hold",
        method="POST",
        path="/invoices/{id}/holds",
        scope="procurement.invoices.write",
        request=ReturnInvoiceHold,
        response=InvoiceHoldAnswer,
        handler=return_invoice_hold,
        key=("id", "hold-code"),
        summary="Returns a hold of the ERP to its owner with the reason.",
        status=201,
    ),
    Operation(
        name="release_invoice_hold",
        method="POST",
        path="/invoices/{id}/holds/{hold-code}/release",
        scope="procurement.invoices.write",
        request=ReleaseInvoiceHold,
        response=InvoiceHoldAnswer,
        handler=release_invoice_hold,
        key=("id", "hold-code"),
        summary="Notes that the cause of a hold was lifted.",
    ),
    Operation(
        name="find_invoice_holds",
        method="GET",
        path="/invoices/{id}/holds",
        scope="procurement.invoices.read",
        request=FindInvoiceHolds,
        response=InvoiceHoldsFound,
        handler=find_invoice_holds,
        key=("id",),
        summary="Reads the holds that were returned for an invoice, released ones too.",
    ),
)
