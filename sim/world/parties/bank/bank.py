"""S14: the group's bank, from the payment file to the statement (P08), with deposits (P10).

    ERP pays -> file (NACHA) in the mailbox -> settled on the next banking day -> statement (BAI2)

Cheques reach it by mail and are presented days later. Some transfers come back: the account is
closed or does not exist. What payers send is on the statement under its trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from math import log
from typing import NamedTuple

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files.payment_file import PaymentEntry, PaymentFile, trace_number
from mock_systems.standards.files.statement_file import (
    ACH_CREDIT,
    ACH_DEBIT,
    CHECK_PAID,
    StatementEntry,
)
from sim.world.business_days import ONE_DAY, add_business_days
from sim.world.calendar import HOME_ZONE
from sim.world.offers import Deposit
from sim.world.parties.bank.account import (
    BOOK,
    MAILBOX,
    OWN,
    RETURN_CREDIT,
    Account,
    Posting,
)
from sim.world.parties.bank.book import BankBook
from sim.world.parties.bank.file_desk import FileDesk
from sim.world.parties.bank.vendor_desk import VendorDesk
from sim.world.parties.party import Place

RETURN_REASONS = {
    "R02": "ACCOUNT CLOSED",
    "R03": "NO ACCOUNT OR UNABLE TO LOCATE",
    "R04": "INVALID ACCOUNT NUMBER",
}
READS_AFTER_S = 600.0
_CHEQUE_SIGMA = 0.5


class Expected(NamedTuple):
    """A payment as the ERP made it; `attempt` counts the payments of its invoice."""

    facility: str
    supplier: str
    invoice: str
    attempt: int


class Bank:
    """One bank, one account."""

    id = "S14"
    flows = ("P08", "P10")
    sends = ("BAI2 statement",)
    takes = ("NACHA payment file",)

    def __init__(self, place: Place) -> None:
        self._place = place
        parameters = place.site.parameters
        per_bed_minor = round(parameters["bank_opening_balance_per_bed_usd"] * 100)
        self.book = BankBook()
        self._account = Account(place, self.book, per_bed_minor * place.site.enterprise.beds)
        self._files = FileDesk()
        self._vendors = VendorDesk(place)
        self._expected: dict[str, Expected] = {}
        self._attempts: Counter[tuple[str, str]] = Counter()
        place.site.offers.deposits.take(self._deposit)

    def mailboxes(self) -> Iterable[str]:
        """One."""
        return (MAILBOX,)

    def start(self) -> None:
        """Plans the statements, and the changes of suppliers' accounts."""
        self._account.start()
        self._vendors.start()

    def accept(self, mailbox: str, document: Document) -> str:
        """Refuses a bad file whole; one that is here already changes nothing."""
        taken = self._files.take(document)
        if isinstance(taken, str):
            return taken
        if taken is not None:
            at_s = self._place.agenda.now_s + READS_AFTER_S
            self._place.agenda.always_at(at_s, self._execute, taken)
        return ""

    def on_effect(self, system: str, effect: Effect) -> None:
        """Expects what the ERP pays; a cheque is mailed."""
        if effect.kind == "erp.bank_change":
            self._vendors.on_effect(effect)
        elif effect.kind == "erp.payment" and effect.count > 0:
            self._expect(effect)

    def _expect(self, effect: Effect) -> None:
        supplier, invoice = effect.facts["supplier"], effect.facts["invoice"]
        self._attempts[supplier, invoice] += 1
        attempt = self._attempts[supplier, invoice]
        expected = Expected(effect.facility, supplier, invoice, attempt)
        self._expected[effect.key] = expected
        if effect.facts["method"] == "CHECK":
            self._present(effect, expected)
        elif effect.facts["method"] == "ACH":
            owed = Effect(
                "bank.payment_expected",
                effect.key,
                amount_minor=effect.amount_minor,
                facility=effect.facility,
            )
            self._place.record(BOOK, OWN, owed)

    def _present(self, effect: Effect, expected: Expected) -> None:
        """Mail, then the supplier's own bank: days pass until a cheque is presented."""
        site = self._place.site
        median = log(site.parameters["cheque_presented_median_d"])
        address = (expected.supplier, expected.invoice, expected.attempt)
        wait_d = site.streams.lognormal(median, _CHEQUE_SIGMA, "bank.cheque_d", *address)
        day = add_business_days(self._today(), max(1, round(wait_d)))
        entry = StatementEntry(CHECK_PAID, effect.amount_minor, "", effect.key, "CHEQUE")
        self._account.post(day, Posting(entry, self._settled(effect.key, effect.amount_minor)))

    def _execute(self, file: PaymentFile) -> None:
        """Books every entry, then settles it on the day that the file wants, or the next one."""
        for batch in file.batches:
            day = max(batch.effective_date, self._today() + ONE_DAY)
            for entry in batch.entries:
                received = Effect(
                    "bank.payment_received",
                    entry.reference,
                    amount_minor=entry.amount_minor,
                    facility=self._facility(entry.reference),
                )
                self.book.note(received.kind, received.key, received.amount_minor)
                self._place.record(BOOK, "integration", received)
                line = StatementEntry(
                    ACH_DEBIT,
                    entry.amount_minor,
                    trace_number(file, entry),
                    entry.reference,
                    entry.payee_name,
                )
                settled = self._settled(entry.reference, entry.amount_minor)
                after = partial(self._maybe_return, entry, line)
                self._account.post(day, Posting(line, settled, after))

    def _maybe_return(self, entry: PaymentEntry, line: StatementEntry, settled_on: date) -> None:
        """Within two banking days, as the rules of the network ask of the payee's bank."""
        expected = self._expected.get(entry.reference)
        if expected is None:
            return
        site = self._place.site
        address = (expected.supplier, expected.invoice, expected.attempt)
        share = site.parameters["erroneous_payment_share"]
        if not site.streams.bernoulli(share, "bank.return", *address):
            return
        reason = site.streams.choice(tuple(RETURN_REASONS), "bank.reason", *address)
        after = site.streams.integer(1, 3, "bank.return_d", *address)
        back = Effect(
            "bank.return",
            entry.reference,
            amount_minor=entry.amount_minor,
            facility=expected.facility,
            facts={"reason": reason},
        )
        credit = StatementEntry(
            RETURN_CREDIT,
            entry.amount_minor,
            line.bank_reference,
            entry.reference,
            f"RETURN {reason} {RETURN_REASONS[reason]}",
        )
        tell = partial(self._returned, expected.supplier)
        self._account.post(add_business_days(settled_on, after), Posting(credit, back, tell))

    def _returned(self, supplier: str, _day: date) -> None:
        self._vendors.correct(supplier)

    def _deposit(self, deposit: Deposit) -> bool:
        entry = StatementEntry(
            ACH_CREDIT, deposit.amount_minor, "", deposit.trace, f"{deposit.payer} CLAIM PAYMENT"
        )
        effect = Effect(
            "bank.deposit",
            deposit.trace,
            amount_minor=deposit.amount_minor,
            facts={"payer": deposit.payer},
        )
        self._account.post(deposit.day, Posting(entry, effect))
        return True

    def _settled(self, reference: str, amount_minor: int) -> Effect:
        facility = self._facility(reference)
        return Effect("bank.settlement", reference, amount_minor=amount_minor, facility=facility)

    def _facility(self, reference: str) -> str:
        expected = self._expected.get(reference)
        return expected.facility if expected else ""

    def _today(self) -> date:
        return self._place.site.calendar.day(self._place.agenda.now_s, HOME_ZONE)
