"""People look at what the machine read (S13): extracted -> verified or rejected -> exported."""

from __future__ import annotations

from typing import Any

from mock_systems.invoice_capture.documents import (
    EXPORTED,
    EXTRACTED,
    REJECTED,
    VERIFIED,
    Capture,
    HasTables,
    Invoice,
    Tables,
)
from mock_systems.invoice_capture.messages import (
    AcknowledgeExport,
    DocumentAnswer,
    RejectDocument,
    VerifyDocument,
    invoice_on_wire,
    on_wire,
)
from mock_systems.invoice_capture.rules import check, compared, found, keep
from mock_systems.service import Effect, Operation, Refusal, Work


def verify_document(service: HasTables, request: VerifyDocument, work: Work) -> dict[str, Any]:
    """With the fields as a clerk sees them; a number that is verified already is refused."""
    tables = service.tables
    capture = _extracted(tables, request.document)
    invoice = request.invoice.invoice()
    check(tables, invoice)
    for other in tables.by_number.get(compared(invoice), ()):
        if other is not capture and other.state in (VERIFIED, EXPORTED):
            raise Refusal(
                409, "DUPLICATE_INVOICE", f"{other.name} is invoice {invoice.key} already"
            )
    keep(tables, capture, invoice)
    finish(capture, invoice, request.verified_by, work)
    return on_wire(capture)


def finish(capture: Capture, invoice: Invoice, verified_by: str, work: Work) -> None:
    """An invoice that may leave: told to whoever fetches it."""
    capture.state, capture.verified_by = VERIFIED, verified_by
    kind = "invoice" if invoice.purchase_order else "expense_invoice"
    work.effect(
        Effect(
            f"invoice_capture.{kind}",
            invoice.key,
            amount_minor=invoice.total_minor,
            facility=invoice.business_unit,
            facts={"po": invoice.purchase_order, "document": capture.name},
        )
    )
    data = {"document": capture.name, "invoice": invoice_on_wire(invoice)}
    work.emit("invoice_capture.invoice.verified", capture.name, data)


def reject_document(service: HasTables, request: RejectDocument, work: Work) -> dict[str, Any]:
    """For good; a better scan is another document."""
    capture = _extracted(service.tables, request.document)
    capture.state, capture.reason = REJECTED, request.reason
    capture.verified_by = request.rejected_by
    facts = {"reason": request.reason}
    work.effect(Effect("invoice_capture.rejection", capture.name, facts=facts))
    return on_wire(capture)


def acknowledge_export(
    service: HasTables, request: AcknowledgeExport, work: Work
) -> dict[str, Any]:
    """Once: whoever fetched the invoice says under which reference it went on."""
    capture = found(service.tables, request.document)
    if capture.state == EXPORTED:
        raise Refusal(
            409, "ALREADY_EXPORTED", f"{capture.name} went out as {capture.external_reference}"
        )
    if capture.state != VERIFIED or capture.invoice is None:
        raise Refusal(409, "NOT_VERIFIED", f"{capture.name} is {capture.state}")
    capture.state, capture.external_reference = EXPORTED, request.external_reference
    work.effect(
        Effect(
            "invoice_capture.export",
            capture.invoice.key,
            amount_minor=capture.invoice.total_minor,
        )
    )
    return on_wire(capture)


def _extracted(tables: Tables, name: str) -> Capture:
    capture = found(tables, name)
    if capture.state != EXTRACTED:
        raise Refusal(409, "NOT_WAITING", f"{name} is {capture.state}")
    return capture


OPERATIONS = (
    Operation(
        name="verify_document",
        method="POST",
        path="/v1/verifications",
        scope="capture.verifications.write",
        request=VerifyDocument,
        response=DocumentAnswer,
        handler=verify_document,
        key=("document",),
        summary="A clerk's word for the fields of a document, which is then an invoice.",
        status=201,
    ),
    Operation(
        name="reject_document",
        method="POST",
        path="/v1/rejections",
        scope="capture.verifications.write",
        request=RejectDocument,
        response=DocumentAnswer,
        handler=reject_document,
        key=("document",),
        summary="Puts a document aside for good, a second copy for example.",
        status=201,
    ),
    Operation(
        name="acknowledge_export",
        method="POST",
        path="/v1/exports",
        scope="capture.exports.write",
        request=AcknowledgeExport,
        response=DocumentAnswer,
        handler=acknowledge_export,
        key=("document",),
        summary="Confirms that a verified invoice was taken over, so that it is not offered again.",
        status=201,
    ),
)
