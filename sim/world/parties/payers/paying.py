"""The payment runs: on its days each payer pays what is due, one 835 for each hospital.

Medicare pays every business day, after the floor of fourteen days, Medicaid weekly, the others
once or twice a week. A claim is forgotten once it is paid, unless it was denied or will be taken
back; until then it lies on disk, since there are weeks of claims.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mock_systems.billing.claim_files import provider_npi
from mock_systems.service import Effect
from mock_systems.service.archive import Archive
from mock_systems.standards.x12 import remittance
from mock_systems.standards.x12.remittance_advice import Payee
from sim.world.business_days import ONE_DAY, is_business_day
from sim.world.calendar import DAY_S, HOME_ZONE
from sim.world.offers import Decision, Deposit
from sim.world.parties.party import Place
from sim.world.parties.payers.adjudication import Adjudication, Round
from sim.world.parties.payers.advice import Advised, advise, settle
from sim.world.parties.payers.claims import Claim, packed, unpacked
from sim.world.parties.payers.counter import BOOK, OWN, Desk

PAYS_ON = {
    "PAY-MCR": (0, 1, 2, 3, 4),
    "PAY-MCD": (2,),
    "PAY-COM1": (1, 4),
    "PAY-COM2": (2,),
    "PAY-SUP": (3,),
}
"""Weekdays, Monday 0."""
RUN_H = 6.0
CLAIMS_MAX = 10_000
"""How many claims an 835 may hold (TR3)."""


class Item(NamedTuple):
    """A claim, by its key, that becomes due; `taken_back` names the round that it takes back
    first."""

    due_s: float
    claim: str
    round: Round
    taken_back: Round | None = None


class Paying:
    """All payers' treasuries."""

    def __init__(self, place: Place, counter: Desk, adjudication: Adjudication) -> None:
        self._place = place
        self._counter = counter
        self._adjudication = adjudication
        self._claims: Archive[str, Claim] = Archive(packed, unpacked)
        self._items: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
        self._owed: dict[tuple[str, str], int] = {}
        self._denied: dict[str, str] = {}
        """By account, the claim's key."""
        self._payments = 0
        self._hospitals = {
            provider_npi(facility.gln): facility for facility in place.site.enterprise.facilities
        }

    def start(self) -> None:
        """Plans the payment runs, a day at a time."""
        self._plan_day(0)

    def serves(self, claim: Claim) -> bool:
        """Whether both the payer and the hospital of a claim are known here."""
        return claim.payer in PAYS_ON and claim.npi in self._hospitals

    def await_payment(self, claim: Claim, due_s: float) -> None:
        """A claim was accepted and will be adjudicated by an instant."""
        self._claims[claim.key] = claim
        self._items[claim.payer, claim.npi].append(Item(due_s, claim.key, "first"))

    def hear(self, appeal: Effect) -> None:
        """An appeal came by mail; the payer decides it in time."""
        account = appeal.facts["claim"]
        if account in self._denied:
            denial, _, level = appeal.key.rpartition("/")
            after_d = self._place.site.parameters["appeal_decision_d"]
            at_s = self._place.agenda.now_s + after_d * DAY_S
            self._place.agenda.at(at_s, self._decide, account, denial, int(level))

    def _decide(self, account: str, denial: str, level: int) -> None:
        won = self._adjudication.overturns(account, level)
        outcome = "overturned" if won else "upheld"
        entered = self._place.site.offers.decisions(Decision(denial, outcome))
        if won and entered and account in self._denied:
            claim = self._claims[self._denied.pop(account)]
            item = Item(self._place.agenda.now_s, claim.key, "appeal", "first")
            self._items[claim.payer, claim.npi].append(item)

    def _plan_day(self, number: int) -> None:
        agenda, calendar = self._place.agenda, self._place.site.calendar
        day = calendar.first_day + ONE_DAY * number
        if is_business_day(day):
            agenda.at(calendar.at(day, RUN_H, HOME_ZONE), self._run, day)
        morrow_s = calendar.midnight(day + ONE_DAY, HOME_ZONE)
        if agenda.demand_open(morrow_s):
            agenda.at(morrow_s, self._plan_day, number + 1)

    def _run(self, today: date) -> None:
        now_s = self._place.agenda.now_s
        if now_s < self._place.site.parameters["payments_held_d"] * DAY_S:
            return
        for payer, npi in sorted(self._items):
            if today.weekday() not in PAYS_ON[payer]:
                continue
            waiting = self._items[payer, npi]
            due = [item for item in waiting if item.due_s <= now_s]
            self._items[payer, npi] = [item for item in waiting if item.due_s > now_s]
            for start in range(0, len(due), CLAIMS_MAX):
                self._pay((payer, npi), due[start : start + CLAIMS_MAX], today)

    def _pay(self, parties: tuple[str, str], due: Sequence[Item], today: date) -> None:
        payer, npi = parties
        self._payments += 1
        trace = f"{payer}-{self._payments:07d}"
        advised = [one for item in due for one in self._advised(item)]
        settled = settle(advised, self._owed.pop(parties, 0), today)
        if settled.owed_minor:
            self._owed[parties] = settled.owed_minor
        hospital = self._hospitals[npi]
        self._record(advised, trace)
        payee = Payee(hospital.name.upper(), npi)
        advice = advise(trace, payee, advised, settled, today)
        self._counter.send(lambda envelope: remittance.build(advice, envelope))
        if settled.amount_minor:
            deposit = Deposit(trace, payer, settled.amount_minor, today)
            self._place.site.offers.deposits(deposit)

    def _advised(self, item: Item) -> list[Advised]:
        """What the remittance says of a claim: a takeback stands before what replaces it."""
        claim = self._claims[item.claim]
        decided = self._adjudication.decide(claim, item.round)
        if item.round == "first" and any(line.denied for line in decided):
            self._denied[claim.account] = claim.key
        elif item.round == "first" and self._adjudication.takes_back(claim):
            after_s = self._place.site.parameters["takeback_after_d"] * DAY_S
            again = Item(self._place.agenda.now_s + after_s, claim.key, "review", "first")
            self._items[claim.payer, claim.npi].append(again)
        else:
            del self._claims[claim.key]
        advised = [Advised(claim, decided, takeback=False)]
        if item.taken_back is not None:
            before = self._adjudication.decide(claim, item.taken_back)
            advised.insert(0, Advised(claim, before, takeback=True))
        return advised

    def _record(self, advised: Sequence[Advised], trace: str) -> None:
        """One effect for each line, numbered as often as it appears in the remittance."""
        seen: Counter[tuple[str, int]] = Counter()
        for one in advised:
            kind = "payers.takeback" if one.takeback else "payers.remittance_line"
            for line in one.lines:
                seen[one.claim.account, line.line.number] += 1
                occurrence = seen[one.claim.account, line.line.number]
                place = f"{one.claim.account}/{line.line.number}/{occurrence}"
                key = f"{one.claim.payer}/{trace}/{place}"
                effect = Effect(kind, key, amount_minor=line.paid_minor)
                self._place.record(BOOK, OWN, effect)
