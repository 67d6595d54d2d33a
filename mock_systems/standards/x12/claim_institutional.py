"""837I (005010X223A2): claims of a hospital, for inpatient stays or outpatient visits.

A batch has one billing provider, a subscriber level for each claim. The charge of a claim (CLM02)
is the sum of its lines (SV203): the builder computes it, the reader refuses any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

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
    days,
    moment,
    npi,
    optional,
    quantity,
    text,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

_BILL_TYPE = composite("C023", text("1331", 2, 2), code("1332", "A"), code("1325", "1", "7", "8"))
CLM = Table(
    "CLM",
    (
        text("1028", 20),
        cents("782"),
        UNUSED,
        UNUSED,
        _BILL_TYPE,
        UNUSED,
        code("1359", "A"),
        code("1073", "Y"),
        code("1363", "Y"),
    ),
)
STATEMENT = Table("DTP", (code("374", "434"), code("1250", "RD8"), days("1251")), by=1)
ADMISSION = Table("DTP", (code("374", "435"), code("1250", "DT"), moment("1251")), by=1)
CL1 = Table("CL1", (text("1315", 1), text("1314", 1), text("1352", 2, 2)))


def _diagnoses(*qualifiers: str) -> tuple[Table, ...]:
    return tuple(
        Table("HI", (composite("C022", code("1270", q), text("1271", 30)),), by=1)
        for q in qualifiers
    )


PRINCIPAL, ADMITTING, DRG = _diagnoses("ABK", "ABJ", "DR")
_OTHER = composite("C022", code("1270", "ABF"), text("1271", 30))
OTHERS = Table("HI", (_OTHER, *(optional(_OTHER),) * 11), by=1)
OTHERS_MAX = 24
ATTENDING = Table("NM1", (code("98", "71"), *PERSON, code("66", "XX"), npi("67")), by=1)
SV2 = Table(
    "SV2",
    (text("234", 4, 4), optional(PROCEDURE), cents("782"), code("355", "UN"), quantity("380")),
)


@dataclass(frozen=True, slots=True)
class InstitutionalLine:
    """`control` (REF 6R) comes back in the 835, so that a payment finds its line."""

    revenue_code: str
    charge_minor: int
    units: int
    served_on: date
    procedure: Procedure | None = None
    control: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """When an inpatient came."""

    day: date
    at: time


@dataclass(frozen=True, slots=True)
class InstitutionalClaim:
    """`account` (CLM01) is the patient control number, `facility_code` 11 inpatient, 13 outpatient.

    `frequency` is 1 for an original claim, 7 for a replacement, 8 for a void; the latter two name
    the `payer_claim` that they replace.
    """

    account: str
    subscriber: Subscriber
    payer: Organisation
    statement: tuple[date, date]
    principal_diagnosis: str
    attending: Physician
    lines: tuple[InstitutionalLine, ...]
    facility_code: str = "11"
    frequency: str = "1"
    admission: Admission | None = None
    admission_type: str = "3"
    admission_source: str = "1"
    patient_status: str = "01"
    payer_claim: str = ""
    authorisation: str = ""
    admitting_diagnosis: str = ""
    drg: str = ""
    other_diagnoses: tuple[str, ...] = ()

    @property
    def charge_minor(self) -> int:
        return sum(line.charge_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class InstitutionalClaims:
    """The claims of one transaction set."""

    heading: Heading
    claims: tuple[InstitutionalClaim, ...]


def build(claims: InstitutionalClaims, envelope: Envelope) -> str:
    """One interchange with one 837I. Raises ValueError."""
    return CLAIM_INSTITUTIONAL.build((claims,), envelope)


def read(interchange_text: str) -> list[InstitutionalClaims]:
    """The sound sets of claims; what is refused, `acknowledge` says."""
    return accepted(interchange_text, CLAIM_INSTITUTIONAL)


def _write(batch: InstitutionalClaims) -> list[Written]:
    segments = list(write_heading(batch.heading))
    for level, claim in enumerate(some(batch.claims, "claim"), 2):
        segments += write_subscriber(level, claim.subscriber, claim.payer)
        segments += _write_claim(claim)
        segments += _write_diagnoses(claim)
        who = claim.attending
        segments.append(ATTENDING.write("71", "1", who.last_name, who.first_name, "XX", who.npi))
        for number, line in enumerate(some(claim.lines, "line"), 1):
            segments += [LX.write(number), *_write_line(line)]
    return segments


def _write_claim(claim: InstitutionalClaim) -> Iterator[Written]:
    bill_type = (claim.facility_code, "A", claim.frequency)
    yield CLM.write(claim.account, claim.charge_minor, bill_type, "A", "Y", "Y")
    yield STATEMENT.write("434", "RD8", claim.statement)
    if claim.admission:
        yield ADMISSION.write("435", "DT", (claim.admission.day, claim.admission.at))
    yield CL1.write(claim.admission_type, claim.admission_source, claim.patient_status)
    yield from write_references(claim.payer_claim, claim.authorisation)


def _write_diagnoses(claim: InstitutionalClaim) -> Iterator[Written]:
    yield PRINCIPAL.write(("ABK", claim.principal_diagnosis))
    if claim.admitting_diagnosis:
        yield ADMITTING.write(("ABJ", claim.admitting_diagnosis))
    if claim.drg:
        yield DRG.write(("DR", claim.drg))
    if len(claim.other_diagnoses) > OTHERS_MAX:
        raise ValueError(f"expected at most {OTHERS_MAX} other diagnoses")
    for start in range(0, len(claim.other_diagnoses), 12):
        some_of_them = claim.other_diagnoses[start : start + 12]
        values = [("ABF", diagnosis) for diagnosis in some_of_them]
        yield OTHERS.write(*values, *[None] * (12 - len(values)))


def _write_line(line: InstitutionalLine) -> Iterator[Written]:
    procedure = procedure_values(line.procedure) if line.procedure else None
    yield SV2.write(line.revenue_code, procedure, line.charge_minor, "UN", line.units)
    yield from write_line_end(line.served_on, line.control)


def _take(cursor: Cursor) -> InstitutionalClaims:
    heading = take_heading(cursor)
    claims = [_take_claim(cursor, 2)]
    while cursor.at(SUBSCRIBER_LEVEL):
        claims.append(_take_claim(cursor, len(claims) + 2))
    return InstitutionalClaims(heading, tuple(claims))


def _take_claim(cursor: Cursor, level: int) -> InstitutionalClaim:
    subscriber, payer = take_subscriber(cursor, level)
    account, charge_minor, bill_type, _, _, _ = cursor.take(CLM)
    clm = cursor.last
    _, _, statement = cursor.take(STATEMENT)
    admitted = cursor.value(ADMISSION, None)
    kind, source, patient_status = cursor.take(CL1)
    payer_claim, authorisation = take_references(cursor)
    principal, admitting, drg, others = _take_diagnoses(cursor)
    attending = physician_from(cursor.take(ATTENDING))
    lines = [_take_line(cursor, 1)]
    while cursor.at(LX):
        lines.append(_take_line(cursor, len(lines) + 1))
    claim = InstitutionalClaim(
        account,
        subscriber,
        payer,
        statement,
        principal,
        attending,
        tuple(lines),
        bill_type[0],
        bill_type[2],
        Admission(*admitted) if admitted else None,
        kind,
        source,
        patient_status,
        payer_claim,
        authorisation,
        admitting,
        drg,
        others,
    )
    if claim.charge_minor != charge_minor:
        clm.contradicts(2, "782", f"is {charge_minor} cents, the lines add to {claim.charge_minor}")
    return claim


def _take_diagnoses(cursor: Cursor) -> tuple[str, str, str, tuple[str, ...]]:
    principal = cursor.take(PRINCIPAL)[0][1]
    found = cursor.any_of({"admitting": ADMITTING, "drg": DRG})
    others = [pair[1] for values in cursor.many(OTHERS) for pair in values if pair]
    if len(others) > OTHERS_MAX:
        cursor.last.contradicts(1, "C022", f"expected at most {OTHERS_MAX} other diagnoses")
    admitting, drg = (found[name][0][1] if name in found else "" for name in ("admitting", "drg"))
    return principal, admitting, drg, tuple(others)


def _take_line(cursor: Cursor, number: int) -> InstitutionalLine:
    take_line_start(cursor, number)
    revenue_code, procedure, charge_minor, _, units = cursor.take(SV2)
    _, _, served_on = cursor.take(SERVICE_DAY)
    control = cursor.value(LINE_CONTROL)
    found = procedure_from(procedure) if procedure else None
    return InstitutionalLine(revenue_code, charge_minor, units, served_on, found, control)


CLAIM_INSTITUTIONAL = TransactionSet(
    SetKind("837", "HC", "005010X223A2", in_header=True), _write, _take
)
