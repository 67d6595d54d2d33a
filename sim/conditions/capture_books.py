"""The books of the capture service (S13): documents with what was verified of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mock_systems.invoice_capture.documents import EXPORTED, VERIFIED, Capture, Invoice, Tables


@dataclass(frozen=True)
class CaptureBooks:
    """Reads; nothing here changes a table."""

    tables: Tables

    def verified(self) -> Iterator[tuple[Capture, Invoice]]:
        """Documents that became an invoice, fetched or not."""
        for capture in self.tables.captures.values():
            if capture.state in (VERIFIED, EXPORTED) and capture.invoice is not None:
                yield capture, capture.invoice
