"""837P (005010X222A1): claims of clinics, for what their physicians did.

A batch has one billing provider, a subscriber level for each claim. The charge of a claim (CLM02)
is the sum of its lines (SV102): the builder computes it, the reader refuses any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mock_systems.standards.x12.claim_parts import (
    LINE_CONTROL,
    LX,
    PERSON,
    PROCEDURE,
    SERVICE_DAY,
    SUBSCRIBER_LEVEL,
    Heading,
    Organisation,
    Physician,
    Procedure,
    Subscriber,
    physician_from,
    procedure_from,
    procedure_values,
    take_heading,
    take_line_start,
    take_references,
    take_subscriber,
    write_heading,
    write_line_end,
    write_references,
    write_subscriber,
)
from mock_systems.standards.x12.elements import (
    UNUSED,
    cents,
    code,
    composite,
    npi,
    optional,
    quantity,
    text,
    whole,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

DIAGNOSES_MAX = 12
POINTERS_MAX = 4

_PLACE = composite("C023", text("1331", 2, 2), code("1332", "B"), code("1325", "1", "7", "8"))
CLM = Table(
    "CLM",
    (
        text("1028", 20),
        cents("782"),
        UNUSED,
        UNUSED,
        _PLACE,
        code("1073", "Y"),
        code("1359", "A"),
        code("1073", "Y"),
        code("1363", "Y"),
    ),
)
_FIRST = composite("C022", code("1270", "ABK"), text("1271", 30))
_OTHER = composite("C022", code("1270", "ABF"), text("1271", 30))
HI = Table("HI", (_FIRST, *(optional(_OTHER),) * 11), by=1)
RENDERING = Table("NM1", (code("98", "82"), *PERSON, code("66", "XX"), npi("67")), by=1)
_POINTERS = composite("C004", whole("1328", 2), *(optional(whole("1328", 2)),) * 3)
SV1 = Table(
    "SV1",
    (
        PROCEDURE,
        cents("782"),
        code("355", "UN"),
        quantity("380"),
        UNUSED,
        UNUSED,
        _POINTERS,
    ),
)


@dataclass(frozen=True, slots=True)
class ProfessionalLine:
    """`diagnoses` point into the claim's diagnoses, from 1; `control` comes back in the 835."""

    procedure: Procedure
    charge_minor: int
    units: int
    served_on: date
    diagnoses: tuple[int, ...] = (1,)
    control: str = ""


