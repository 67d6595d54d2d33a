"""Recall notices, in the files of the notice service (P06)."""

from __future__ import annotations

from functools import partial

from integration_under_test.reference.mediation.canonical.recalls import RecallNotice
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row
from integration_under_test.reference.mediation.received import Received


def read(received: Received) -> tuple[RecallNotice, ...]:
    """One for each lot. Raises Damaged for a file that did not come whole."""
    file: BatchFile = received.content
    notices = file.read_rows({"RCL": partial(_notice, received.sender)})
    file.require_total(len(notices))
    return notices


def _notice(sender: str, row: Row) -> RecallNotice:
    _, reference, _, item, lot, reason = row
    if not (reference and item and lot):
        raise ValueError(f"expected reference, item and lot, got {row}")
    return RecallNotice(sender, reference, item, lot, reason)
