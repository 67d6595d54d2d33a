"""Patient accounts: what the patient pays, what is refunded, what is given up (CR5, CR8).

Each entry has a reference that is booked once.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal

from mock_systems.billing import denials
from mock_systems.billing.accounts import Account
from mock_systems.billing.denial_operations import require_status
from mock_systems.billing.documents import Encounter
from mock_systems.billing.ledger_postings import Source, post_to_ledger
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Date, Message, Page, PositiveCents
from mock_systems.service import Operation, Refusal, Work


class EntryRequest(Message):
    """An amount on a patient account, with the reference that makes it unique."""

    encounter_id: Code
    reference: Code
    amount_cents: PositiveCents
    booked_on: Date


class RefundRequest(EntryRequest):
    """Who gets the money back."""

    payee: Literal["patient", "payer"]


class WriteOffRequest(EntryRequest):
    """Why it is given up; with a denial, that is closed by it."""

    reason: Literal["bad_debt", "charity", "small_balance", "denial", "timely_filing"]
    denial_id: str = ""


class GetAccountRequest(Message):
    """Whose account."""

    encounter_id: Code


class AccountAnswer(Message):
    """balance = charges - contractual - payments - write-offs + refunds; `patientBalance` is the
    part that the patient owes."""

    encounter_id: str
    facility_id: int
    charge_cents: int
    contractual_cents: int
    payment_cents: int
    write_off_cents: int
    refund_cents: int
    balance_cents: int
    patient_balance_cents: int
    in_credit_queue: bool


class AccountsAnswer(Message):
    """One page of accounts on which someone is owed money."""

    items: list[AccountAnswer]
    has_more: bool


def get_account(system: HasTables, request: GetAccountRequest, work: Work) -> dict[str, Any]:
    """Reads a patient account."""
    del work
    return _wire(system.tables, system.tables.encounter(request.encounter_id))


def list_credit_balances(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the accounts on which someone is owed money."""
    del work
    tables = system.tables
    end = request.offset + request.limit
    page = islice(tables.credit_balances.values(), request.offset, end)
    has_more = end < len(tables.credit_balances)
    return {"items": [_wire(tables, encounter) for encounter in page], "hasMore": has_more}


def post_patient_payment(system: HasTables, request: EntryRequest, work: Work) -> dict[str, Any]:
    """Takes what the patient paid, also more than is due."""
    tables = system.tables
    encounter = tables.encounter(request.encounter_id)
    _require_new(tables, "patient_payment", request)
    figures = _open(tables, encounter, request)
    for figure in figures:
        figure.payment_cents += request.amount_cents
    figures[0].patient_paid_cents += request.amount_cents
    return _book(tables, encounter, request, work, ("patient_payment", "payment"))


def refund_credit(system: HasTables, request: RefundRequest, work: Work) -> dict[str, Any]:
    """Gives back what was paid too much, no more."""
    tables = system.tables
    encounter = tables.encounter(request.encounter_id)
    _require_new(tables, "refund", request)
    account = encounter.account or Account()
    to_patient = request.payee == "patient"
    balance = account.patient_balance_cents if to_patient else encounter.balance_cents
    if request.amount_cents > -balance:
        raise Refusal(
            409,
            "EXCEEDS_CREDIT",
            f"{encounter.encounter_id} owes {max(0, -balance)}, got {request.amount_cents}",
            field="amountCents",
        )
    figures = _open(tables, encounter, request)
    for figure in figures:
        figure.refund_cents += request.amount_cents
    if to_patient:
        figures[0].patient_paid_cents -= request.amount_cents
    return _book(tables, encounter, request, work, ("refund", "refund"))


