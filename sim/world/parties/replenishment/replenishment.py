"""Replenishment by the inventory application itself (S04), in place of the buyers at dawn (P11).

At dawn it proposes what fell to its reorder point, what the schedule of the next two days lacks,
what was used far above the usual; a shelf that is nearly empty is proposed at any hour. Each
proposal is for one store, from one source: its supplier, or the warehouse if that takes part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.actors.approvers import Approvers
from sim.world.calendar import HOUR_S
from sim.world.desk import DeskRefused
from sim.world.offers import Scan, Shortage
from sim.world.on_order import OnOrder
from sim.world.parties.party import Place
from sim.world.parties.replenishment.procedures import AHEAD, Schedule
from sim.world.parties.replenishment.shelves import Place as ShelfPlace
from sim.world.parties.replenishment.shelves import Shelves
from sim.world.requisitions import Raised, Requisitions
from sim.world.wire import compact_date

ACTOR = "replenishment"
PAGE_ROWS = 500
SUPPLIER, WAREHOUSE = "supplier", "warehouse"
_LOOKS_AFTER_S = 60.0
"""A proposal that became urgent or was filled is acted on within the minute."""
_PRICES_SETTLE_S = 4 * HOUR_S
"""As long as P03 may take: until then a repriced item has no price that everybody agrees on."""
_GIVEN_UP_S = 21 * 24 * HOUR_S
"""Assumption: what did not come in three weeks was substituted or will not come."""


class _Ask(NamedTuple):
    """What one list shall hold."""

    reason: str
    location: str
    items: tuple[str, ...]
    until: str = ""
    lines: tuple[tuple[str, int], ...] = ()


class Replenishment:
    """All hospitals' replenishment; people approve what comes of it as they do for buyers."""

    id = "S04"
    flows = ("P04", "P11")
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._site = place.site
        self._agenda = place.agenda
        self._shelves = Shelves(place.site.enterprise)
        self._approvers = Approvers(place.site, place.agenda, Requisitions(place.site, OnOrder()))
        self._requested: dict[str, int] = defaultdict(int)
        self._repriced_s: dict[str, float] = {}
        self._proposal_of: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        departments = place.site.enterprise.departments
        self._schedules = {
            d.location: Schedule(place.site, place.agenda, d)
            for d in departments
            if d.kind == "theatre"
        }
        self._reactions: dict[str, Callable[[Effect], None]] = {
            "inventory.usage": self._used,
            "inventory.receipt_line": self._received,
            "inventory.transfer_arrival": self._transferred,
            "warehouse.short_pick": self._short,
            "procurement.requisition": self._requisitioned,
            "procurement.budget_decision": self._budget_decided,
            "contracts.activation": self._repriced,
        }
        place.site.offers.scans.take(self._scan)

    def mailboxes(self) -> Iterable[str]:
        """None: it speaks by events of S04."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes no documents."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """The theatres plan ahead; the dawn scans are the buyers' hour."""
        for schedule in self._schedules.values():
            self._agenda.env.process(schedule.run())

    def on_effect(self, system: str, effect: Effect) -> None:
        """Hears what is used, what arrives, what becomes of its proposals."""
        reaction = self._reactions.get(effect.kind)
        if reaction is not None and effect.count > 0:
            reaction(effect)

    # ------------------------------------------------------------------ proposing

    def _scan(self, scan: Scan) -> bool:
        facility = scan.facility.code
        for number in self._shelves.overdue(self._agenda.now_s - _GIVEN_UP_S):
            self._close(number, "cancelled")
        for location, items in self._low(facility).items():
            self._propose_by_source(_Ask("par", location, tuple(items)))
        multiple = self._site.parameters["consumption_trigger_multiple"]
        busy: dict[str, list[str]] = defaultdict(list)
        for location, item in self._shelves.used_much(facility, multiple):
            busy[location].append(item)
        for location, used in busy.items():
            self._propose_by_source(_Ask("consumption", location, tuple(used)))
        for location, schedule in self._schedules.items():
            if self._site.enterprise.department_at(location).facility == facility:
                self._review(location, schedule, scan.day)
        return True

    def _low(self, facility: str) -> dict[str, list[str]]:
        low: dict[str, list[str]] = defaultdict(list)
        for row in self._below_par(facility):
            place = (row["location"], row["item_id"])
            self._shelves.counted(place, row["on_hand"])
            if row["on_hand"] <= row["reorder_qty"] and not self._shelves.is_open(place):
                low[row["location"]].append(row["item_id"])
        return low

    def _below_par(self, facility: str) -> Iterator[dict[str, Any]]:
        offset, more = 0, True
        while more:
            body = {"facility": facility, "limit": PAGE_ROWS, "offset": offset}
            page = self._site.desk.do("inventory", "list_below_par", body, ACTOR)
            yield from page["items"]
            offset += len(page["items"])
            more = page["has_more"]

    def _review(self, location: str, schedule: Schedule, day: date) -> None:
        schedule.take_off_past(day)
        if schedule.is_empty():
            return
        shelves = self._site.enterprise.shelves_at(location)
        items = (self._site.enterprise.item(shelf.item).inventory_id for shelf in shelves)
        free = tuple(item for item in items if not self._shelves.is_open((location, item)))
        ask = _Ask("schedule", location, free, until=compact_date(day + AHEAD))
        self._propose_by_source(ask)

    def _propose_by_source(self, ask: _Ask) -> None:
        """One list for each source, at most a page of items on each."""
        sorted_out: dict[str, list[str]] = defaultdict(list)
        for item in ask.items:
            if not self._is_unsettled((ask.location, item)):
                sorted_out[self._source((ask.location, item))].append(item)
        for source, items in sorted_out.items():
            for first in range(0, len(items), PAGE_ROWS):
                page = tuple(items[first : first + PAGE_ROWS])
                self._propose(ask._replace(items=page), source)

    def _source(self, place: ShelfPlace) -> str:
        item = self._site.enterprise.item(self._shelves.by_place[place].item)
        return WAREHOUSE if self._site.offers.shortages(Shortage(place[0], item)) else SUPPLIER

    def _is_unsettled(self, place: ShelfPlace) -> bool:
        shelf = self._shelves.by_place.get(place)
        if shelf is None:
            return True
        changed_s = self._repriced_s.get(shelf.item)
        return changed_s is not None and self._agenda.now_s < changed_s + _PRICES_SETTLE_S

    def _propose(self, ask: _Ask, source: str) -> None:
        facility = self._site.enterprise.department_at(ask.location).facility
        body: dict[str, Any] = {
            "facility": facility,
            "reason": ask.reason,
            "location": ask.location,
            "items": list(ask.items),
            "source": source,
        }
        if ask.until:
            body["until"] = ask.until
        if ask.lines:
            body["lines"] = [
                {"location": ask.location, "item_id": item, "qty": qty} for item, qty in ask.lines
            ]
        try:
            made = self._site.desk.do("inventory", "generate_replenishment", body, ACTOR)
        except DeskRefused as refused:
            if refused.body.get("code") != "NOTHING_NEEDED":
                self._site.note("refused", ACTOR, ask.location, str(refused.body)[:200])
            return
        number = made["replenishment_id"]
        self._sources[number] = source
        self._shelves.proposed(number, made["lines"], in_units=source == SUPPLIER)
        self._shelves.waits_since(number, self._agenda.now_s)

    # ------------------------------------------------------------------ hearing

    def _used(self, effect: Effect) -> None:
        item = self._site.enterprise.item(effect.facts["item"])
        place = (effect.facts["location"], item.inventory_id)
        if self._shelves.used(place, effect.quantity):
            self._agenda.at(self._agenda.now_s + _LOOKS_AFTER_S, self._look, place)

    def _look(self, place: ShelfPlace) -> None:
        if self._shelves.is_open(place) or self._is_unsettled(place):
            return
        body = {"location": place[0], "item_id": place[1]}
        row = self._site.desk.do("inventory", "get_stock", body, ACTOR)
        self._shelves.counted(place, row["on_hand"])
        if self._shelves.is_urgent(place, row["on_hand"]):
            wanted = ((place[1], max(1, row["par_qty"] - row["on_hand"])),)
            ask = _Ask("emergency", place[0], (place[1],), lines=wanted)
            self._propose(ask, self._source(place))

    def _received(self, effect: Effect) -> None:
        item = self._site.enterprise.item(effect.facts["item"])
        place = (effect.facts["location"], item.inventory_id)
        self._end(self._shelves.arrived(place, effect.quantity), "filled")

    def _transferred(self, effect: Effect) -> None:
        """What the warehouse sent is all that comes of a line, also when it was short."""
        place = (effect.facts["to"], effect.facts["item_id"])
        number = self._shelves.arrived(place, effect.quantity)
        if self._sources.get(self._shelves.open_number(place)) == WAREHOUSE:
            number = number or self._shelves.given_up(place)
        self._end(number, "filled")

    def _short(self, effect: Effect) -> None:
        """Of a line that found nothing nothing will arrive."""
        if effect.facts["source_ref"] in self._sources and not effect.facts["picked"]:
            item = self._site.enterprise.item(effect.facts["item"])
            place = (effect.facts["deliver_to"], item.inventory_id)
            self._end(self._shelves.given_up(place), "filled")

    def _requisitioned(self, effect: Effect) -> None:
        reference = effect.facts.get("external_reference", "")
        if reference not in self._sources:
            return
        number = effect.facts["number"]
        department = self._site.enterprise.department(effect.facts["cost_center"])
        self._proposal_of[number] = reference
        n = self._requested[department.location]
        self._requested[department.location] = n + 1
        self._approvers.submit(Raised(effect.facts["id"], number, department, True, n, ()))

    def _budget_decided(self, effect: Effect) -> None:
        if effect.facts.get("decision") == "failed":
            self._end(self._proposal_of.get(effect.key, ""), "cancelled")

    def _repriced(self, effect: Effect) -> None:
        for line in effect.facts["lines"]:
            self._repriced_s[str(line["item"])] = self._agenda.now_s

    # ------------------------------------------------------------------ ending

    def _end(self, number: str, outcome: str) -> None:
        if number:
            self._agenda.at(self._agenda.now_s + _LOOKS_AFTER_S, self._close, number, outcome)

    def _close(self, number: str, outcome: str) -> None:
        body = {"replenishment_id": number, "outcome": outcome}
        if self._site.try_do("inventory", "close_replenishment", body, ACTOR) is not None:
            self._shelves.closed(number)
