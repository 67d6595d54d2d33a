"""The stores of acquired sites that legacy materials management still keeps (S07, P14).

From its joining on, a site's storekeepers book receipts and issues at SOAP screens; each night one
extract leaves:
stock on hand by local item, and the receipts of the day, which the group accrues by a journal a
store, since the sites expense supplies when they come in.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import date, timedelta
from functools import partial

import simpy

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import Batch, inventory_extract
from mock_systems.standards.files.inventory_extract import InventoryExtract, OnHand, Receipt
from sim.world.acquired import AcquiredSite, LocalItem
from sim.world.calendar import HOME_ZONE
from sim.world.parties.legacy_materials.envelopes import ACTOR, ask
from sim.world.parties.party import Place
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

SENDER = "LEGACYMM"
BOOK = "legacy_materials"
CONTENT_TYPE = "text/plain;layout=inventory-extract"
NIGHT_H = 21.0
LOCATION = "MAIN"
RECEIVED_UNITS = (1, 9)
ISSUED_UNITS = (1, 4)
"""Assumptions: units a line, the upper end excluded."""


class LegacyStores:
    """The storekeepers of all stores, and the night's job."""

    id = "S07"
    flows = ("P14",)
    sends = ("stock and receipts extract",)
    takes = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._sites = place.site.enterprise.acquired
        self._received: list[tuple[AcquiredSite, LocalItem, Receipt]] = []
        self._receipts = 0
        self._batches = 0

    def mailboxes(self) -> Iterable[str]:
        """The file server on the premises."""
        return (SENDER,)

    def accept(self, mailbox: str, document: Document) -> str:
        """A file drop is one way; whoever wants to ask uses SOAP."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Opens the stores, and plans the nights."""
        site, agenda = self._place.site, self._place.agenda
        acts = {"receipt": self._receive, "issue": self._issue}
        for acquired in self._sites:
            if not acquired.items:
                continue
            zone = site.enterprise.facility(acquired.facility).time_zone
            for noun, act in acts.items():
                per_day = site.parameters[f"legacy_{noun}s_per_store_day"]
                of = (f"{BOOK}.{noun}", acquired.store, zone, office_week(), per_day)
                rhythm = Rhythm(*of, from_s=acquired.wave_s)
                agenda.env.process(repeat(site, agenda, rhythm, partial(act, acquired)))
        agenda.env.process(self._nights())

    def on_effect(self, system: str, effect: Effect) -> None:
        """The stores hear of nobody."""

    def _receive(self, acquired: AcquiredSite, n: int) -> None:
        item, quantity = self._draw(acquired, "receipt", RECEIVED_UNITS, n)
        day = self._today(acquired)
        self._receipts += 1
        reference = f"R{self._receipts:06d}"
        fields = {"Quantity": quantity, "Reference": reference, "ReceivedOn": _us_date(day)}
        if ask(self._place, "PostReceipt", **_place(acquired, item), **fields) is not None:
            receipt = Receipt(
                site=acquired.store,
                receipt_number=reference,
                line=1,
                po_number=f"{acquired.store}P{n:05d}",
                po_line=1,
                item=item.number,
                lot="",
                expires_on=None,
                quantity=quantity,
                uom=item.unit,
                received_on=day,
            )
            self._received.append((acquired, item, receipt))

    def _issue(self, acquired: AcquiredSite, n: int) -> None:
        """Nobody asks for more than the screen shows."""
        item, quantity = self._draw(acquired, "issue", ISSUED_UNITS, n)
        shown = ask(self._place, "GetBalance", **_place(acquired, item))
        if shown is not None and int(shown["OnHand"]) >= quantity:
            reference = f"I{acquired.store}{n:06d}"
            day = _us_date(self._today(acquired))
            fields = {"Quantity": quantity, "Reference": reference, "IssuedOn": day}
            ask(self._place, "PostIssue", **_place(acquired, item), **fields)

    def _draw(
        self, acquired: AcquiredSite, noun: str, units: tuple[int, int], n: int
    ) -> tuple[LocalItem, int]:
        streams, address = self._place.site.streams, (acquired.store, n)
        item = streams.choice(acquired.items, f"{BOOK}.{noun}.item", *address)
        return item, streams.integer(*units, f"{BOOK}.{noun}.units", *address)

    def _today(self, acquired: AcquiredSite) -> date:
        site = self._place.site
        zone = site.enterprise.facility(acquired.facility).time_zone
        return site.calendar.day(self._place.agenda.now_s, zone)

    def _nights(self) -> Generator[simpy.Event, None, None]:
        calendar, agenda = self._place.site.calendar, self._place.agenda
        day = calendar.day(agenda.now_s, HOME_ZONE)
        while agenda.demand_open(calendar.midnight(day, HOME_ZONE)):
            yield agenda.until(calendar.at(day, NIGHT_H, HOME_ZONE))
            self._extract(day)
            day += timedelta(days=1)

    def _extract(self, day: date) -> None:
        self._batches += 1
        joined = [one for one in self._sites if one.wave_s <= self._place.agenda.now_s]
        on_hand = tuple(
            self._on_hand(acquired, item) for acquired in joined for item in acquired.items
        )
        self._note_accrual(day)
        receipts = tuple(receipt for _, _, receipt in self._received)
        self._received.clear()
        batch = Batch(SENDER, self._batches, day)
        text = inventory_extract.build(InventoryExtract(batch, on_hand, receipts))
        name = f"{SENDER}.INVEXTRACT.{self._batches:06d}.txt"
        self._place.post(SENDER, Document(name, SENDER, CONTENT_TYPE, text.encode()))

    def _on_hand(self, acquired: AcquiredSite, item: LocalItem) -> OnHand:
        """A line of the extract, with the note that the group is to know it."""
        shown = ask(self._place, "GetBalance", **_place(acquired, item))
        units = int(shown["OnHand"]) if shown else 0
        effect = Effect(
            "legacy_materials.stock_line",
            f"{acquired.code}/{item.number}",
            quantity=units * item.factor,
            uom="EA",
            facility=acquired.facility,
            version=self._batches,
        )
        self._place.record(BOOK, f"world/{ACTOR}", effect)
        place = (acquired.store, LOCATION, item.number, "", None)
        return OnHand(*place, units * item.factor, item.unit_cost_minor)

    def _note_accrual(self, day: date) -> None:
        """What the day's receipts are worth at the site's own cost, a journal a store."""
        worth: dict[str, int] = {}
        for acquired, item, receipt in self._received:
            minor = receipt.quantity * item.factor * item.unit_cost_minor
            worth[acquired.store] = worth.get(acquired.store, 0) + minor
        if not worth:
            return
        effect = Effect(
            "legacy_materials.receipt_batch",
            f"{SENDER}/{self._batches:06d}",
            amount_minor=sum(worth.values()),
            quantity=len(worth),
            period=f"{day:%Y-%m}",
        )
        self._place.record(BOOK, f"world/{ACTOR}", effect)


def _place(acquired: AcquiredSite, item: LocalItem) -> dict[str, str]:
    return {"StoreNo": acquired.store, "ItemNo": f"{acquired.store}-{item.number}"}


def _us_date(day: date) -> str:
    return f"{day:%m/%d/%Y}"
