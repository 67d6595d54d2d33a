"""The operations on export flags of the suite (S02), for consumers that poll and flag.

Reading what is unexported and setting the flag are two calls on purpose, and the version in the
second is optional, as the vendor has it: see `export.py` for what goes wrong between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mock_systems.procurement.documents import Documents, Suite
from mock_systems.procurement.export_messages import (
    ExportFlag,
    GetExported,
    ListUnexported,
    SetExported,
    UnexportedPage,
)
from mock_systems.procurement.invoice_operations import invoice_on_wire
from mock_systems.procurement.order_issue import issued_event
from mock_systems.procurement.receipt_operations import receipt_on_wire
from mock_systems.procurement.requisition_operations import requisition_on_wire
from mock_systems.service import Effect, Operation, Refusal, Work


def list_unexported(suite: Suite, request: ListUnexported, work: Work) -> dict[str, Any]:
    documents = suite.documents
    keys, more = documents.exports.unexported(request.document, request.limit)
    read = BODIES[request.document]
    rows = [
        {**_flag(documents, request.document, key), "body": read(documents, key)} for key in keys
    ]
    return {"documents": rows, "has-more": more}


def set_exported(suite: Suite, request: SetExported, work: Work) -> dict[str, Any]:
    documents = suite.documents
    document, key = request.document, request.document_key
    version = _require_version(documents, document, key)
    if request.version is not None and request.version != version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{document} {key} stands at version {version}, not {request.version}; read it again",
        )
    documents.exports.set_flag(document, key, request.exported)
    facts = {"exported": request.exported}
    work.effect(
        Effect("procurement.export_flag", f"{document}/{key}", version=version, facts=facts)
    )
    return _flag(documents, document, key)


def get_exported(suite: Suite, request: GetExported, work: Work) -> dict[str, Any]:
    _require_version(suite.documents, request.document, request.document_key)
    return _flag(suite.documents, request.document, request.document_key)


def _require_version(documents: Documents, document: str, key: str) -> int:
    version = documents.exports.version(document, key)
    if version == 0:
        raise Refusal(404, "UNKNOWN_DOCUMENT", f"no {document} has the key {key!r}")
    return version


def _flag(documents: Documents, document: str, key: str) -> dict[str, Any]:
    return {
        "document": document,
        "document-key": key,
        "version": documents.exports.version(document, key),
        "exported": documents.exports.is_exported(document, key),
    }


def _requisition(documents: Documents, key: str) -> dict[str, Any]:
    return requisition_on_wire(documents.requisitions[int(key.removeprefix("REQ-"))])


def _order(documents: Documents, key: str) -> dict[str, Any]:
    order = documents.orders[key]
    return {**issued_event(order), "version": order.version, "status": order.status}


def _receipt(documents: Documents, key: str) -> dict[str, Any]:
    return receipt_on_wire(documents.receipts[int(key) - 1])


def _invoice(documents: Documents, key: str) -> dict[str, Any]:
    return invoice_on_wire(documents.invoices[int(key)])


BODIES: Mapping[str, Callable[[Documents, str], dict[str, Any]]] = {
    "requisition": _requisition,
    "order": _order,
    "receipt": _receipt,
    "invoice": _invoice,
}

OPERATIONS = (
    Operation(
        name="list_unexported",
        method="GET",
        path="/exports/{document}",
        scope="procurement.exports.read",
        request=ListUnexported,
        response=UnexportedPage,
        handler=list_unexported,
        summary="Lists documents whose export flag is false, the longest waiting first.",
    ),
    Operation(
        name="set_exported",
        method="PUT",
        path="/exports/{document}/{document-key}",
        scope="procurement.exports.write",
        request=SetExported,
        response=ExportFlag,
        handler=set_exported,
        key=("document", "document-key"),
        summary="Sets the export flag of a document, of a given version where one is named.",
    ),
    Operation(
        name="get_exported",
        method="GET",
        path="/exports/{document}/{document-key}",
        scope="procurement.exports.read",
        request=GetExported,
        response=ExportFlag,
        handler=get_exported,
        key=("document", "document-key"),
        summary="Reads the export flag of a document with its version.",
    ),
)
