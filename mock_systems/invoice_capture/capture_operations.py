"""Documents come in and are read by the machine (S13): received -> extracted."""

from __future__ import annotations

from typing import Any

from mock_systems.invoice_capture.documents import (
    EXTRACTED,
    RECEIVED,
    Capture,
    HasTables,
    Tables,
)
from mock_systems.invoice_capture.messages import (
    DocumentAnswer,
    DocumentPage,
    GetDocument,
    ListDocuments,
    ReceiveDocument,
    RecordExtraction,
    on_wire,
)
from mock_systems.invoice_capture.rules import check, found, goes_straight, keep, suspects
from mock_systems.invoice_capture.verification_operations import finish
from mock_systems.service import Effect, Operation, Refusal, Work

MACHINE = "straight-through"


def receive_document(service: HasTables, request: ReceiveDocument, work: Work) -> dict[str, Any]:
    """The same page twice makes two documents: whether they are one invoice, reading tells."""
    tables = service.tables
    capture = Capture(tables.next_name(), request.channel, request.file_name, request.page_count)
    tables.captures[capture.name] = capture
    work.effect(Effect("invoice_capture.document", capture.name, quantity=capture.pages))
    return on_wire(capture)


def record_extraction(service: HasTables, request: RecordExtraction, work: Work) -> dict[str, Any]:
    """What the machine read; where it is sure of all of it nobody needs to look."""
    tables = service.tables
    capture = found(tables, request.document)
    if capture.state != RECEIVED:
        raise Refusal(409, "ALREADY_READ", f"{capture.name} is {capture.state}")
    invoice = request.invoice.invoice()
    capture.state, capture.confidence = EXTRACTED, dict(request.confidence)
    capture.suspects = suspects(tables, capture, invoice)
    keep(tables, capture, invoice)
    if goes_straight(capture, invoice) and _is_sound(tables, capture):
        finish(capture, invoice, MACHINE, work)
    return on_wire(capture)


def get_document(service: HasTables, request: GetDocument, _work: Work) -> dict[str, Any]:
    return on_wire(found(service.tables, request.document))


def list_documents(service: HasTables, request: ListDocuments, _work: Work) -> dict[str, Any]:
    """In order of arrival."""
    rows = [
        capture
        for capture in service.tables.captures.values()
        if capture.name > request.page_token and request.state in (None, capture.state)
    ]
    shown = rows[: request.page_size]
    more = len(rows) > len(shown)
    return {
        "documents": [on_wire(capture) for capture in shown],
        "next_page_token": shown[-1].name if more else "",
    }


def _is_sound(tables: Tables, capture: Capture) -> bool:
    try:
        if capture.invoice is not None:
            check(tables, capture.invoice)
    except Refusal:
        return False
    return True


OPERATIONS = (
    Operation(
        name="receive_document",
        method="POST",
        path="/v1/documents",
        scope="capture.documents.write",
        request=ReceiveDocument,
        response=DocumentAnswer,
        handler=receive_document,
        key=("file_name",),
        summary="Takes a scanned or e-mailed document in.",
        status=201,
    ),
    Operation(
        name="record_extraction",
        method="POST",
        path="/v1/extractions",
        scope="capture.extractions.write",
        request=RecordExtraction,
        response=DocumentAnswer,
        handler=record_extraction,
        key=("document",),
        summary="Keeps what the machine read, with how sure it is of each field.",
        status=201,
    ),
    Operation(
        name="get_document",
        method="GET",
        path="/v1/document",
        scope="capture.documents.read",
        request=GetDocument,
        response=DocumentAnswer,
        handler=get_document,
        key=("document",),
        summary="A document with what was read of it.",
    ),
    Operation(
        name="list_documents",
        method="GET",
        path="/v1/documents",
        scope="capture.documents.read",
        request=ListDocuments,
        response=DocumentPage,
        handler=list_documents,
        summary="Documents of a state in order of arrival, such as all that wait for export.",
    ),
)
