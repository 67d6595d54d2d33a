"""The central warehouse at work (S19): it delivers a share of what hospitals keep (P11).

Pickers go out in two waves a day, at once for an emergency; what they bring leaves under an SSCC
and is at the hospital's dock next morning. The dock receives what S04 was told of, nothing else. At
night the warehouse posts its whole stock as a file (INVEXTRACT).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import date
from typing import Any

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.business_days import ONE_DAY, is_business_day
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.desk import DeskRefused
from sim.world.offers import Shortage
from sim.world.parties.party import Place
from sim.world.parties.warehouse.dock import WarehouseDock
from sim.world.parties.warehouse.extract import CONTENT_TYPE, MAILBOX, stock_file
from sim.world.parties.warehouse.store import Store

ACTOR = "warehouse"
WAVES_H = (10.0, 15.0)
"""Assumption: a wave in the morning for what was proposed at dawn, one at the cut-off."""
NIGHT_H = 23.5
_AT_ONCE_S = 600.0


class Warehouse:
    """One warehouse for the group; the assortment is drawn item by item."""

    id = "S19"
    flows = ("P11",)
    sends = ("warehouse stock file",)
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._site = place.site
        self._agenda = place.agenda
        self._store = Store(place.site)
        self._dock = WarehouseDock(place.site, place.agenda)
        place.site.offers.shortages.take(self._takes)

    def mailboxes(self) -> Iterable[str]:
        """One, from which the stock file comes."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes no documents: its files go one way."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Fills the bins before the first dawn, then works by the clock."""
        today = self._site.calendar.day(self._agenda.now_s, HOME_ZONE)
        self._agenda.at(self._agenda.now_s, self._store.fill, today)
        self._agenda.env.process(self._days())

    def on_effect(self, system: str, effect: Effect) -> None:
        """Hears what S04 was told is coming, and which pick order cannot wait."""
        if effect.count < 1:
            return
        if effect.kind == "inventory.inbound_shipment":
            self._dock.announced(effect.key, effect.facts["transfer"], effect.quantity)
        elif effect.kind == "warehouse.pick_order" and effect.facts["priority"] == "U":
            self._agenda.at(self._agenda.now_s + _AT_ONCE_S, self._wave)

    def _takes(self, shortage: Shortage) -> bool:
        return self._store.keeps(shortage.item)

    def _days(self) -> Generator[simpy.Event, None, None]:
        calendar = self._site.calendar
        day = calendar.day(self._agenda.now_s, HOME_ZONE)
        while self._agenda.demand_open(calendar.midnight(day, HOME_ZONE)):
            for hour in (*WAVES_H, NIGHT_H):
                t_s = calendar.at(day, hour, HOME_ZONE)
                if t_s < self._agenda.now_s:
                    continue
                yield self._agenda.until(t_s)
                if hour == NIGHT_H:
                    self._night(day)
                elif is_business_day(day):
                    self._wave()
            day += ONE_DAY

    def _night(self, day: date) -> None:
        """Posts the stock, then takes in what its own suppliers bring to the gate."""
        body = {"SITE": MAILBOX}
        exported = self._site.try_do("warehouse", "export_stock", body, ACTOR)
        if exported is not None:
            name = f"{MAILBOX}.STOCK.{exported['FILE_NO']:06d}.txt"
            content = stock_file(self._site.enterprise, exported, day)
            self._place.post(MAILBOX, Document(name, MAILBOX, CONTENT_TYPE, content))
        self._store.fill(day + ONE_DAY)

    # ------------------------------------------------------------------ picking

    def _wave(self) -> None:
        try:
            wave = self._site.desk.do("warehouse", "release_wave", {}, ACTOR)
        except DeskRefused:
            return  # nothing is open
        for number in wave["PICK_ORDERS"]:
            self._pick(number, [task for task in wave["TASKS"] if task["PICK_ORDER"] == number])

    def _pick(self, number: str, tasks: list[dict[str, Any]]) -> None:
        order = self._site.desk.do("warehouse", "get_pick_order", {"PICK_ORDER": number}, ACTOR)
        for line in order["LINES"]:
            found = [task for task in tasks if task["LINE"] == line["LINE"]]
            body = {
                "PICK_ORDER": number,
                "LINE": line["LINE"],
                "PICKS": self._found((order["SOURCE_REF"], line["LINE"]), found),
            }
            answer = self._site.try_do("warehouse", "confirm_pick", body, ACTOR)
            if answer is not None:
                order = answer
        if order["STATUS"] == "PICKED":
            self._dispatch(order)

    def _found(self, address: tuple[str, int], tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What a picker brings: now and then a bin holds half of what the system believes."""
        share = self._site.parameters["warehouse_short_pick_share"]
        short = self._site.streams.bernoulli(share, "warehouse.short", *address)
        picks = []
        for task in tasks:
            quantity = task["QTY"] // 2 if short else task["QTY"]
            if quantity:
                picks.append({"BIN": task["BIN"], "LOT": task["LOT"], "QTY": quantity})
        return picks

    def _dispatch(self, order: dict[str, Any]) -> None:
        body = {"PICK_ORDER": order["PICK_ORDER"]}
        shipment = self._site.try_do("warehouse", "dispatch_shipment", body, ACTOR)
        if shipment is None:
            return
        code = self._site.enterprise.facility_code("warehouse", order["SHIP_TO"])
        facility = self._site.enterprise.facility(code)
        if order["PRIORITY"] == "U":
            arrives_s = self._agenda.now_s + 2 * HOUR_S
        else:
            today = self._site.calendar.day(self._agenda.now_s, facility.time_zone)
            arrives_s = self._site.calendar.at(today + ONE_DAY, 6.0, facility.time_zone)
        keys = tuple(f"{shipment['SHIPMENT']}/{line['LINE']}" for line in shipment["LINES"])
        self._agenda.at(arrives_s, self._dock.unload, code, keys)
