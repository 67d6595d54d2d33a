"""What the sender of a file is told of its batch: posted, or rejected with the reason.

Pipe-delimited. A rejected batch posted nothing, so that its sender corrects it under the same
number. The control total counts the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import read_positive, read_text
from mock_systems.standards.files.line_format import Delimited

POSTED, REJECTED = "POSTED", "REJECTED"


@dataclass(frozen=True)
class BatchAnswer:
    """`code` says why a batch was rejected, `reason` in words; both may be empty for a posted."""

    sender: str
    number: int
    status: str
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class BatchAnswerFile:
    batch: Batch
    answers: tuple[BatchAnswer, ...]


def build(file: BatchAnswerFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.answers)


def read(text: str) -> BatchAnswerFile:
    """Raises FileRejected."""
    batch, answers = batch_file.read(LAYOUT, text)
    return BatchAnswerFile(batch, tuple(answers))


def _write(one: BatchAnswer) -> Sequence[str]:
    return one.sender, str(one.number), one.status, one.code, one.reason


def _read(fields: Sequence[str]) -> BatchAnswer:
    sender, number, status, code, reason = fields
    if status not in (POSTED, REJECTED):
        raise ValueError(f"expected {POSTED} or {REJECTED}, got {status!r}")
    if status == REJECTED and not (code and reason):
        raise ValueError("expected a code and a reason for a rejected batch")
    return BatchAnswer(read_text(sender), read_positive(number), status, code, reason)


LAYOUT = Layout(
    "BATCHANSWER",
    Delimited("|"),
    (RecordType("ANS", BatchAnswer, _write, _read, lambda _one: 1, fields=5),),
)
