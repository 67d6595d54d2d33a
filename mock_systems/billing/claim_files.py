"""A batch of claims as one 837 interchange, in the platform's own hand (837I, 837P).

Patients go out under a pseudonym. Claims of the outpatient instance's visits are professional, all
others institutional. CLM01 is the claim's id, REF 6R of a line its number, BHT03 the batch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from zlib import crc32

from mock_systems.billing.claims import Claim, ClaimLine, Payer
from mock_systems.billing.documents import Encounter, Facility
from mock_systems.standards.identifiers import npi_from
from mock_systems.standards.x12 import claim_institutional, claim_professional
from mock_systems.standards.x12.claim_institutional import (
    Admission,
    InstitutionalClaim,
    InstitutionalClaims,
    InstitutionalLine,
)
from mock_systems.standards.x12.claim_parts import (
    Address,
    BillingProvider,
    Heading,
    Organisation,
    Physician,
    Procedure,
    Subscriber,
)
from mock_systems.standards.x12.claim_professional import (
    DIAGNOSES_MAX,
    ProfessionalClaim,
    ProfessionalClaims,
    ProfessionalLine,
)
from mock_systems.standards.x12.envelope import Envelope, Partner

SUBMITTER = Organisation("HOSPITAL GROUP", "HOSPGROUP")
CLEARINGHOUSE = Organisation("CLEARINGHOUSE", "CLEARHOUSE")
PROFESSIONAL, INSTITUTIONAL = "P", "I"
CONTENT_TYPE = "application/edi-x12"

_STREET = Address("1 HOSPITAL WAY", "CHICAGO", "IL", "606010001")
_HOME = Address("2 PSEUDONYM ST", "CHICAGO", "IL", "60602")
_ATTENDING = Physician("ATTENDING", "DOCTOR", npi_from("198765432"))
_CARE = {"0250": "J3490", "0300": "80053", "0320": "71046", "0450": "99284", "0510": "G0463"}
_SUPPLY, _IMPLANT, _OTHER = "A4649", "L8699", "99199"
_PLAIN = re.compile(r"[^A-Z0-9 .-]")
_OTHER_DIAGNOSES = 24


@dataclass(slots=True, frozen=True)
class ClaimBatch:
    """What left together for one payer from one hospital: claim ids with their submission."""

    batch_id: str
    number: int
    facility: Facility
    payer: Payer
    claim_type: str
    released_at: datetime
    billed_cents: int
    members: tuple[tuple[str, int], ...]


def claim_type_of(encounter: Encounter) -> str:
    """P for a visit of the outpatient instance, I for a stay or an emergency."""
    return PROFESSIONAL if encounter.encounter_class == "O" else INSTITUTIONAL


def provider_npi(gln: str) -> str:
    """A hospital's NPI, made of its GLN."""
    return npi_from("1" + gln[4:12])


def render(batch: ClaimBatch, claims: list[Claim]) -> str:
    """The interchange; the same text whenever it is asked for."""
    made = batch.released_at
    ends = Partner(SUBMITTER.identifier), Partner(CLEARINGHOUSE.identifier)
    envelope = Envelope(*ends, made, batch.number)
    facility = batch.facility
    provider = BillingProvider(
        _plain(facility.name), provider_npi(facility.gln), "36" + facility.gln[5:12], _STREET
    )
    heading = Heading(
        batch.batch_id,
        made.date(),
        made.time().replace(second=0, microsecond=0),
        SUBMITTER,
        "EDI DESK",
        "3125550100",
        CLEARINGHOUSE,
        provider,
    )
    if batch.claim_type == PROFESSIONAL:
        professional = ProfessionalClaims(heading, tuple(map(_professional, claims)))
        return claim_professional.build(professional, envelope)
    institutional = InstitutionalClaims(heading, tuple(map(_institutional, claims)))
    return claim_institutional.build(institutional, envelope)


def as_submitted(claim: Claim) -> InstitutionalClaim | ProfessionalClaim:
    """A claim as its payer has it."""
    if claim_type_of(claim.encounter) == PROFESSIONAL:
        return _professional(claim)
    return _institutional(claim)


def _institutional(claim: Claim) -> InstitutionalClaim:
    encounter = claim.encounter
    admitted, discharged = _day(encounter.admitted_on), _day(encounter.discharged_on)
    principal, *others = encounter.diagnosis_codes
    inpatient = encounter.encounter_class == "I"
    return InstitutionalClaim(
        claim.claim_id,
        _subscriber(claim),
        _payer(claim.payer),
        (admitted, discharged),
        _code(principal),
        _ATTENDING,
        tuple(_institutional_line(line) for line in claim.lines),
        facility_code="11" if inpatient else "13",
        admission=Admission(admitted, time(12)) if inpatient else None,
        admitting_diagnosis=_code(principal) if inpatient else "",
        drg=encounter.drg if inpatient else "",
        other_diagnoses=tuple(map(_code, others[:_OTHER_DIAGNOSES])),
    )


def _professional(claim: Claim) -> ProfessionalClaim:
    codes = claim.encounter.diagnosis_codes[:DIAGNOSES_MAX]
    return ProfessionalClaim(
        claim.claim_id,
        _subscriber(claim),
        _payer(claim.payer),
        tuple(map(_code, codes)),
        tuple(_professional_line(line) for line in claim.lines),
        place_of_service="22",
        rendering=_ATTENDING,
    )


def _institutional_line(line: ClaimLine) -> InstitutionalLine:
    charge = line.billed
    assert charge is not None
    procedure = Procedure(_IMPLANT) if charge.code.implant else None
    return InstitutionalLine(
        charge.code.revenue_code,
        line.amount_cents,
        charge.quantity,
        _day(charge.service_date),
        procedure,
        str(line.number),
    )


def _professional_line(line: ClaimLine) -> ProfessionalLine:
    charge = line.billed
    assert charge is not None
    return ProfessionalLine(
        Procedure(_hcpcs(line)),
        line.amount_cents,
        charge.quantity,
        _day(charge.service_date),
        control=str(line.number),
    )


def _hcpcs(line: ClaimLine) -> str:
    """Unlisted codes where this charge master knows no better one."""
    assert line.billed is not None
    code = line.billed.code
    if code.supply_item:
        return _IMPLANT if code.implant else _SUPPLY
    return _CARE.get(code.revenue_code, _OTHER)


class Pseudonym(NamedTuple):
    """Who is named in the claims for an encounter."""

    first_name: str
    member_id: str


def pseudonym_of(encounter: str) -> Pseudonym:
    """Made of the encounter's own pseudonym, and always the same."""
    mixed = crc32(encounter.encode())
    return Pseudonym(f"P{mixed % 10**9:09d}", f"M{mixed:010d}")


def _subscriber(claim: Claim) -> Subscriber:
    """The day of birth keeps only a year."""
    encounter = claim.encounter.encounter_id
    mixed, pseudonym = crc32(encounter.encode()), pseudonym_of(encounter)
    return Subscriber(
        "PSEUDO",
        pseudonym.first_name,
        pseudonym.member_id,
        _HOME,
        date(1932 + mixed % 70, 1, 1),
        "FM"[mixed % 2],
        claim.payer.filing_code,
    )


def _payer(payer: Payer) -> Organisation:
    return Organisation(_plain(payer.name), payer.payer_id)


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text.upper()).strip()[:60] or "UNNAMED"


def _code(code: str) -> str:
    return code.replace(".", "")


def _day(compact: str) -> date:
    return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
