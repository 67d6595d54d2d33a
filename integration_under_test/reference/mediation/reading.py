"""Opens what partners send, by its content type: protocol mediation, one row for each protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from integration_under_test.boundary import Document
from integration_under_test.reference.mediation.protocols import (
    bai2,
    batch_file,
    hl7,
    inventory_extract,
    x12,
)
from integration_under_test.reference.mediation.received import Received


def open_document(document: Document) -> Received:
    """Raises LookupError for a content type that nobody reads, ValueError for what is damaged."""
    media_type, _, layout = document.content_type.partition(";layout=")
    reader = LAYOUTS.get(layout) if layout else PROTOCOLS.get(media_type)
    return (reader or _open_batch_file)(document)


def _open_x12(document: Document) -> Received:
    interchange = x12.read(document.content)
    fault = interchange.fault and f"the envelope of its set has the fault {interchange.fault}"
    kind, number = interchange.set_code, interchange.control
    return Received(document.sender, kind, number, interchange, fault)


def _open_hl7(document: Document) -> Received:
    message = hl7.read(document.content)
    return Received(document.sender, message.kind, message.control_id, message)


def _open_bai2(document: Document) -> Received:
    statement = bai2.read(document.content)
    return Received(document.sender, bai2.LAYOUT, statement.number, statement)


def _open_batch_file(document: Document) -> Received:
    layout = document.content_type.partition("layout=")[2]
    if not layout:
        raise LookupError(f"nobody reads the content type {document.content_type!r}")
    file = batch_file.read(document.content)
    return Received(document.sender, layout, file.number, file)


def _open_site_file(document: Document) -> Received:
    """One mailbox speaks for all acquired sites, and each of them counts its own files."""
    layout = document.content_type.partition("layout=")[2]
    file = batch_file.read(document.content)
    return Received(document.sender, layout, f"{file.sender}/{file.number}", file)


def _open_inventory_extract(document: Document) -> Received:
    file = inventory_extract.read(document.content)
    return Received(document.sender, inventory_extract.LAYOUT, file.number, file)


Reader = Callable[[Document], Received]

PROTOCOLS: Mapping[str, Reader] = {x12.CONTENT_TYPE: _open_x12, hl7.CONTENT_TYPE: _open_hl7}
"""By media type."""

LAYOUTS: Mapping[str, Reader] = {
    bai2.LAYOUT: _open_bai2,
    inventory_extract.LAYOUT: _open_inventory_extract,
    "onboarding": _open_site_file,
    "handover": _open_site_file,
    "takeback": _open_site_file,
}
"""Flat files that are no batch files, or not numbered by their sender, by their layout."""
