"""The group's account at the bank (S14): posted at night, told of in a statement next morning.

    22:00  what fell due on a banking day is posted: effects in the bank's book
    06:00  the next morning the day's statement (BAI2) leaves: balances, every transaction

A day's closing balance is the next statement's opening one, whatever was posted in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from integration_under_test.boundary import Document
from mock_systems.erp.payment_files import COMPANY_ID, HOUSE_BANK
from mock_systems.service import Effect
from mock_systems.standards.files import statement_file
from mock_systems.standards.files.statement_file import (
    AccountStatement,
    StatementEntry,
    StatementFile,
    StatementGroup,
)
from sim.world.business_days import ONE_DAY, add_business_days, is_business_day
from sim.world.calendar import HOME_ZONE
from sim.world.parties.bank.book import BankBook
from sim.world.parties.party import Place

BOOK = "bank"
OWN = "world/bank"
MAILBOX = "BANK"
ACCOUNT = "4000117"
STATEMENT_TYPE = "text/plain;layout=bai2"
RETURN_CREDIT = "257"
"""An ACH return item, which BAI2 counts among credits."""

POSTS_H = 22.0
STATEMENT_H = 6.0


@dataclass(frozen=True, slots=True)
class Posting:
    """A transaction with the effect that it is; `then` is told the day on which it was posted."""

    entry: StatementEntry
    effect: Effect
    then: Callable[[date], None] | None = None


class Account:
    """One account, in cents; `opening_minor` is its balance before the first day."""

    def __init__(self, place: Place, book: BankBook, opening_minor: int) -> None:
        self._place = place
        self._book = book
        self._balance_minor = opening_minor
        self._due: dict[date, list[Posting]] = defaultdict(list)
        self._nights: set[date] = set()
        self._statements = 0

    def start(self) -> None:
        """Plans a statement for every banking day while demand lasts."""
        site, agenda = self._place.site, self._place.agenda
        day = banking_day(site.calendar.day(agenda.now_s, HOME_ZONE))
        while agenda.demand_open(site.calendar.midnight(day, HOME_ZONE)):
            self._plan(day)
            day = add_business_days(day, 1)

    def post(self, day: date, posting: Posting) -> None:
        """Posts on a day, or the first banking day after it whose night is still to come.

        What would be posted after the run has settled stays in transit.
        """
        day = banking_day(day)
        while self._night_s(day) <= self._place.agenda.now_s:
            day = add_business_days(day, 1)
        if self._night_s(day) <= self._place.agenda.settled_at_s:
            self._due[day].append(posting)
            self._plan(day)

    def _night_s(self, day: date) -> float:
        return self._place.site.calendar.at(day, POSTS_H, HOME_ZONE)

    def _plan(self, day: date) -> None:
        if day not in self._nights:
            self._nights.add(day)
            self._place.agenda.always_at(self._night_s(day), self._night, day)

    def _night(self, day: date) -> None:
        postings = tuple(self._due.pop(day, ()))
        for posting in postings:
            effect = posting.effect
            self._book.note(effect.kind, effect.key, effect.amount_minor)
            self._place.record(BOOK, OWN, effect)
            if posting.then is not None:
                posting.then(day)
        entries = tuple(posting.entry for posting in postings)
        statement = AccountStatement(ACCOUNT, self._balance_minor, entries)
        self._balance_minor = statement.closing_minor
        calendar = self._place.site.calendar
        at_s = calendar.at(day + ONE_DAY, STATEMENT_H, HOME_ZONE)
        self._place.agenda.always_at(at_s, self._send, day, statement)

    def _send(self, day: date, statement: AccountStatement) -> None:
        self._statements += 1
        site, agenda = self._place.site, self._place.agenda
        local = site.calendar.local(agenda.now_s, HOME_ZONE)
        created = local.replace(second=0, microsecond=0, tzinfo=None)
        group = StatementGroup(HOUSE_BANK, day, (statement,), COMPANY_ID)
        file = StatementFile(HOUSE_BANK, COMPANY_ID, created, self._statements, (group,))
        content = statement_file.build(file).encode("ascii")
        document = Document(f"BAI2-{day:%Y%m%d}", MAILBOX, STATEMENT_TYPE, content)
        self._place.post(MAILBOX, document)


def banking_day(day: date) -> date:
    """The day itself, or the next one on which the bank posts."""
    return day if is_business_day(day) else add_business_days(day, 1)
