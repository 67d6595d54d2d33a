"""Those who keep the group's masters at the ERP's screens (S01): references (P17), items (P02).

No mailbox: what they type in is announced by the ERP's events, and owed to every system that uses
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.calendar import HOME_ZONE
from sim.world.parties.master_data.items import FIRST, ItemDesk
from sim.world.parties.master_data.references import Controllers
from sim.world.parties.party import Place
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

FIRST_MORNING_H = 7.5
_WORKDAYS_PER_MONTH = 21


class MasterData:
    """The controllers and the item desk, in office hours."""

    id = "S01"
    flows = ("P02", "P17")
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._controllers = Controllers(place)
        self._items = ItemDesk(place)

    def mailboxes(self) -> Iterable[str]:
        """None: they sit at screens."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Nothing can be sent to a screen."""
        return f"the master data desks take no documents, got {document.id}"

    def start(self) -> None:
        """Registers the first morning and the rhythms of the office."""
        site, agenda = self._place.site, self._place.agenda
        day = site.calendar.day(agenda.now_s, HOME_ZONE)
        at_s = site.calendar.at(day, FIRST_MORNING_H, HOME_ZONE)
        agenda.at(at_s, self._controllers.first_morning)
        agenda.at(at_s, self._items.first_morning)
        self._start("reference", "reference_changes_per_month", self._controllers.change)
        self._start("new item", "new_items_per_month", self._next_item)
        self._start("item change", "item_changes_per_month", self._next_change)

    def on_effect(self, system: str, effect: Effect) -> None:
        """What others do with the masters is no business of this desk."""

    def _start(self, purpose: str, parameter: str, act: Callable[[int], None]) -> None:
        site, agenda = self._place.site, self._place.agenda
        per_day = site.parameters[parameter] * site.enterprise.scale / _WORKDAYS_PER_MONTH
        rhythm = Rhythm(purpose, "master data", HOME_ZONE, office_week(), per_day)
        agenda.env.process(repeat(site, agenda, rhythm, act))

    def _next_item(self, n: int) -> None:
        self._items.take_on(FIRST + n)

    def _next_change(self, n: int) -> None:
        self._items.change(1 + n)
