"""Conditions of claims, remittances, denials, receivables (S05), and their cash (S01): CR1-CR8.

A group that bills nobody has none of these documents, and all of them hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_systems.billing import denials
from mock_systems.billing.documents import Facility
from mock_systems.billing.remittances import Posting
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, condition

_SIGNED = {"CONTRACTUAL": -1, "CONTRACTUAL_REVERSAL": -1, "WRITE_OFF": -1, "REFUND": 1}
_FIGURES = {
    "CONTRACTUAL": "contractual",
    "CONTRACTUAL_REVERSAL": "contractual",
    "WRITE_OFF": "write-offs",
    "REFUND": "refunds",
}


@condition("K104", "A remittance line: billed less adjustments is paid", "CR1")
def remittance_lines_balance(books: Books) -> Unequals:
    for posting in books.billing.postings():
        adjusted = sum(each.amount_cents for each in posting.adjustments)
        expected = posting.billed_cents - adjusted
        if posting.paid_cents != expected:
            yield Unequal(str(posting.key), expected, posting.paid_cents, "cents")


@condition("K105", "A payment is the sum of its lines less what the payer keeps", "CR1")
def remittances_balance(books: Books) -> Unequals:
    for remittance in books.billing.remittances():
        paid = sum(posting.paid_cents for posting in books.billing.postings_of(remittance))
        expected = paid - remittance.provider_adjustment_cents
        if remittance.payment_cents != expected:
            yield Unequal(remittance.trace_number, expected, remittance.payment_cents, "cents")


@condition("K106", "A line of a remittance is posted once", "CR2", "CR3")
def remittance_lines_are_posted_once(books: Books) -> Unequals:
    of_remittances = tally(
        (str(key), 1) for remittance in books.billing.remittances() for key in remittance.postings
    )
    yield from (Unequal(key, 1, n, "postings") for key, n in of_remittances.items() if n > 1)
    on_claims = tally((str(posting.key), 1) for posting in books.billing.postings())
    yield from compare(of_remittances, on_claims, "postings")


@condition("K107", "A takeback is the opposite of one earlier line", "CR6")
def takebacks_have_originals(books: Books) -> Unequals:
    for posting in books.billing.postings():
        original = posting.original
        if original is None:
            continue
        found = f"{posting.billed_cents} billed, {posting.paid_cents} paid"
        expected = f"{-original.billed_cents} billed, {-original.paid_cents} paid"
        if found != expected:
            yield Unequal(str(posting.key), expected, found, "amounts")
        if original.reversed_by is not posting:
            other = str(original.reversed_by.key) if original.reversed_by else "none"
            yield Unequal(str(original.key), str(posting.key), other, "takeback")


@condition("K108", "A denied line stands in exactly one denial", "CR7")
def denials_are_work_items(books: Books) -> Unequals:
    denied = tally(
        ((_claim_line(posting), posting.key.trace_number), 1)
        for posting in books.billing.postings()
        if posting.original is None and posting.denied_cents > 0
    )
    listed = tally(
        ((f"{denial.claim_id}/{line}", denial.trace_number), 1)
        for denial in books.billing.denials()
        for line in sorted({reason.line for reason in denial.reasons})
    )
    return compare(denied, listed, "denials")


@condition("K109", "The queue of denials holds those that are open or appealed", "CR7", "P10")
def denials_wait_in_the_queue(books: Books) -> Unequals:
    waiting = (denials.OPEN, denials.APPEALED)
    expected = {d.denial_id: d.status for d in books.billing.denials() if d.status in waiting}
    queued = books.billing.tables.open_denials
    return compare(expected, {id_: denial.status for id_, denial in queued.items()}, "status")


@condition("K110", "Receivables roll forward to the sum of the patient accounts", "CR5")
def receivables_roll_forward(books: Books) -> Unequals:
    rolled = {}
    for facility in books.billing.facilities():
        moved = sum(each.change_cents for each in facility.receivables.values())
        charged = sum(each.amount_cents for each in facility.totals.values())
        rolled[facility.code] = facility.imported_cents + charged + moved
    balances = books.billing.balances()
    accounts = tally(
        (encounter.facility.code, balances[encounter.place])
        for encounter in books.billing.encounters().values()
    )
    return compare(rolled, accounts, "cents")


@condition("K111", "An account owes money exactly when it is in the credit queue", "CR8")
def credits_are_queued(books: Books) -> Unequals:
    queued, balances = books.billing.tables.credit_balances, books.billing.balances()
    for id_, encounter in books.billing.encounters().items():
        account = encounter.account
        patient = account.patient_balance_cents if account else 0
        negative = balances[encounter.place] < 0 or patient < 0
        if negative != (id_ in queued):
            expected, found = ("queued", "not queued") if negative else ("not queued", "queued")
            yield Unequal(id_, expected, found, "account")


@condition("K112", "What billing booked on receivables stands in the ledger", "CR5", "UC7", "P10")
def receivables_are_posted(books: Books) -> Unequals:
    """Charges as of the last closed day; payments of payers come as deposits."""
    booked = tally(
        ((books.hospital(facility.code), figure), cents)
        for facility in books.billing.facilities()
        for figure, cents in _booked(facility)
    )
    return compare(booked, tally(_in_ledger(books)), "cents")


@condition("K113", "A deposit is the payment of the remittance with its trace", "CR4")
def deposits_are_payments(books: Books) -> Unequals:
    deposited = tally(
        (receipt.trace, receipt.amount_minor)
        for receipt in books.erp.cash_receipts()
        if not receipt.reversed
    )
    for remittance in books.billing.remittances():
        found = deposited.get(remittance.trace_number)
        if found is not None and found != remittance.payment_cents:
            yield Unequal(remittance.trace_number, remittance.payment_cents, found, "cents")


@condition("K114", "A claim bills charges of its encounter, each once", "UC1", "P10")
def claims_bill_charges(books: Books) -> Unequals:
    for claim in books.billing.claims():
        yield from once((line.billed.charge_id for line in claim.lines if line.billed), "lines")
        for line in claim.lines:
            charge = books.billing.charge(line.billed.charge_number) if line.billed else None
            if charge is None or charge.encounter is not claim.encounter:
                key = f"{claim.claim_id}/{line.number}"
                found = charge.encounter.encounter_id if charge else "none"
                yield Unequal(key, claim.encounter.encounter_id, found, "encounter")


@condition("K115", "A submission left in one batch at most", "P10")
def submissions_leave_once(books: Books) -> Unequals:
    members = [member for batch in books.billing.batches() for member in batch.members]
    yield from once(members, "batches")
    claims = books.billing.tables.claims
    for claim_id, submission in members:
        last = claims[claim_id].submissions
        if submission > last:
            yield Unequal(claim_id, last, submission, "submission")


@condition("K116", "Evidence on a denied line names its charge and what it was for", "P15")
def evidence_is_of_the_line(books: Books) -> Unequals:
    for denial, chain in books.billing.evidence():
        line = books.billing.claim(denial.claim_id).line(chain.line)
        charge = line.billed if line else None
        expected = f"{charge.charge_id} of {charge.source_reference}" if charge else "none"
        found = f"{chain.charge} of {chain.usage}"
        if found != expected:
            yield Unequal(f"{denial.denial_id}/{chain.line}", expected, found, "charge")


def _claim_line(posting: Posting) -> str:
    return f"{posting.key.claim_id}/{posting.key.line}"


def _booked(facility: Facility) -> Iterator[tuple[str, int]]:
    for period in facility.receivables.values():
        yield "contractual", period.contractual_cents
        yield "write-offs", period.write_off_cents
        yield "refunds", period.refund_cents
    for totals in facility.totals.values():
        yield "charges", totals.summarised_cents


def _in_ledger(books: Books) -> Iterator[tuple[tuple[str, str], int]]:
    """Cents as billing signs them: a contractual adjustment lowers what is owed."""
    for (unit, _), rolled in books.erp.receivables_rolled().items():
        for type_, minor in rolled.items():
            if type_ in _FIGURES:
                yield (books.hospital(unit), _FIGURES[type_]), _SIGNED[type_] * minor
            elif type_ in ("CHARGE", "CHARGE_CREDIT"):
                yield (books.hospital(unit), "charges"), minor
