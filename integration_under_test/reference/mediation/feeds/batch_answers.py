"""Answers to the senders of batches (P16, P17), in the files that they read."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.batches import BatchRejection
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.notation import to_compact_day
from integration_under_test.reference.mediation.protocols import batch_file

CONTENT_TYPE = "text/plain;layout=batchanswer"
REJECTED = "REJECTED"


def write_rejection(rejection: BatchRejection, context: Context) -> bytes:
    answer = (
        "ANS",
        rejection.sender,
        rejection.number,
        REJECTED,
        rejection.code,
        _plain(rejection.reason),
    )
    day = to_compact_day(context.written_at[:10])
    return batch_file.write("BATCHANSWER", context.number, day, [answer], total=1)


def name(rejection: BatchRejection, context: Context) -> str:
    """What the file is called."""
    return f"ANSWER.{rejection.sender}.{context.number:06d}.txt"


def _plain(text: str) -> str:
    """Text that fits between bars on one line."""
    return " ".join(text.replace("|", "/").split())
