"""Corrections of charges: the wrong one is credited, the right one posted, each names the other.

A charge on an active claim is corrected only after the claim is closed, since the payer was told.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.billing import rules
from mock_systems.billing.charge_operations import (
    ChargeAnswer,
    Optional,
    book_charge,
    book_credit,
    wire_charge,
)
from mock_systems.billing.claims import CLOSED
from mock_systems.billing.documents import Charge
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Message, Reason
from mock_systems.service import Effect, Operation, Refusal, Work


class GetChargeRequest(Message):
    """Which charge."""

    charge_id: Code


class CorrectionRequest(Message):
    """What is right; 0 or "" keeps what the charge says."""

    charge_id: Code
    reason: Reason
    quantity: int = Field(default=0, ge=0, le=1_000_000)
    charge_code: Optional = ""
    encounter_id: Optional = ""
    lot: Optional = ""


class ChargeDetailAnswer(ChargeAnswer):
    """A charge with its history; `late` when posted more than three days after the service."""

    posted_on: str
    late: bool
    credit_reason: str
    credit_period: str
    corrects: str
    corrected_by: str


def correct_charge(system: HasTables, request: CorrectionRequest, work: Work) -> dict[str, Any]:
    """Credits a charge, posts the right one under the same reference."""
    tables = system.tables
    wrong = tables.charge(request.charge_id)
    rules.require_posted(wrong)
    rules.require_not_closed(tables.periods.get(wrong.period), wrong.period)
    _require_unclaimed(tables, wrong)
    right = _right(tables, wrong, request, work)
    if right is None:
        raise Refusal(422, "NOTHING_TO_CORRECT", "expected a difference; name it", field="quantity")
    wrong.corrected_by, right.corrects = right.charge_id, wrong.charge_id
    book_credit(tables, wrong, request.reason, wrong.period, work)
    book_charge(tables, right, work)
    facility = wrong.encounter.facility.code
    facts = {"by": right.charge_id}
    work.effect(Effect("billing.correction", wrong.charge_id, facility=facility, facts=facts))
    answer = _wire(right)
    work.emit("billing.charge.corrected", wrong.charge_id, {**answer, "reason": request.reason})
    return answer


def get_charge(system: HasTables, request: GetChargeRequest, work: Work) -> dict[str, Any]:
    """Reads one charge."""
    del work
    return _wire(system.tables.charge(request.charge_id))


def _require_unclaimed(tables: Tables, charge: Charge) -> None:
    for claim in tables.claims_of(charge.encounter):
        billed = (line.billed.charge_number for line in claim.lines if line.billed)
        if claim.status != CLOSED and charge.number in billed:
            raise Refusal(
                409,
                "CHARGE_ON_CLAIM",
                f"{charge.charge_id} is on {claim.claim_id}; close the claim first",
                field="chargeId",
            )


def _right(tables: Tables, wrong: Charge, request: CorrectionRequest, work: Work) -> Charge | None:
    encounter = tables.encounter(request.encounter_id) if request.encounter_id else wrong.encounter
    code = tables.code(request.charge_code) if request.charge_code else wrong.code
    quantity, lot = request.quantity or wrong.quantity, request.lot or wrong.lot
    if (encounter, code, quantity, lot) == (wrong.encounter, wrong.code, wrong.quantity, wrong.lot):
        return None
    rules.require_eligible_lot(code, lot)
    local_day = encounter.facility.local_day
    return Charge(
        number=tables.charges.next_number(),
        source_reference=wrong.source_reference,
        encounter=encounter,
        code=code,
        quantity=quantity,
        amount_cents=code.price_cents * quantity,
        service_date=wrong.service_date,
        period=wrong.period,
        lot=lot,
        department_code=wrong.department_code,
        earlier=tables.charges.last_of(wrong.source_reference),
        posted_on=local_day.of(work.now),
        late=wrong.service_date < local_day.late_before,
    )


def _wire(charge: Charge) -> dict[str, Any]:
    return {
        **wire_charge(charge),
        "postedOn": charge.posted_on,
        "late": charge.late,
        "creditReason": charge.credit_reason,
        "creditPeriod": charge.credit_period,
        "corrects": charge.corrects,
        "correctedBy": charge.corrected_by,
    }


DECLARED = (
    Operation(
        name="correct_charge",
        method="POST",
        path="/charges/{chargeId}/corrections",
        scope="billing.charges.write",
        request=CorrectionRequest,
        response=ChargeDetailAnswer,
        handler=correct_charge,
        key=("chargeId",),
        summary="Credits a charge and posts the right one in its place",
        status=201,
    ),
    Operation(
        name="get_charge",
        method="GET",
        path="/charges/{chargeId}",
        scope="billing.charges.read",
        request=GetChargeRequest,
        response=ChargeDetailAnswer,
        handler=get_charge,
        key=("chargeId",),
        summary="Reads one charge with its history",
    ),
)
