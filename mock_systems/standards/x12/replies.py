"""The text that goes back to the sender of an interchange: a TA1 alone, or a 997 or 999 per group.

An interchange whose envelope is broken gets a TA1 with the reason; any other gets one
acknowledgement for each of its groups, with a TA1 in front if ISA14 asked for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from mock_systems.standards.x12.acknowledgement import (
    ACKNOWLEDGEMENT_997,
    ACKNOWLEDGEMENT_999,
    FunctionalAcknowledgement,
    narrowed,
)
from mock_systems.standards.x12.elements import date_from, time_from
from mock_systems.standards.x12.envelope import (
    ISA_CHARACTERS,
    QUALIFIERS,
    Delimiters,
    Envelope,
    Partner,
    framed,
    group_of,
)
from mock_systems.standards.x12.faults import ElementRefused, InterchangeRefused
from mock_systems.standards.x12.interchange_acknowledgement import (
    NO_ERROR,
    InterchangeAcknowledgement,
    write_ta1,
)
from mock_systems.standards.x12.reading import VERSIONS, Header

UNKNOWN_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in TA1 for the date of an ISA that has none; TA102 is mandatory."""


@dataclass(frozen=True)
class Acknowledgement:
    """`text` is empty if nothing is owed (to a 997), or nobody can be told (ISA unreadable).

    `reasons` say, one for each refused set, group or interchange, what was wrong.
    """

    text: str
    accepted: bool
    reasons: tuple[str, ...] = ()


def reply(header: Header, owed: Sequence[FunctionalAcknowledgement], back: Envelope | None) -> str:
    """The acknowledgement of an interchange whose envelope is sound."""
    asked = header.envelope.acknowledgement_requested
    if not owed and not asked:
        return ""
    envelope = back or _returned(header.envelope)
    ta1 = [write_ta1(_ta1(header.envelope, "A", NO_ERROR))] if asked else []
    standard, answers = ACKNOWLEDGEMENT_999, list(owed)
    if header.version == "00401":
        standard, answers = ACKNOWLEDGEMENT_997, list(map(narrowed, owed))
    group = group_of(standard.kind, map(standard.write, answers), envelope) if answers else []
    return framed([*ta1, *group], 1 if group else 0, header.version, envelope)


def refusal(
    interchange_text: str, problem: InterchangeRefused, back: Envelope | None
) -> Acknowledgement:
    """TA1 with code R, if anybody can be told."""
    received = _salvaged(interchange_text[:ISA_CHARACTERS])
    reasons = (problem.reason,)
    envelope = back or (received and _returned(received))
    if envelope is None:
        return Acknowledgement("", accepted=False, reasons=reasons)
    answered = received or replace(envelope, control_number=0, created=UNKNOWN_TIME)
    ta1 = write_ta1(_ta1(answered, "R", problem.note))
    version = interchange_text[84:89] if interchange_text[84:89] in VERSIONS else VERSIONS[0]
    return Acknowledgement(framed([ta1], 0, version, envelope), accepted=False, reasons=reasons)


def _returned(received: Envelope) -> Envelope:
    """The envelope the other way, in our own delimiters."""
    return replace(
        received,
        sender=received.receiver,
        receiver=received.sender,
        acknowledgement_requested=False,
        delimiters=Delimiters(),
    )


def _ta1(received: Envelope, status: Literal["A", "R"], note: str) -> InterchangeAcknowledgement:
    created = received.created
    return InterchangeAcknowledgement(
        received.control_number,
        created.date(),
        created.time(),
        status,
        note,
    )


def _salvaged(isa: str) -> Envelope | None:
    """What can be told from the fixed places of a doubtful ISA: ends, number, time."""
    try:
        sender = _named(isa[35:50], isa[32:34])
        receiver = _named(isa[54:69], isa[51:53])
    except ValueError:
        return None
    digits = isa[90:99]
    number = int(digits) if digits.isascii() and digits.isdigit() else 0
    return Envelope(sender, receiver, _written_time(isa), number)


def _named(identifier: str, qualifier: str) -> Partner:
    """Answered under ZZ where the qualifier itself is what was wrong."""
    return Partner(identifier.rstrip(" "), qualifier if qualifier in QUALIFIERS else "ZZ")


def _written_time(isa: str) -> datetime:
    try:
        return datetime.combine(date_from("20" + isa[70:76]), time_from(isa[77:81]), UTC)
    except ElementRefused:
        return UNKNOWN_TIME
