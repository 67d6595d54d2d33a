"""The files of a recall: notice, response, list of affected patients.

    HDR|RECALLNOTICE|RECALLS|1|20260417|1|1
    RCL|Z-0412-2026|1|100000207|B000207-A|fractures under load
    TRL|1|1|1

    RSP|Z-0412-2026|100000207|B000207-A|H01|4|2       set aside, used at a hospital
    PAT|Z-0412-2026|100000207|B000207-A|US-00000017|H01|ENC-H01-I1000003|1|20260416101400

Items go by the group's own numbers, as agreed with the notice service. A response names no patient;
the list is for the group's own safety office and names encounters, which are pseudonyms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import read_positive, read_text, read_whole
from mock_systems.standards.files.line_format import Delimited


@dataclass(frozen=True)
class RecallNotice:
    """One lot that is recalled; `grade` is the regulator's class, 1 the gravest."""

    reference: str
    grade: int
    item: str
    lot: str
    reason: str


@dataclass(frozen=True)
class RecallResponse:
    """What a hospital set aside of a lot, how much of it it had used, in EA.

    A lot that the group never had is answered in one record without a hospital.
    """

    reference: str
    item: str
    lot: str
    facility: str
    quarantined: int
    used: int


@dataclass(frozen=True)
class AffectedUsage:
    """One usage of a recalled lot."""

    reference: str
    item: str
    lot: str
    usage: str
    facility: str
    encounter: str
    quantity: int
    performed_at: str


def _read_response(fields: Sequence[str]) -> RecallResponse:
    reference, item, lot, facility, quarantined, used = fields
    named = (read_text(reference), read_text(item), read_text(lot))
    return RecallResponse(*named, facility, read_whole(quarantined), read_whole(used))


def _read_usage(fields: Sequence[str]) -> AffectedUsage:
    reference, item, lot, usage, facility, encounter, quantity, at = map(read_text, fields)
    return AffectedUsage(
        reference, item, lot, usage, facility, encounter, read_positive(quantity), at
    )


NOTICE = Layout(
    "RECALLNOTICE",
    Delimited("|"),
    (
        RecordType(
            "RCL",
            RecallNotice,
            write=lambda one: (one.reference, str(one.grade), one.item, one.lot, one.reason),
            read=lambda f: RecallNotice(f[0], read_positive(f[1]), f[2], f[3], f[4]),
            control=lambda _one: 1,
            fields=5,
        ),
    ),
)
RESPONSE = Layout(
    "RECALLRESPONSE",
    Delimited("|"),
    (
        RecordType(
            "RSP",
            RecallResponse,
            write=lambda one: (
                *(one.reference, one.item, one.lot, one.facility),
                *(str(one.quarantined), str(one.used)),
            ),
            read=_read_response,
            control=lambda one: one.quarantined + one.used,
            fields=6,
        ),
    ),
)
PATIENTS = Layout(
    "RECALLPATIENTS",
    Delimited("|"),
    (
        RecordType(
            "PAT",
            AffectedUsage,
            write=lambda one: (
                *(one.reference, one.item, one.lot, one.usage, one.facility),
                *(one.encounter, str(one.quantity), one.performed_at),
            ),
            read=_read_usage,
            control=lambda one: one.quantity,
            fields=8,
        ),
    ),
)


def notice_file(batch: Batch, notices: Sequence[RecallNotice]) -> bytes:
    """One notice for each lot."""
    return batch_file.build(NOTICE, batch, notices).encode()


def read_responses(content: bytes) -> tuple[RecallResponse, ...]:
    """Raises FileRejected or UnicodeDecodeError."""
    return tuple(batch_file.read(RESPONSE, content.decode())[1])


def read_patients(content: bytes) -> tuple[AffectedUsage, ...]:
    """Raises FileRejected or UnicodeDecodeError."""
    return tuple(batch_file.read(PATIENTS, content.decode())[1])
