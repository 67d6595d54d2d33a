"""Payments of invoices that the bank sent back (S02), as the ERP reported them (P08).

The payment stays on the invoice with the reason, so that a later one is told from it.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Suite
from mock_systems.procurement.invoice_messages import InvoiceAnswer
from mock_systems.procurement.invoice_operations import invoice_on_wire
from mock_systems.procurement.lookup import require_invoice
from mock_systems.procurement.wire import Code, Message, RecordId
from mock_systems.service import Effect, Operation, Refusal, Work


class ReturnPayment(Message):
    id: RecordId
    payment_number: Code
    reason: Code


def return_payment(suite: Suite, request: ReturnPayment, work: Work) -> dict[str, Any]:
    """Once; a paid invoice that is no longer covered is approved again."""
    invoice = require_invoice(suite.documents, request.id)
    place = next(
        (n for n, p in enumerate(invoice.payments) if p.payment_number == request.payment_number),
        None,
    )
    if place is None:
        raise Refusal(
            404, "UNKNOWN_PAYMENT", f"{invoice.key} has no payment {request.payment_number!r}"
        )
    payment = invoice.payments[place]
    if payment.returned:
        raise Refusal(
            409,
            "ALREADY_RETURNED",
            f"payment {payment.payment_number} came back for {payment.returned} already",
        )
    covered = invoice.paid_minor
    invoice.payments[place] = payment._replace(returned=request.reason)
    if invoice.status == "paid" and covered - payment.amount_minor < invoice.total_minor:
        invoice.status = "approved"
    suite.documents.exports.changed("invoice", str(invoice.id))
    work.effect(
        Effect(
            "procurement.payment_return",
            payment.payment_number,
            amount_minor=payment.amount_minor,
            facility=invoice.ship_to,
        )
    )
    return invoice_on_wire(invoice)


OPERATIONS = (
    Operation(
        name="return_payment",
        method="POST",
        path="/invoices/{id}/payments/{payment-number}/return",
        scope="procurement.payments.write",
        request=ReturnPayment,
        response=InvoiceAnswer,
        handler=return_payment,
        key=("payment-number",),
        summary="Notes that the bank sent a payment back; its invoice is to be paid again.",
    ),
)
