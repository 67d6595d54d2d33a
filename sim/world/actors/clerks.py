"""Clerks who work the integration's exception queue (L5).

Few of them, in office hours: an integration that opens an item for everything buys waiting time.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log

from integration_under_test.boundary import Resolution, WorkItem
from sim.world.actors.steward import Steward
from sim.world.agenda import Agenda
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.office import Office
from sim.world.site import Site

_SIGMA = 0.7
_LOOK_AGAIN_S = 4 * HOUR_S


def effort(documents: int) -> float:
    """How many times the work of one document an item of so many is: its cause is looked into
    once, so that a hundred of them take five to six times as long."""
    return 1.0 + log(max(1, documents))


class Clerks:
    """The clerks of the group; `resolve` takes what they decided."""

    def __init__(self, site: Site, agenda: Agenda, resolve: Callable[[Resolution], None]) -> None:
        self._site = site
        self._agenda = agenda
        self._resolve = resolve
        self._steward = Steward(site)
        clerks = round(site.parameters["work_item_clerks"] * site.enterprise.scale)
        self._office = Office(site.calendar, HOME_ZONE, clerks)
        self._queued: dict[str, WorkItem] = {}
        """By id, with all that joined since."""

    def open_item(self, item: WorkItem) -> None:
        """Queues an item; it will be answered in office hours. What joins one that is queued is
        answered with it."""
        is_new = item.id not in self._queued
        self._queued[item.id] = item
        if is_new:
            self._book(item, effort(len(item.keys)), self._take_up)

    def _take_up(self, item: WorkItem) -> None:
        """What joined since it was queued is more to look through, once."""
        now = self._queued[item.id]
        more = effort(len(now.keys)) - effort(len(item.keys))
        if more > 0.0:
            self._book(now, more, self._answer)
        else:
            self._answer(now)

    def _book(self, item: WorkItem, share: float, act: Callable[[WorkItem], None]) -> None:
        median = log(self._site.parameters["work_item_median_min"])
        minutes = self._site.streams.lognormal(median, _SIGMA, "work_item", item.type, item.id)
        done_s = self._office.finish_s(self._agenda.now_s, share * minutes * 60.0)
        self._agenda.always_at(done_s, act, item)

    def _answer(self, item: WorkItem) -> None:
        """Whatever blocked it has been looked into: try again, if the item offers that. An item
        that somebody knows to be blocked still is looked at again hours later."""
        if not self._steward.mend(item) or self._site.offers.blocked(item):
            again_s = self._agenda.now_s + _LOOK_AGAIN_S
            self._agenda.always_at(again_s, self._answer, item)
            return
        del self._queued[item.id]
        action = "retry" if "retry" in item.actions or not item.actions else item.actions[0]
        self._site.note("item_worked", f"clerk/{item.owner}", item.id, action)
        self._resolve(Resolution(item.id, action))
