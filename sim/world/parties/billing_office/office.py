"""The billing office: from the discharge of a patient to the last cent of the bill (S05, P10).

    discharged -> coded -> final billed -> claim -> batch     every encounter
    denied -> appealed or written off; rejected -> corrected; patient's part paid or not

It has no mailbox: whatever it does, somebody does at a screen. With an EHR in the house discharge
and coding are documented there.
"""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.billing_rows import payers
from sim.world.business_days import ONE_DAY, is_business_day
from sim.world.calendar import HOME_ZONE
from sim.world.parties.billing_office.bills import ACTOR, Bills
from sim.world.parties.billing_office.collections import Collections
from sim.world.parties.billing_office.opening import Opening
from sim.world.parties.party import Place
from sim.world.wire import compact_date

BATCHES_H = (10.0, 14.0, 18.0)
"""Claims leave three times on a business day."""
CLOSE_H = 1.0
CREDITS_H = 15.0


class BillingOffice:
    """All billers of the group; `opening` are the accounts that they find on the first morning."""

    id = "S05"
    flows = ("P10", "P15")
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._bills = Bills(place)
        self._collections = Collections(place)
        self._opening = Opening(place, self._bills)

    def mailboxes(self) -> Iterable[str]:
        """None."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Nobody sends documents to people at a screen."""
        return f"{mailbox} has no mailbox"

    def start(self) -> None:
        """Sets up the payers, takes over the open accounts, opens the office."""
        agenda, enterprise = self._place.agenda, self._place.site.enterprise
        agenda.at(0.0, self._set_up)
        for encounter in enterprise.encounters:
            self._bills.follow_resident(encounter)
        self._plan_day(0)

    def on_effect(self, system: str, effect: Effect) -> None:
        """Plans what follows from an effect."""
        if effect.kind == "billing.encounter":
            self._bills.follow(effect)
        elif effect.kind == "billing.claim_status" and effect.facts["status"] == "rejected_277":
            self._bills.correct(effect)
        elif effect.kind == "billing.denial":
            self._collections.denied(effect)
        elif effect.kind == "billing.appeal_decision" and effect.facts["status"] == "open":
            self._collections.upheld(effect)
        elif effect.kind == "billing.remittance_line":
            self._collections.paid(effect)

    def _set_up(self) -> None:
        for payer in payers():
            self._place.site.try_do("billing", "register_payer", payer, ACTOR)
        self._opening.take_over()

    def _plan_day(self, number: int) -> None:
        """A day's rounds, then the next day; yesterday is closed in its first hours."""
        agenda, calendar = self._place.agenda, self._place.site.calendar
        day = calendar.first_day + ONE_DAY * number
        if number:
            closes_s = calendar.at(day, CLOSE_H, HOME_ZONE)
            agenda.at(closes_s, self._close_day, compact_date(day - ONE_DAY))
        if is_business_day(day):
            for hour in BATCHES_H:
                agenda.at(calendar.at(day, hour, HOME_ZONE), self._bills.release)
            agenda.at(calendar.at(day, CREDITS_H, HOME_ZONE), self._collections.refund)
        morrow_s = calendar.midnight(day + ONE_DAY, HOME_ZONE)
        if agenda.demand_open(morrow_s):
            agenda.at(morrow_s, self._plan_day, number + 1)

    def _close_day(self, day: str) -> None:
        self._place.site.try_do("billing", "close_day", {"day": day}, ACTOR)
