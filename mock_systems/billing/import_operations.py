"""Accounts taken over as they stood on the day before: coded, or billed with an open claim (P10).

Their charges are of earlier periods: they count in no total of this platform, only in what the
hospital was owed at the start (CR5).
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.billing import claim_files, claims, rules
from mock_systems.billing.claims import Claim, ClaimLine
from mock_systems.billing.documents import CODED, FINAL_BILLED, Charge, ChargeCode, Encounter
from mock_systems.billing.encounter_operations import EncounterRequest, open_encounter
from mock_systems.billing.stay_operations import MedicalCode
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Date, Message, Quantity, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class ImportedCharge(Message):
    """A charge as it was posted elsewhere, at this charge master's price."""

    source_reference: Reference
    charge_code: Code
    quantity: Quantity
    service_date: Date


class ImportedClaim(Message):
    """The claim of such an account, accepted by its payer and not adjudicated yet."""

    payer_id: Code
    submitted_on: Date
    payer_control_number: str = Field(max_length=50)


class ImportRequest(EncounterRequest):
    """An account of a patient who has left; without a claim it is still to be billed."""

    discharged_on: Date
    diagnosis_codes: list[MedicalCode] = Field(min_length=1, max_length=25)
    drg: str = Field(default="", pattern=r"^([0-9]{3})?$")
    charges: list[ImportedCharge] = Field(min_length=1, max_length=500)
    claim: ImportedClaim | None = None


class ImportAnswer(Message):
    """What was taken over; `claimId` is empty without a claim."""

    encounter_id: str
    status: str
    charge_cents: int
    claim_id: str


def import_open_account(system: HasTables, request: ImportRequest, work: Work) -> dict[str, Any]:
    """Takes over an account with its charges, and its claim if there is one."""
    tables = system.tables
    if request.encounter_id in tables.encounters:
        raise Refusal(
            409, "DUPLICATE_ENCOUNTER", f"{request.encounter_id} is known", field="encounterId"
        )
    lines = [(charge, tables.code(charge.charge_code)) for charge in request.charges]
    if request.claim is not None:
        tables.payer(request.claim.payer_id)
    open_encounter(tables, request)
    encounter = tables.encounter(request.encounter_id)
    encounter.discharged_on = request.discharged_on
    encounter.diagnosis_codes = tuple(request.diagnosis_codes)
    encounter.drg = request.drg
    encounter.status = CODED if request.claim is None else FINAL_BILLED
    for line, code in lines:
        _take_over(tables, encounter, line, code)
    encounter.facility.imported_cents += encounter.charge_cents
    work.effect(
        Effect(
            kind="billing.open_account",
            key=encounter.encounter_id,
            amount_minor=encounter.charge_cents,
            facility=encounter.facility.code,
            facts={"class": encounter.encounter_class},
        )
    )
    claim_id = ""
    if request.claim is not None:
        claim_id = _open_claim(tables, encounter, request.claim, work)
    return {
        "encounterId": encounter.encounter_id,
        "status": encounter.status,
        "chargeCents": encounter.charge_cents,
        "claimId": claim_id,
    }


def _take_over(
    tables: Tables, encounter: Encounter, line: ImportedCharge, code: ChargeCode
) -> None:
    charge = Charge(
        number=tables.charges.next_taken_over(),
        source_reference=line.source_reference,
        encounter=encounter,
        code=code,
        quantity=line.quantity,
        amount_cents=code.price_cents * line.quantity,
        service_date=line.service_date,
        period=rules.period_of(line.service_date),
        lot="",
        department_code="",
        posted_on=line.service_date,
    )
    tables.charges.add(charge)


def _open_claim(tables: Tables, encounter: Encounter, opened: ImportedClaim, work: Work) -> str:
    payer = tables.payer(opened.payer_id)
    claim = Claim(
        claim_id=tables.number("CL"),
        encounter=encounter,
        payer=payer,
        created_on=opened.submitted_on,
        lines=claims.billed_lines(tables.charges.standing_on(encounter)),
        whole=ClaimLine(0, None, 0),
        status=claims.ACCEPTED,
        submissions=1,
        released=1,
        answered=1,
        submitted_on=opened.submitted_on,
        payer_control_number=opened.payer_control_number,
    )
    tables.add_claim(claim)
    work.effect(
        Effect(
            kind="billing.open_claim",
            key=claim.claim_id,
            amount_minor=claim.billed_cents,
            facility=encounter.facility.code,
            facts={
                "payer": payer.payer_id,
                "provider": claim_files.provider_npi(encounter.facility.gln),
                "submitted": claim_files.as_submitted(claim),
            },
        )
    )
    return claim.claim_id


DECLARED = (
    Operation(
        name="import_open_account",
        method="POST",
        path="/imports/accounts",
        scope="billing.imports.write",
        request=ImportRequest,
        response=ImportAnswer,
        handler=import_open_account,
        key=("encounterId",),
        summary="Takes over an account that was opened elsewhere, with its open claim",
        status=201,
    ),
)
