"""A claim as a payer keeps it between its receipt and its payment: no more than it needs."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from mock_systems.standards.x12.claim_institutional import InstitutionalClaim, InstitutionalLine
from mock_systems.standards.x12.claim_professional import ProfessionalClaim, ProfessionalLine

AnyClaim = InstitutionalClaim | ProfessionalClaim


class Line(NamedTuple):
    """A service line; `number` is the REF 6R of the claim, `procedure` may be empty."""

    number: int
    charge_minor: int
    units: int
    served_on: date
    revenue_code: str
    procedure: str


class Claim(NamedTuple):
    """A claim; `account` is its CLM01, `control` the payer's own number (ICN)."""

    account: str
    submission: int
    payer: str
    npi: str
    control: str
    facility_code: str
    first_name: str
    member_id: str
    served: tuple[date, date]
    lines: tuple[Line, ...]

    @property
    def charge_minor(self) -> int:
        return sum(line.charge_minor for line in self.lines)

    @property
    def key(self) -> str:
        """How the payers' book names it."""
        return f"{self.account}/{self.submission}"


def filed(found: AnyClaim, submission: int, npi: str, control: str) -> Claim:
    """What is kept of a claim as it was submitted."""
    if isinstance(found, InstitutionalClaim):
        served, place = found.statement, found.facility_code
    else:
        days = [line.served_on for line in found.lines]
        served, place = (min(days), max(days)), found.place_of_service
    who = found.subscriber
    return Claim(
        found.account,
        submission,
        found.payer.identifier,
        npi,
        control,
        place,
        who.first_name,
        who.member_id,
        served,
        _lines(found),
    )


def packed(claim: Claim) -> tuple[Any, ...]:
    """A claim as plain values, for an archive; a day is its ordinal."""
    days = tuple(day.toordinal() for day in claim.served)
    return (*claim[:-2], days, tuple(map(_packed_line, claim.lines)))


def unpacked(value: Any) -> Claim:
    """A claim from its plain values."""
    *head, days, lines = value
    served = tuple(map(date.fromordinal, days))
    return Claim._make((*head, served, tuple(map(_unpacked_line, lines))))


def _packed_line(line: Line) -> tuple[Any, ...]:
    return (*line[:3], line.served_on.toordinal(), *line[4:])


def _unpacked_line(value: Any) -> Line:
    return Line._make((*value[:3], date.fromordinal(value[3]), *value[4:]))


def _lines(found: AnyClaim) -> tuple[Line, ...]:
    """Lines without a number of their own are counted."""
    if isinstance(found, InstitutionalClaim):
        return tuple(
            _line(place, line, line.revenue_code) for place, line in enumerate(found.lines, 1)
        )
    return tuple(_line(place, line, "") for place, line in enumerate(found.lines, 1))


def _line(place: int, line: InstitutionalLine | ProfessionalLine, revenue_code: str) -> Line:
    return Line(
        int(line.control) if line.control.isdecimal() else place,
        line.charge_minor,
        line.units,
        line.served_on,
        revenue_code,
        line.procedure.code if line.procedure else "",
    )
