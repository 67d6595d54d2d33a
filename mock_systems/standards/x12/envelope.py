"""The envelope of an interchange: ISA to IEA, GS to GE, ST to SE.

ISA has a fixed width of 106 characters with its terminator, so that a reader learns the
delimiters from their places. 00401 has the standards identifier `U` in ISA11, where 00501 has
the repetition separator. Every count of a trailer is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mock_systems.standards.x12.elements import COMPONENT
from mock_systems.standards.x12.segments import Written

ISA_CHARACTERS = 106
CONTROL_NUMBER_MAX = 999_999_999
QUALIFIERS = frozenset({"01", "08", "12", "14", "20", "27", "28", "29", "30", "33", "ZZ"})
"""Interchange id qualifiers (I05): 01 DUNS, 12 telephone, 20 HIN, 30 tax id, ZZ mutually agreed."""

_IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{2,15}")


@dataclass(frozen=True, slots=True)
class Partner:
    """One end of an exchange, as ISA05/06, ISA07/08 name it; GS02, GS03 carry the same id."""

    identifier: str
    qualifier: str = "ZZ"

    def __post_init__(self) -> None:
        """Raises ValueError for what ISA or GS cannot carry."""
        if self.qualifier not in QUALIFIERS:
            raise ValueError(f"expected a qualifier of {sorted(QUALIFIERS)}, got {self.qualifier}")
        if _IDENTIFIER.fullmatch(self.identifier) is None:
            raise ValueError(f"expected an id of 2 to 15 characters, got {self.identifier!r}")


class DelimiterInData(ValueError):
    """X12 has no escape character: such data travels only in other delimiters."""


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The characters that an interchange chose for itself; data must not contain them.

    00401 repeats no elements, so that its data may contain `repetition`.
    """

    element: str = "*"
    component: str = ":"
    terminator: str = "~"
    repetition: str = "^"

    def __post_init__(self) -> None:
        """Raises ValueError for delimiters that cannot be told from each other, or from data."""
        chosen = (self.element, self.component, self.terminator)
        plain = any(len(c) != 1 or c.isalnum() or c in " _.-" for c in (*chosen, self.repetition))
        if plain or len(set(chosen)) < len(chosen):
            raise ValueError(f"expected delimiters that are not data, got {chosen}")

    def join(self, written: Written, version: str) -> str:
        """The segment as text. Raises DelimiterInData."""
        reserved = {self.element, self.component, self.terminator}
        if version != "00401":
            reserved.add(self.repetition)
        for part in written:
            if found := reserved & set(part):
                delimiter = found.pop()
                raise DelimiterInData(f"{written[0]}: {part!r} contains the delimiter {delimiter}")
        return self.element.join(written).replace(COMPONENT, self.component) + self.terminator


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom, when, under which control number.

    `created` is written as it stands: X12 carries no time zone. The group bears the same control
    number as its interchange, since each interchange that is built here has one group.
    """

    sender: Partner
    receiver: Partner
    created: datetime
    control_number: int
    usage: str = "P"
    acknowledgement_requested: bool = False
    delimiters: Delimiters = Delimiters()

    def __post_init__(self) -> None:
        if not 0 <= self.control_number <= CONTROL_NUMBER_MAX or self.usage not in {"P", "T"}:
            raise ValueError("expected a control number of at most nine digits, usage P or T")


class ControlNumbers:
    """Gives interchanges dense control numbers, one series for each pair of partners."""

    def __init__(self) -> None:
        self._last: dict[tuple[Partner, Partner], int] = {}

    def envelope(
        self, sender: Partner, receiver: Partner, created: datetime, usage: str = "P"
    ) -> Envelope:
        """The next envelope from `sender` to `receiver`; 1 follows 999999999."""
        number = self._last.get((sender, receiver), 0) % CONTROL_NUMBER_MAX + 1
        self._last[sender, receiver] = number
        return Envelope(sender, receiver, created, number, usage)


@dataclass(frozen=True, slots=True)
class SetKind:
    """What the envelope must say of a transaction set: 850, PO, 004010.

    `in_header` says whether ST03 repeats the version, as most 005010 guides demand.
    """

    code: str
    group: str
    version: str
    in_header: bool = False

    @property
    def interchange_version(self) -> str:
        return "00401" if self.version.startswith("004010") else "00501"


def interchange(kind: SetKind, bodies: Iterable[Sequence[Written]], envelope: Envelope) -> str:
    """One interchange with one group; each body becomes a transaction set. Raises ValueError."""
    return framed(group_of(kind, bodies, envelope), 1, kind.interchange_version, envelope)


def group_of(
    kind: SetKind, bodies: Iterable[Sequence[Written]], envelope: Envelope
) -> list[Written]:
    """GS to GE. Raises ValueError if there is nothing to send."""
    segments: list[Written] = []
    count = 0
    for count, body in enumerate(bodies, 1):
        segments += _transaction_set(kind, f"{count:04d}", body)
    if not count:
        raise ValueError("expected at least one document, got none")
    return [_group_header(kind, envelope), *segments, _trailer("GE", count, envelope)]


def framed(inner: Iterable[Written], groups: int, version: str, envelope: Envelope) -> str:
    """ISA, the given segments, IEA."""
    trailer = ("IEA", str(groups), f"{envelope.control_number:09d}")
    joined = [envelope.delimiters.join(segment, version) for segment in [*inner, trailer]]
    return _interchange_header(version, envelope) + "".join(joined)


def _interchange_header(version: str, envelope: Envelope) -> str:
    delimiters, sender, receiver = envelope.delimiters, envelope.sender, envelope.receiver
    fields = (
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        sender.qualifier,
        sender.identifier.ljust(15),
        receiver.qualifier,
        receiver.identifier.ljust(15),
        envelope.created.strftime("%y%m%d"),
        envelope.created.strftime("%H%M"),
        "U" if version == "00401" else delimiters.repetition,
        version,
        f"{envelope.control_number:09d}",
        "1" if envelope.acknowledgement_requested else "0",
        envelope.usage,
        delimiters.component,
    )
    return delimiters.element.join(fields) + delimiters.terminator


def _group_header(kind: SetKind, envelope: Envelope) -> Written:
    return (
        "GS",
        kind.group,
        envelope.sender.identifier,
        envelope.receiver.identifier,
        envelope.created.strftime("%Y%m%d"),
        envelope.created.strftime("%H%M"),
        str(envelope.control_number),
        "X",
        kind.version,
    )


def _trailer(name: str, count: int, envelope: Envelope) -> Written:
    return (name, str(count), str(envelope.control_number))


def _transaction_set(kind: SetKind, number: str, body: Sequence[Written]) -> list[Written]:
    version = (kind.version,) if kind.in_header else ()
    header = ("ST", kind.code, number, *version)
    return [header, *body, ("SE", str(len(body) + 2), number)]
