"""The data office of the group (S17): each night it ends the business day in every book (P19).

A cut in the ERP, in billing and in the inventory application fixes what belongs to the day; each
tells how much that is, facility by facility. From then on the warehouse owes the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.calendar import DAY_S, HOME_ZONE, HOUR_S
from sim.world.parties.party import Place
from sim.world.wire import compact_date

ACTOR = "data_office"
CUT_H = 2.0
"""Local time of the cut, of the group's home: after the last evening shift has documented;
assumption."""


class DataOffice:
    """Has no mailbox: it works at the systems' screens."""

    id = "S17"
    flows = ("P19",)
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place

    def mailboxes(self) -> Iterable[str]:
        """None."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Nobody can send it anything."""
        del document
        return f"{mailbox} takes no documents"

    def start(self) -> None:
        """Plans the cut of every day of demand, also the one after the last."""
        agenda, calendar = self._place.agenda, self._place.site.calendar
        day = calendar.day(agenda.now_s, HOME_ZONE)
        last_s = agenda.stop_demand_at_s + CUT_H * HOUR_S
        nights = int(min(last_s, 400 * DAY_S) // DAY_S) + 1
        for ended in (day + timedelta(days=number) for number in range(nights)):
            at_s = calendar.at(ended + timedelta(days=1), CUT_H, HOME_ZONE)
            if at_s <= last_s:
                agenda.at(at_s, self._cut, ended)

    def on_effect(self, system: str, effect: Effect) -> None:
        """Effects come from the cuts themselves."""

    def _cut(self, day: date) -> None:
        site = self._place.site
        site.try_do("erp", "cut_postings", {"PostingDay": day.isoformat()}, ACTOR)
        site.try_do("billing", "cut_charges", {"day": compact_date(day)}, ACTOR)
        site.try_do("inventory", "cut_usages", {"day": compact_date(day)}, ACTOR)
