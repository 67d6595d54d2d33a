"""Receives an interchange: the documents that are sound, the answer that the standard demands.

A set is read whole or refused; a group or an interchange with a broken envelope is refused
whole. No text makes this raise: what is wrong comes back as the reasons of the refusal, beside
the TA1, 997 or 999 that tells the sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mock_systems.standards.x12.acknowledgement import (
    ElementNote,
    FunctionalAcknowledgement,
    SegmentNote,
    SetAnswer,
)
from mock_systems.standards.x12.envelope import DelimiterInData, Envelope
from mock_systems.standards.x12.faults import Fault, InterchangeRefused, SetRefused
from mock_systems.standards.x12.interchange_acknowledgement import (
    InterchangeAcknowledgement,
    read_ta1,
)
from mock_systems.standards.x12.reading import (
    SET_CONTROL,
    Header,
    Interchange,
    ReceivedGroup,
    ReceivedSet,
    read_header,
    read_interchange,
)
from mock_systems.standards.x12.replies import Acknowledgement, refusal, reply
from mock_systems.standards.x12.segments import SEGMENT_NAME, Cursor
from mock_systems.standards.x12.transaction_set import AnySet, Document, TransactionSet

ACKNOWLEDGEMENTS = "FA"
"""The group of 997 or 999; an acknowledgement is never acknowledged."""

SET_NOTES = {
    "1": "the set is not supported",
    "2": "SE is missing",
    "3": "SE02 differs from ST02",
    "4": "SE01 is not the number of segments",
    "6": "ST01 is missing or invalid",
    "7": "ST02 is missing or invalid",
    "18": "the set does not belong in this group",
    "19": "ST03 differs from GS08",
    "23": "ST02 repeats within the group",
}
REPEATABLE = re.compile(r"[A-Za-z0-9_.-](?:[A-Za-z0-9 _.-]{0,97}[A-Za-z0-9_.-])?")
VERSION = re.compile(r"[A-Z0-9]{1,12}")

GROUP_NOTES = {
    "1": "the group is not supported",
    "2": "the version is not supported",
    "3": "GE is missing",
    "4": "GE02 differs from GS06",
    "5": "GE01 is not the number of sets",
    "19": "GS06 repeats within the interchange",
}


@dataclass(frozen=True)
class Reception:
    """`documents` in the order of the text; `answers` are TA1s about what we sent earlier.

    `header` is None if ISA itself cannot be read.
    """

    documents: tuple[Any, ...]
    answers: tuple[InterchangeAcknowledgement, ...]
    acknowledgement: Acknowledgement
    header: Header | None


def receive(interchange_text: str, sets: Sequence[AnySet], back: Envelope | None) -> Reception:
    """Reads what `sets` know. `back` is the envelope of the acknowledgement.

    Without `back` the acknowledgement goes to the sender under the control number, date and time
    of the interchange that it answers.
    """
    header = None
    try:
        header = read_header(interchange_text)
        interchange = read_interchange(interchange_text, header)
        answers = tuple(map(read_ta1, interchange.answers))
        return _judged(interchange, answers, sets, back)
    except InterchangeRefused as problem:
        refused = refusal(interchange_text, problem, back)
    except SetRefused as problem:
        refused = refusal(interchange_text, InterchangeRefused("022", str(problem)), back)
    except DelimiterInData as problem:  # a group code that no answer can repeat
        refused = refusal(interchange_text, InterchangeRefused("024", str(problem)), back)
    return Reception((), (), refused, header)


def accepted(interchange_text: str, one: TransactionSet[Document]) -> list[Document]:
    """The documents of one kind that are sound, none of a refused interchange."""
    return list(receive(interchange_text, (one,), None).documents)


def _judged(
    interchange: Interchange,
    answers: tuple[InterchangeAcknowledgement, ...],
    sets: Sequence[AnySet],
    back: Envelope | None,
) -> Reception:
    known = {(one.kind.group, one.kind.version, one.kind.code): one for one in sets}
    judged = [_Judgement(group, known) for group in interchange.groups]
    documents = [document for one in judged for document in one.documents]
    owed = [one.answer for one in judged if one.answer.group != ACKNOWLEDGEMENTS]
    reasons = tuple(reason for one in judged for reason in one.reasons)
    text_back = reply(interchange.header, owed, back)
    acknowledgement = Acknowledgement(text_back, not reasons, reasons)
    return Reception(tuple(documents), answers, acknowledgement, interchange.header)


class _Judgement:
    """One group: its documents, its answer, the reasons of what was refused."""

    def __init__(self, group: ReceivedGroup, known: Mapping[tuple[str, str, str], AnySet]) -> None:
        self.documents: list[Any] = []
        self.reasons: list[str] = []
        note = group.note or _unsupported(group, known)
        sets = () if note else tuple(self._answers(group, known))
        if note:
            self.reasons.append(f"group {group.control_number}: {GROUP_NOTES[note]}")
        self.answer = _group_answer(group, note, sets)

    def _answers(
        self, group: ReceivedGroup, known: Mapping[tuple[str, str, str], AnySet]
    ) -> Iterator[SetAnswer]:
        for received in group.sets:
            one = known.get((group.code, group.version, received.code))
            note = received.note or _misplaced(received, one, group.version)
            if one is None and not note:
                note = "18" if received.code in {code for _, _, code in known} else "1"
            if note or one is None:
                self.reasons.append(f"set {received.control}: {SET_NOTES[note]}")
                yield _set_answer(received, (note,), ())
            else:
                yield self._answer(received, one)

    def _answer(self, received: ReceivedSet, one: AnySet) -> SetAnswer:
        try:
            document = read_set(received, one)
        except SetRefused as problem:
            self.reasons.append(f"set {received.control}: {problem}")
            return _set_answer(received, ("5",), (segment_note(problem.fault),))
        self.documents.append(document)
        version = received.segments[0].element(3)
        return SetAnswer(received.code, received.control, "A", version=version)


def read_set(received: ReceivedSet, one: TransactionSet[Document]) -> Document:
    """The document of one set, read to its last segment. Raises SetRefused."""
    cursor = Cursor(received.segments)
    document = one.take(cursor)
    cursor.end()
    return document


def segment_note(fault: Fault) -> SegmentNote:
    """A fault as AK3/IK3 reports it."""
    name = fault.segment if SEGMENT_NAME.fullmatch(fault.segment) else "ZZZ"
    elements: tuple[ElementNote, ...] = ()
    if fault.element is not None:
        elements = (
            ElementNote(
                fault.element.position,
                fault.element.code,
                int(fault.element.reference) if fault.element.reference.isdigit() else None,
                _repeatable(fault.element.value),
                fault.element.component or None,
            ),
        )
    return SegmentNote(name, fault.position, fault.code, elements)


def _repeatable(value: str) -> str:
    """Bad data as AK404 may repeat it; nothing if it might clash with any delimiter."""
    return value if REPEATABLE.fullmatch(value) else ""


def _unsupported(group: ReceivedGroup, known: Mapping[tuple[str, str, str], AnySet]) -> str:
    if group.code not in {code for code, _, _ in known}:
        return "1"
    if (group.code, group.version) not in {(code, version) for code, version, _ in known}:
        return "2"
    return ""


def _misplaced(received: ReceivedSet, one: AnySet | None, version: str) -> str:
    stated = received.segments[0].element(3)
    wanted = version if one is not None and one.kind.in_header else ""
    return "19" if one is not None and stated != wanted else ""


def _set_answer(
    received: ReceivedSet, notes: tuple[str, ...], segments: tuple[SegmentNote, ...]
) -> SetAnswer:
    """A refusal; AK2 needs well-formed ids even where ST has none."""
    code = "000" if "6" in notes else received.code
    control = received.control if SET_CONTROL.fullmatch(received.control) else "0000"
    version = received.segments[0].element(3)
    known_version = version if VERSION.fullmatch(version) else ""
    return SetAnswer(code, control, "R", notes, segments, known_version)


def _group_answer(
    group: ReceivedGroup, note: str, sets: tuple[SetAnswer, ...]
) -> FunctionalAcknowledgement:
    taken = sum(answer.status == "A" for answer in sets)
    return FunctionalAcknowledgement(
        group.code,
        group.control_number,
        "R" if note or not taken else "A" if taken == len(sets) else "P",
        group.declared,
        len(group.sets),
        taken,
        (note,) if note else (),
        sets,
        group.version,
    )
