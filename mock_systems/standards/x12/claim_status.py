"""277CA (005010X214): which claims the payer took in, which it rejected unread.

A rejection is no denial: the claim never entered adjudication, is corrected, is sent anew. Counts
and amounts of a report are computed from its claims; the reader refuses any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from mock_systems.standards.x12.claim_parts import (
    ORGANISATION,
    PERSON,
    Organisation,
    organisation_from,
)
from mock_systems.standards.x12.elements import (
    UNUSED,
    Element,
    cents,
    clock,
    code,
    composite,
    day,
    days,
    npi,
    optional,
    quantity,
    text,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.segments import Cursor, Table, Written, some
from mock_systems.standards.x12.transaction_set import TransactionSet

ACCEPTED = ("A1", "A2", "A5")
REJECTED = ("A3", "A4", "A6", "A7", "A8")
"""Claim status categories (508): A2 is accepted into adjudication, A7 has invalid information."""

_ENTITIES = (
    "03 1P 1Z 40 41 71 72 73 77 82 85 87 DK DN DQ FA GB HK IL LI MSC PR PRP QB QC QD SEP TL TTP TU"
)
ENTITIES = tuple(_ENTITIES.split())
"""Whom a status is about: 41 submitter, 85 billing provider, IL insured, QC patient, PR payer."""

STATUS = composite(
    "C043", code("1271", *ACCEPTED, *REJECTED), text("1271", 4), optional(code("98", *ENTITIES))
)
_ACTION = code("306", "U", "WQ")
_ID = text("67", 80, 2)

BHT = Table(
    "BHT",
    (
        code("1005", "0085"),
        code("353", "08"),
        text("127", 30),
        day("373"),
        clock("337"),
        code("640", "TH"),
    ),
)
SOURCE = Table("NM1", (code("98", "PR", "AY"), *ORGANISATION, code("66", "46", "PI"), _ID), by=1)
RECEIVER = Table("NM1", (code("98", "41"), *ORGANISATION, code("66", "46"), _ID), by=1)
PROVIDER = Table("NM1", (code("98", "85"), *ORGANISATION, code("66", "XX"), npi("67")), by=1)
PATIENT = Table("NM1", (code("98", "QC"), *PERSON, code("66", "MI"), _ID), by=1)
SOURCE_TRACE = Table("TRN", (code("481", "1"), text("127", 50)), by=1)
TRACE = Table("TRN", (code("481", "2"), text("127", 50)), by=1)
RECEIVED = Table("DTP", (code("374", "050"), code("1250", "D8"), day("1251")), by=1)
PROCESSED = Table("DTP", (code("374", "009"), code("1250", "D8"), day("1251")), by=1)
STC_TOTAL = Table("STC", (STATUS, day("373"), _ACTION, cents("782")))
STC_PROVIDER = Table("STC", (STATUS, UNUSED, _ACTION, cents("782")))
STC_CLAIM = Table(
    "STC", (STATUS, day("373"), _ACTION, cents("782"), *(UNUSED,) * 5, optional(STATUS))
)
PAYER_CLAIM = Table("REF", (code("128", "1K"), text("127", 50)), by=1)
BILL_TYPE = Table("REF", (code("128", "BLT"), text("127", 3, 3)), by=1)
SERVICE_DAYS = Table("DTP", (code("374", "472"), code("1250", "RD8"), days("1251")), by=1)


def _level(letter: str, children: str) -> Table:
    parent = UNUSED if letter == "20" else text("734", 12)
    child = (code("736", children),) if children else ()
    return Table("HL", (text("628", 12), parent, code("735", letter), *child), by=3)


LEVELS = (_level("20", "1"), _level("21", "1"), _level("19", "1"))
PATIENT_LEVEL = _level("PT", "")


def _total(name: str, qualifier: str, element: Element) -> Table:
    return Table(name, (code("673" if name == "QTY" else "522", qualifier), element), by=1)


def _totals(taken: str, refused: str) -> tuple[tuple[str, Table], ...]:
    """Accepted count, rejected count, accepted amount, rejected amount; no segment for none."""
    return (
        (taken, _total("QTY", taken, quantity("380"))),
        (refused, _total("QTY", refused, quantity("380"))),
        ("YU", _total("AMT", "YU", cents("782"))),
        ("YY", _total("AMT", "YY", cents("782"))),
    )


RECEIVER_TOTALS = _totals("90", "AA")
PROVIDER_TOTALS = _totals("QA", "QC")


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """`category` with `status` as in A7/562; `second` are two more codes, or empty.

    `entity` names whom the status is about: 85 billing provider, IL insured, PR payer.
    """

    account: str
    last_name: str
    first_name: str
    member_id: str
    category: str
    status: str
    effective_on: date
    charge_minor: int
    served: tuple[date, date]
    entity: str = ""
    second: tuple[str, str, str] | None = None
    payer_claim: str = ""
    bill_type: str = ""

    @property
    def accepted(self) -> bool:
        return self.category in ACCEPTED


@dataclass(frozen=True, slots=True)
class ClaimStatusReport:
    """One batch of claims of one provider; `batch` repeats BHT03 of the 837."""

    reference: str
    created_on: date
    created_at: time
    source: Organisation
    receiver: Organisation
    trace: str
    received_on: date
    processed_on: date
    batch: str
    provider: Organisation
    claims: tuple[ClaimStatus, ...]

    @property
    def charge_minor(self) -> int:
        return sum(claim.charge_minor for claim in self.claims)


def build(report: ClaimStatusReport, envelope: Envelope) -> str:
    """One interchange with one 277CA. Raises ValueError."""
    return CLAIM_STATUS.build((report,), envelope)


def read(interchange_text: str) -> list[ClaimStatusReport]:
    """The sound reports; what is refused, `acknowledge` says."""
    return accepted(interchange_text, CLAIM_STATUS)


def _write(report: ClaimStatusReport) -> list[Written]:
    segments = [*_write_source(report), *_write_receiver(report), *_write_provider(report)]
    for level, claim in enumerate(some(report.claims, "claim"), 4):
        segments += [PATIENT_LEVEL.write(str(level), "3", "PT"), *_write_claim(claim)]
    return segments


def _write_source(report: ClaimStatusReport) -> Iterator[Written]:
    created = (report.created_on, report.created_at)
    yield BHT.write("0085", "08", report.reference, *created, "TH")
    yield LEVELS[0].write("1", "20", "1")
    yield SOURCE.write("PR", "2", report.source.name, "PI", report.source.identifier)
    yield SOURCE_TRACE.write("1", report.trace)
    yield RECEIVED.write("050", "D8", report.received_on)
    yield PROCESSED.write("009", "D8", report.processed_on)


def _write_receiver(report: ClaimStatusReport) -> Iterator[Written]:
    overall = ("A1", "19", "PR")
    yield LEVELS[1].write("2", "1", "21", "1")
    yield RECEIVER.write("41", "2", report.receiver.name, "46", report.receiver.identifier)
    yield TRACE.write("2", report.batch)
    yield STC_TOTAL.write(overall, report.processed_on, "WQ", report.charge_minor)
    yield from _write_totals(RECEIVER_TOTALS, report.claims)


def _write_provider(report: ClaimStatusReport) -> Iterator[Written]:
    yield LEVELS[2].write("3", "2", "19", "1")
    yield PROVIDER.write("85", "2", report.provider.name, "XX", report.provider.identifier)
    yield SOURCE_TRACE.write("1", "0")
    yield STC_PROVIDER.write(("A1", "19", "PR"), "WQ", report.charge_minor)
    yield from _write_totals(PROVIDER_TOTALS, report.claims)


def _write_totals(
    totals: tuple[tuple[str, Table], ...], claims: Iterable[ClaimStatus]
) -> Iterator[Written]:
    expected = _expected(claims)
    for (qualifier, table), value in zip(totals, expected, strict=True):
        if value is not None:
            yield table.write(qualifier, value)


def _expected(claims: Iterable[ClaimStatus]) -> list[int | None]:
    """The four totals, None where there is no claim to count."""
    taken = [claim.charge_minor for claim in claims if claim.accepted]
    refused = [claim.charge_minor for claim in claims if not claim.accepted]
    counts = [len(taken) or None, len(refused) or None]
    return counts + [sum(charges) if charges else None for charges in (taken, refused)]


def _write_claim(claim: ClaimStatus) -> Iterator[Written]:
    name = (claim.last_name, claim.first_name)
    yield PATIENT.write("QC", "1", *name, "MI", claim.member_id)
    yield TRACE.write("2", claim.account)
    status = (claim.category, claim.status, claim.entity)
    action = "WQ" if claim.accepted else "U"
    details = (claim.effective_on, action, claim.charge_minor, claim.second)
    yield STC_CLAIM.write(status, *details)
    if claim.payer_claim:
        yield PAYER_CLAIM.write("1K", claim.payer_claim)
    if claim.bill_type:
        yield BILL_TYPE.write("BLT", claim.bill_type)
    yield SERVICE_DAYS.write("472", "RD8", claim.served)


def _take(cursor: Cursor) -> ClaimStatusReport:
    _, _, reference, created_on, created_at, _ = cursor.take(BHT)
    _check_level(cursor, LEVELS[0], 1, "")
    source = organisation_from(cursor.take(SOURCE))
    trace = cursor.take(SOURCE_TRACE)[1]
    received_on, processed_on = cursor.take(RECEIVED)[2], cursor.take(PROCESSED)[2]
    _check_level(cursor, LEVELS[1], 2, "1")
    receiver = organisation_from(cursor.take(RECEIVER))
    batch = cursor.take(TRACE)[1]
    charges = [cursor.take(STC_TOTAL)[3]]
    stated = [_take_totals(cursor, RECEIVER_TOTALS)]
    _check_level(cursor, LEVELS[2], 3, "2")
    provider = organisation_from(cursor.take(PROVIDER))
    cursor.take(SOURCE_TRACE)
    charges.append(cursor.take(STC_PROVIDER)[2])
    stc = cursor.last
    stated.append(_take_totals(cursor, PROVIDER_TOTALS))
    claims = [_take_claim(cursor, 4)]
    while cursor.at(PATIENT_LEVEL):
        claims.append(_take_claim(cursor, len(claims) + 4))
    report = ClaimStatusReport(
        reference,
        created_on,
        created_at,
        source,
        receiver,
        trace,
        received_on,
        processed_on,
        batch,
        provider,
        tuple(claims),
    )
    if charges != [report.charge_minor] * 2 or stated != [_expected(claims)] * 2:
        stc.contradicts(4, "782", "and the totals differ from the claims of the report")
    return report


def _check_level(cursor: Cursor, table: Table, number: int, parent: str) -> None:
    """HL segments are numbered densely from 1. Raises SetRefused."""
    values = cursor.take(table)
    if values[0] != str(number) or (parent and values[1] != parent):
        cursor.last.contradicts(1, "628", f"expected {number} under {parent or 'none'}")


def _take_totals(cursor: Cursor, totals: tuple[tuple[str, Table], ...]) -> list[int | None]:
    return [cursor.value(table, None) for _, table in totals]


def _take_claim(cursor: Cursor, level: int) -> ClaimStatus:
    _check_level(cursor, PATIENT_LEVEL, level, "3")
    _, _, last_name, first_name, _, member_id = cursor.take(PATIENT)
    account = cursor.take(TRACE)[1]
    (category, status, entity), effective_on, action, charge_minor, second = cursor.take(STC_CLAIM)
    if (action == "WQ") != (category in ACCEPTED):
        cursor.last.contradicts(3, "306", f"is {action} for the category {category}")
    payer_claim, bill_type = cursor.value(PAYER_CLAIM), cursor.value(BILL_TYPE)
    served = cursor.take(SERVICE_DAYS)[2]
    return ClaimStatus(
        account,
        last_name,
        first_name,
        member_id,
        category,
        status,
        effective_on,
        charge_minor,
        served,
        entity,
        second,
        payer_claim,
        bill_type,
    )


CLAIM_STATUS = TransactionSet(SetKind("277", "HN", "005010X214", in_header=True), _write, _take)