@dataclass(frozen=True, slots=True)
class ProfessionalClaim:
    """`account` (CLM01) is the patient control number, `place_of_service` 11 is an office.

    `frequency` is 1 for an original claim, 7 for a replacement, 8 for a void; the latter two name
    the `payer_claim` that they replace.
    """

    account: str
    subscriber: Subscriber
    payer: Organisation
    diagnoses: tuple[str, ...]
    lines: tuple[ProfessionalLine, ...]
    place_of_service: str = "11"
    frequency: str = "1"
    rendering: Physician | None = None
    payer_claim: str = ""
    authorisation: str = ""

    @property
    def charge_minor(self) -> int:
        return sum(line.charge_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class ProfessionalClaims:
    """The claims of one transaction set."""

    heading: Heading
    claims: tuple[ProfessionalClaim, ...]


def build(claims: ProfessionalClaims, envelope: Envelope) -> str:
    """One interchange with one 837P. Raises ValueError."""
    return CLAIM_PROFESSIONAL.build((claims,), envelope)


def read(interchange_text: str) -> list[ProfessionalClaims]:
    """The sound sets of claims; what is refused, `acknowledge` says."""
    return accepted(interchange_text, CLAIM_PROFESSIONAL)


def _write(batch: ProfessionalClaims) -> list[Written]:
    segments = list(write_heading(batch.heading))
    for level, claim in enumerate(some(batch.claims, "claim"), 2):
        segments += write_subscriber(level, claim.subscriber, claim.payer)
        segments += _write_claim(claim)
        for number, line in enumerate(some(claim.lines, "line"), 1):
            segments += [LX.write(number), *_write_line(line, len(claim.diagnoses))]
    return segments


def _write_claim(claim: ProfessionalClaim) -> Iterator[Written]:
    place = (claim.place_of_service, "B", claim.frequency)
    yield CLM.write(claim.account, claim.charge_minor, place, "Y", "A", "Y", "Y")
    yield from write_references(claim.payer_claim, claim.authorisation)
    first, *others = some(claim.diagnoses, "diagnosis")
    values: list[Any] = [("ABK", first), *(("ABF", other) for other in others)]
    if len(values) > DIAGNOSES_MAX:
        raise ValueError(f"expected at most {DIAGNOSES_MAX} diagnoses, got {len(values)}")
    yield HI.write(*values, *[None] * (DIAGNOSES_MAX - len(values)))
    if who := claim.rendering:
        yield RENDERING.write("82", "1", who.last_name, who.first_name, "XX", who.npi)


def _write_line(line: ProfessionalLine, diagnoses: int) -> Iterator[Written]:
    if not 1 <= len(line.diagnoses) <= POINTERS_MAX or not _all_point(line.diagnoses, diagnoses):
        raise ValueError(f"expected one to four of {diagnoses} diagnoses, got {line.diagnoses}")
    pointers = (*line.diagnoses, *[None] * (POINTERS_MAX - len(line.diagnoses)))
    procedure = procedure_values(line.procedure)
    yield SV1.write(procedure, line.charge_minor, "UN", line.units, pointers)
    yield from write_line_end(line.served_on, line.control)


def _take(cursor: Cursor) -> ProfessionalClaims:
    heading = take_heading(cursor)
    claims = [_take_claim(cursor, 2)]
    while cursor.at(SUBSCRIBER_LEVEL):
        claims.append(_take_claim(cursor, len(claims) + 2))
    return ProfessionalClaims(heading, tuple(claims))


def _take_claim(cursor: Cursor, level: int) -> ProfessionalClaim:
    subscriber, payer = take_subscriber(cursor, level)
    account, charge_minor, place, _, _, _, _ = cursor.take(CLM)
    clm = cursor.last
    payer_claim, authorisation = take_references(cursor)
    diagnoses = tuple(pair[1] for pair in cursor.take(HI) if pair)
    rendering = cursor.maybe(RENDERING)
    lines = [_take_line(cursor, 1, len(diagnoses))]
    while cursor.at(LX):
        lines.append(_take_line(cursor, len(lines) + 1, len(diagnoses)))
    claim = ProfessionalClaim(
        account,
        subscriber,
        payer,
        diagnoses,
        tuple(lines),
        place[0],
        place[2],
        physician_from(rendering) if rendering else None,
        payer_claim,
        authorisation,
    )
    if claim.charge_minor != charge_minor:
        clm.contradicts(2, "782", f"is {charge_minor} cents, the lines add to {claim.charge_minor}")
    return claim


def _take_line(cursor: Cursor, number: int, diagnoses: int) -> ProfessionalLine:
    take_line_start(cursor, number)
    procedure, charge_minor, _, units, pointers = cursor.take(SV1)
    pointed = tuple(pointer for pointer in pointers if pointer is not None)
    if not _all_point(pointed, diagnoses):
        cursor.last.contradicts(7, "1328", f"points beyond the {diagnoses} diagnoses")
    _, _, served_on = cursor.take(SERVICE_DAY)
    control = cursor.value(LINE_CONTROL)
    return ProfessionalLine(
        procedure_from(procedure), charge_minor, units, served_on, pointed, control
    )


def _all_point(pointers: tuple[int, ...], diagnoses: int) -> bool:
    return all(1 <= pointer <= diagnoses for pointer in pointers)


CLAIM_PROFESSIONAL = TransactionSet(
    SetKind("837", "HC", "005010X222A1", in_header=True), _write, _take
)
