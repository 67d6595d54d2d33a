"""Charges on encounters: posted once per request, credited at most once (flow P09).

A source reference is not unique here: the same one twice makes two charges unless the caller
sends the same idempotency key, which is what an integration is tested for.
"""

from __future__ import annotations

from sys import intern
from typing import Annotated, Any

from pydantic import StringConstraints

from mock_systems.billing import rules
from mock_systems.billing.documents import CREDITED, Charge
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Date, Message, Quantity, Reference
from mock_systems.service import Effect, Work

Optional = Annotated[str, StringConstraints(max_length=40)]


class ChargeRequest(Message):
    """What to bill for; an implant needs the lot that was used."""

    source_reference: Reference
    encounter_id: Code
    charge_code: Code
    quantity: Quantity
    service_date: Date
    department_code: Optional = ""
    lot: Optional = ""


class ChargeAnswer(Message):
    """A charge as it stands; `amount_cents` is price times quantity."""

    charge_id: str
    source_reference: str
    encounter_id: str
    facility_id: int
    charge_code: str
    quantity: int
    amount_cents: int
    service_date: str
    lot: str
    department_code: str
    status: str


class FindChargesRequest(Message):
    """Which origin document."""

    source_reference: Reference


class FindChargesAnswer(Message):
    """Its charges, credited ones too, in order of posting."""

    charges: list[ChargeAnswer]


class CreditRequest(Message):
    """Which charge, why; `credit_reference` is the document that asked for it, if one did.

    `credit_date` is for a charge whose period is closed: it names the period of the credit. None
    takes the charge's own.
    """

    charge_id: Code
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    credit_reference: Annotated[str, StringConstraints(max_length=80)] = ""
    credit_date: Date | None = None


def create_charge(system: HasTables, request: ChargeRequest, work: Work) -> dict[str, Any]:
    """Posts a charge at the charge master's price."""
    tables = system.tables
    encounter = tables.encounter(request.encounter_id)
    code = tables.code(request.charge_code)
    rules.require_eligible_lot(code, request.lot)
    local_day = encounter.facility.local_day
    posted_on = local_day.of(work.now)
    period = rules.period_of(request.service_date)
    rules.require_not_closed(tables.periods.get(period), period)
    charge = Charge(
        number=tables.charges.next_number(),
        source_reference=request.source_reference,
        encounter=encounter,
        code=code,
        quantity=request.quantity,
        amount_cents=code.price_cents * request.quantity,
        service_date=intern(request.service_date),
        period=intern(period),
        lot=request.lot,
        department_code=intern(request.department_code),
        earlier=tables.charges.last_of(request.source_reference),
        posted_on=posted_on,
        late=request.service_date < local_day.late_before,
    )
    return book_charge(tables, charge, work)


def book_charge(tables: Tables, charge: Charge, work: Work) -> dict[str, Any]:
    """Puts a new charge into every table, tells of it."""
    tables.charges.add(charge)
    _count(charge, charge.period, 1)
    if charge.encounter.account is not None:
        tables.review_credit_balance(charge.encounter)
    work.effect(_effect(charge, charge.period, 1))
    posted = wire_charge(charge)
    work.emit("billing.charge.posted", charge.charge_id, posted)
    return posted


def find_charges(system: HasTables, request: FindChargesRequest, work: Work) -> dict[str, Any]:
    """Reads all charges of an origin document."""
    del work
    of_reference = system.tables.charges.of_reference(request.source_reference)
    found = [wire_charge(charge) for charge in of_reference]
    return {"charges": found[::-1]}


def credit_charge(system: HasTables, request: CreditRequest, work: Work) -> dict[str, Any]:
    """Reverses a posted charge in full, in its own period unless a later date is given."""
    tables = system.tables
    charge = tables.charge(request.charge_id)
    rules.require_posted(charge)
    period = _credit_period(tables, charge, request.credit_date)
    book_credit(tables, charge, request.reason, period, work)
    if request.credit_reference:
        work.effect(_credit_effect(charge, request.credit_reference))
    return wire_charge(charge)


def book_credit(tables: Tables, charge: Charge, reason: str, period: str, work: Work) -> None:
    """Takes a posted charge back, in a period that is not closed."""
    charge.status, charge.credit_reason, charge.credit_period = CREDITED, reason, period
    charge.encounter.charge_count -= 1
    charge.encounter.charge_cents -= charge.amount_cents
    tables.charges.put(charge)
    _count(charge, period, -1)
    work.effect(_effect(charge, period, -1))
    if charge.encounter.account is not None:
        tables.review_credit_balance(charge.encounter)


def _credit_period(tables: Tables, charge: Charge, credit_date: str | None) -> str:
    if credit_date is None:
        rules.require_not_closed(tables.periods.get(charge.period), charge.period)
        return charge.period
    rules.require_not_before(charge, credit_date)
    return intern(tables.open_period_of(credit_date, "creditDate"))


def _count(charge: Charge, period: str, sign: int) -> None:
    totals = charge.encounter.facility.totals_of(period)
    totals.charge_count += sign
    totals.amount_cents += sign * charge.amount_cents


def _effect(charge: Charge, period: str, count: int) -> Effect:
    return Effect(
        kind="billing.charge",
        key=charge.source_reference,
        count=count,
        amount_minor=charge.amount_cents,
        quantity=charge.quantity,
        uom="EA",
        facility=charge.encounter.facility.code,
        period=period,
        facts={
            "charge_id": charge.charge_id,
            "charge_code": charge.code.charge_code,
            "encounter": charge.encounter.encounter_id,
            "lot": charge.lot,
        },
    )


def _credit_effect(charge: Charge, reference: str) -> Effect:
    """The credit under the number of its own document, beside the charge that it takes back."""
    return Effect(
        kind="billing.charge_credit",
        key=reference,
        amount_minor=charge.amount_cents,
        quantity=charge.quantity,
        uom="EA",
        facility=charge.encounter.facility.code,
        period=charge.credit_period,
        facts={"charge_id": charge.charge_id, "source": charge.source_reference},
    )


def wire_charge(charge: Charge) -> dict[str, Any]:
    """A charge as this vendor writes it."""
    return {
        "chargeId": charge.charge_id,
        "sourceReference": charge.source_reference,
        "encounterId": charge.encounter.encounter_id,
        "facilityId": charge.encounter.facility.facility_id,
        "chargeCode": charge.code.charge_code,
        "quantity": charge.quantity,
        "amountCents": charge.amount_cents,
        "serviceDate": charge.service_date,
        "lot": charge.lot,
        "departmentCode": charge.department_code,
        "status": charge.status,
    }
