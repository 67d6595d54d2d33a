"""What institutional and professional claims share: who submits, who provides, who is insured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from mock_systems.standards.x12.elements import (
    UNUSED,
    clock,
    code,
    composite,
    day,
    npi,
    optional,
    text,
    whole,
)
from mock_systems.standards.x12.segments import Cursor, Table, Written

FILING_CODES = ("11", "12", "13", "14", "15", "16", "BL", "CH", "CI", "HM", "MA", "MB", "MC")
"""Data element 1032: BL Blue Cross, CI commercial, HM HMO, MA/MB Medicare, MC Medicaid."""

NAME, FIRST_NAME = text("1035", 60), optional(text("1036", 35))
ORGANISATION = (code("1065", "2"), NAME, UNUSED, UNUSED, UNUSED, UNUSED)
PERSON = (code("1065", "1"), NAME, FIRST_NAME, UNUSED, UNUSED, UNUSED)

BHT = Table(
    "BHT",
    (
        code("1005", "0019"),
        code("353", "00"),
        text("127", 30),
        day("373"),
        clock("337"),
        code("640", "CH"),
    ),
)
SUBMITTER = Table(
    "NM1", (code("98", "41"), *ORGANISATION, code("66", "46"), text("67", 80, 2)), by=1
)
CONTACT = Table(
    "PER", (code("366", "IC"), text("93", 60), code("365", "TE"), text("364", 256)), by=1
)
RECEIVER = Table(
    "NM1", (code("98", "40"), *ORGANISATION, code("66", "46"), text("67", 80, 2)), by=1
)
PROVIDER_LEVEL = Table("HL", (text("628", 12), UNUSED, code("735", "20"), code("736", "1")), by=3)
PROVIDER = Table("NM1", (code("98", "85"), *ORGANISATION, code("66", "XX"), npi("67")), by=1)
STREET = Table("N3", (text("166", 55),))
CITY = Table("N4", (text("19", 30, 2), text("156", 2, 2), text("116", 15, 3)))
TAX_ID = Table("REF", (code("128", "EI"), text("127", 9, 9)), by=1)
SUBSCRIBER_LEVEL = Table(
    "HL", (text("628", 12), text("734", 12), code("735", "22"), code("736", "0")), by=3
)
SBR = Table(
    "SBR",
    (
        code("1138", "P"),
        code("1069", "18"),
        optional(text("127", 30)),
        *(UNUSED,) * 5,
        code("1032", *FILING_CODES),
    ),
)
SUBSCRIBER = Table("NM1", (code("98", "IL"), *PERSON, code("66", "MI"), text("67", 80, 2)), by=1)
DMG = Table("DMG", (code("1250", "D8"), day("1251"), code("1068", "F", "M", "U")))
PAYER = Table("NM1", (code("98", "PR"), *ORGANISATION, code("66", "PI"), text("67", 80, 2)), by=1)
PAYER_CLAIM = Table("REF", (code("128", "F8"), text("127", 50)), by=1)
AUTHORISATION = Table("REF", (code("128", "G1"), text("127", 50)), by=1)
CLAIM_REFERENCES = {"payer_claim": PAYER_CLAIM, "authorisation": AUTHORISATION}
LX = Table("LX", (whole("554", 6),))
SERVICE_DAY = Table("DTP", (code("374", "472"), code("1250", "D8"), day("1251")), by=1)
LINE_CONTROL = Table("REF", (code("128", "6R"), text("127", 30)), by=1)
PROCEDURE = composite(
    "C003", code("235", "HC"), text("234", 48), *(optional(text("1339", 2, 2)),) * 4
)
"""HCPCS code with up to four modifiers."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name with the id under which the partners know it."""

    name: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Address:
    """`state` has two letters; a provider's `postal_code` has nine digits."""

    street: str
    city: str
    state: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class BillingProvider:
    """A hospital or practice; `tax_id` has nine digits."""

    name: str
    npi: str
    tax_id: str
    address: Address


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The insured patient, under a pseudonym; dependants are not modelled."""

    last_name: str
    first_name: str
    member_id: str
    address: Address
    born_on: date
    sex: str
    filing_code: str
    group_number: str = ""


@dataclass(frozen=True, slots=True)
class Physician:
    """A person with an NPI."""

    last_name: str
    first_name: str
    npi: str


@dataclass(frozen=True, slots=True)
class Heading:
    """BHT to the billing provider: `reference` (BHT03) comes back in the 277CA."""

    reference: str
    created_on: date
    created_at: time
    submitter: Organisation
    contact_name: str
    contact_telephone: str
    receiver: Organisation
    provider: BillingProvider


@dataclass(frozen=True, slots=True)
class Procedure:
    """A HCPCS code with its modifiers."""

    code: str
    modifiers: tuple[str, ...] = ()


def write_heading(heading: Heading) -> Iterator[Written]:
    created, provider = (heading.created_on, heading.created_at), heading.provider
    yield BHT.write("0019", "00", heading.reference, *created, "CH")
    yield SUBMITTER.write("41", "2", heading.submitter.name, "46", heading.submitter.identifier)
    yield CONTACT.write("IC", heading.contact_name, "TE", heading.contact_telephone)
    yield RECEIVER.write("40", "2", heading.receiver.name, "46", heading.receiver.identifier)
    yield PROVIDER_LEVEL.write("1", "20", "1")
    yield PROVIDER.write("85", "2", provider.name, "XX", provider.npi)
    yield from write_address(provider.address)
    yield TAX_ID.write("EI", provider.tax_id)


def take_heading(cursor: Cursor) -> Heading:
    """Raises SetRefused."""
    _, _, reference, created_on, created_at, _ = cursor.take(BHT)
    submitter = organisation_from(cursor.take(SUBMITTER))
    _, contact_name, _, telephone = cursor.take(CONTACT)
    receiver = organisation_from(cursor.take(RECEIVER))
    number, _, _ = cursor.take(PROVIDER_LEVEL)
    if number != "1":
        cursor.last.contradicts(1, "628", f"expected 1, got {number}")
    return Heading(
        reference,
        created_on,
        created_at,
        submitter,
        contact_name,
        telephone,
        receiver,
        _take_provider(cursor),
    )


def _take_provider(cursor: Cursor) -> BillingProvider:
    _, _, name, _, identifier = cursor.take(PROVIDER)
    address = take_address(cursor)
    _, tax_id = cursor.take(TAX_ID)
    return BillingProvider(name, identifier, tax_id, address)


def write_address(address: Address) -> Iterator[Written]:
    yield STREET.write(address.street)
    yield CITY.write(address.city, address.state, address.postal_code)


def take_address(cursor: Cursor) -> Address:
    """N3, N4. Raises SetRefused."""
    return Address(*cursor.take(STREET), *cursor.take(CITY))


def write_subscriber(level: int, subscriber: Subscriber, payer: Organisation) -> Iterator[Written]:
    yield SUBSCRIBER_LEVEL.write(str(level), "1", "22", "0")
    yield SBR.write("P", "18", subscriber.group_number, subscriber.filing_code)
    yield SUBSCRIBER.write(
        "IL", "1", subscriber.last_name, subscriber.first_name, "MI", subscriber.member_id
    )
    yield from write_address(subscriber.address)
    yield DMG.write("D8", subscriber.born_on, subscriber.sex)
    yield PAYER.write("PR", "2", payer.name, "PI", payer.identifier)


def take_subscriber(cursor: Cursor, level: int) -> tuple[Subscriber, Organisation]:
    """The insured, and the payer. Raises SetRefused."""
    number, parent, _, _ = cursor.take(SUBSCRIBER_LEVEL)
    if (number, parent) != (str(level), "1"):
        cursor.last.contradicts(1, "628", f"expected {level} under 1, got {number} under {parent}")
    _, _, group_number, filing_code = cursor.take(SBR)
    _, _, last_name, first_name, _, member_id = cursor.take(SUBSCRIBER)
    address = take_address(cursor)
    _, born_on, sex = cursor.take(DMG)
    payer = organisation_from(cursor.take(PAYER))
    subscriber = Subscriber(
        last_name, first_name, member_id, address, born_on, sex, filing_code, group_number
    )
    return subscriber, payer


def write_references(payer_claim: str, authorisation: str) -> Iterator[Written]:
    if payer_claim:
        yield PAYER_CLAIM.write("F8", payer_claim)
    if authorisation:
        yield AUTHORISATION.write("G1", authorisation)


def take_references(cursor: Cursor) -> tuple[str, str]:
    """The payer's claim number, the prior authorisation; either may be empty."""
    found = cursor.any_of(CLAIM_REFERENCES)
    return found.get("payer_claim", [""])[-1], found.get("authorisation", [""])[-1]


def write_line_end(day_served: date, control: str) -> Iterator[Written]:
    """The service date of a line, its control number if it has one."""
    yield SERVICE_DAY.write("472", "D8", day_served)
    if control:
        yield LINE_CONTROL.write("6R", control)


def take_line_start(cursor: Cursor, number: int) -> None:
    """LX counts the lines of a claim from 1. Raises SetRefused."""
    (found,) = cursor.take(LX)
    if found != number:
        cursor.last.contradicts(1, "554", f"expected {number}, got {found}")


def procedure_values(procedure: Procedure) -> tuple[str, ...]:
    """The components of C003. Raises ValueError for a fifth modifier."""
    if len(procedure.modifiers) > 4:
        raise ValueError(f"expected at most four modifiers, got {procedure.modifiers}")
    return ("HC", procedure.code, *(*procedure.modifiers, "", "", "", "")[:4])


def procedure_from(values: tuple[str, ...]) -> Procedure:
    return Procedure(values[1], tuple(filter(None, values[2:])))


def organisation_from(values: tuple[str, ...]) -> Organisation:
    return Organisation(values[2], values[-1])


def physician_from(values: tuple[str, ...]) -> Physician:
    return Physician(values[2], values[3], values[-1])