def write_off(system: HasTables, request: WriteOffRequest, work: Work) -> dict[str, Any]:
    """Gives up what will not be paid: of the patient's part for bad debt, charity, small balances,
    else of the payer's."""
    tables = system.tables
    encounter = tables.encounter(request.encounter_id)
    _require_new(tables, "write_off", request)
    account = encounter.account or Account()
    of_patient = request.reason in ("bad_debt", "charity", "small_balance")
    balance = account.patient_balance_cents if of_patient else encounter.balance_cents
    if request.amount_cents > min(balance, encounter.balance_cents):
        raise Refusal(
            409,
            "EXCEEDS_BALANCE",
            f"{encounter.encounter_id} is owed {balance}, got {request.amount_cents}",
            field="amountCents",
        )
    if request.denial_id:
        _close_denial(tables, encounter, request)
    figures = _open(tables, encounter, request)
    for figure in figures:
        figure.write_off_cents += request.amount_cents
    if of_patient:
        figures[0].patient_due_cents -= request.amount_cents
    return _book(tables, encounter, request, work, ("write_off", "write_off"))


def _require_new(tables: Tables, kind: str, request: EntryRequest) -> None:
    tables.open_period_of(request.booked_on, "bookedOn")
    if (kind, request.reference) in tables.account_entries:
        raise Refusal(
            409,
            "DUPLICATE_REFERENCE",
            f"{kind} {request.reference!r} is booked already",
            field="reference",
        )


def _close_denial(tables: Tables, encounter: Encounter, request: WriteOffRequest) -> None:
    denial = tables.denial(request.denial_id)
    require_status(denial, denials.OPEN)
    if denial.encounter is not encounter:
        raise Refusal(
            422, "OTHER_ENCOUNTER", f"{denial.denial_id} is another encounter's", field="denialId"
        )
    denial.status = denials.WRITTEN_OFF
    del tables.open_denials[denial.denial_id]


def _open(tables: Tables, encounter: Encounter, request: EntryRequest) -> tuple[Account, Any]:
    receivable = tables.receivable(encounter.facility, request.booked_on)
    return tables.account(encounter), receivable


def _book(
    tables: Tables,
    encounter: Encounter,
    request: EntryRequest,
    work: Work,
    kinds: tuple[str, str],
) -> dict[str, Any]:
    kind, figure = kinds
    tables.account_entries[kind, request.reference] = request.amount_cents
    tables.review_credit_balance(encounter)
    source = Source(f"{kind}:{request.reference}", request.booked_on)
    post_to_ledger(work, source, encounter.facility, {figure: request.amount_cents})
    return _wire(tables, encounter)


def _wire(tables: Tables, encounter: Encounter) -> dict[str, Any]:
    account = encounter.account or Account()
    return {
        "encounterId": encounter.encounter_id,
        "facilityId": encounter.facility.facility_id,
        "chargeCents": encounter.charge_cents,
        "contractualCents": account.contractual_cents,
        "paymentCents": account.payment_cents,
        "writeOffCents": account.write_off_cents,
        "refundCents": account.refund_cents,
        "balanceCents": encounter.balance_cents,
        "patientBalanceCents": account.patient_balance_cents,
        "inCreditQueue": encounter.encounter_id in tables.credit_balances,
    }


DECLARED = (
    Operation(
        name="get_account",
        method="GET",
        path="/accounts/{encounterId}",
        scope="billing.accounts.read",
        request=GetAccountRequest,
        response=AccountAnswer,
        handler=get_account,
        key=("encounterId",),
        summary="Reads a patient account",
    ),
    Operation(
        name="list_credit_balances",
        method="GET",
        path="/creditBalances",
        scope="billing.accounts.read",
        request=Page,
        response=AccountsAnswer,
        handler=list_credit_balances,
        summary="Lists the accounts on which someone is owed money",
    ),
    Operation(
        name="post_patient_payment",
        method="POST",
        path="/patientPayments",
        scope="billing.accounts.write",
        request=EntryRequest,
        response=AccountAnswer,
        handler=post_patient_payment,
        key=("reference",),
        summary="Takes a payment of the patient",
        status=201,
    ),
    Operation(
        name="refund_credit",
        method="POST",
        path="/refunds",
        scope="billing.accounts.write",
        request=RefundRequest,
        response=AccountAnswer,
        handler=refund_credit,
        key=("reference",),
        summary="Gives back what was paid too much",
        status=201,
    ),
    Operation(
        name="write_off",
        method="POST",
        path="/writeOffs",
        scope="billing.accounts.write",
        request=WriteOffRequest,
        response=AccountAnswer,
        handler=write_off,
        key=("reference",),
        summary="Gives up what will not be paid",
        status=201,
    ),
)
