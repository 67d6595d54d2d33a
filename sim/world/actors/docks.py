"""Receiving clerks at the dock who book deliveries into inventory or the ERP (P06).

A few deliveries are booked a day or more late, more of them around month end. What no store keeps
is handed to whoever asked for it.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sim.world.actors.erp_docks import ErpDocks
from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.entities import Item
from sim.world.lots import expiry_of, lot_of
from sim.world.on_order import OnOrder
from sim.world.orders import OrderedLine, Shipment
from sim.world.site import Site
from sim.world.spike import late_booking_factor
from sim.world.wire import compact_date

_HANDED_OUT_AFTER_S = 2 * HOUR_S
_DAY_LATE_S = 24 * HOUR_S


class Docks:
    """The docks of all hospitals."""

    def __init__(self, site: Site, agenda: Agenda, on_order: OnOrder) -> None:
        self._site = site
        self._agenda = agenda
        self._on_order = on_order
        self._erp = ErpDocks(site, agenda)

    def receive(self, shipment: Shipment) -> None:
        """Books the delivery now, or leaves the papers lying for a day or two."""
        late_s = self._late_s(shipment)
        if late_s and self._agenda.now_s + late_s < self._agenda.settled_at_s:
            self._agenda.at(self._agenda.now_s + late_s, self._book, shipment)
        else:
            self._book(shipment)

    def _book(self, shipment: Shipment) -> None:
        for line in shipment.never:
            self._arrived(shipment, line)
        if not shipment.lines:
            return
        department = shipment.order.department
        actor = f"dock/{department.facility}"
        if self._site.origins.receipts == "erp":
            self._erp.record(shipment, actor, partial(self._booked, shipment, actor))
            return
        body = {
            "facility": department.facility,
            "location": department.location,
            "po_number": shipment.order.number,
            "lines": [self._line(shipment, line) for line in shipment.lines],
        }
        if self._site.try_do("inventory", "record_receipt", body, actor) is not None:
            self._booked(shipment, actor)

    def _booked(self, shipment: Shipment, actor: str) -> None:
        for line in shipment.lines:
            self._arrived(shipment, line)
            if not self._site.enterprise.item(line.item).stocked:
                at_s = self._agenda.now_s + _HANDED_OUT_AFTER_S
                self._agenda.at(at_s, self._hand_out, shipment, line, actor)

    def _arrived(self, shipment: Shipment, line: OrderedLine) -> None:
        """What was ordered is no longer on its way, even if something else came instead."""
        item = self._site.enterprise.item(line.instead_of or line.item)
        if item.stocked:
            location = shipment.order.department.location
            self._on_order.take_off(location, item.inventory_id, _each(item, line))

    def _line(self, shipment: Shipment, line: OrderedLine) -> dict[str, Any]:
        item = self._site.enterprise.item(line.item)
        booked: dict[str, Any] = {
            "po_line": line.line,
            "item_id": item.inventory_id,
            "qty": line.quantity,
            "uom": line.uom,
        }
        if item.stocked:
            production_d = self._site.parameters["production_lot_d"]
            booked["lot"] = lot_of(shipment, line, production_d)
            expiry = expiry_of(self._site.streams, shipment, line, production_d)
            booked["expiry"] = compact_date(expiry)
        return booked

    def _hand_out(self, shipment: Shipment, line: OrderedLine, actor: str) -> None:
        """The goods were expensed on receipt; they leave the dock for the department."""
        item = self._site.enterprise.item(line.item)
        body = {
            "location": shipment.order.department.location,
            "item_id": item.inventory_id,
            "delta": -_each(item, line),
            "reason": "handed to the requesting department",
        }
        self._site.try_do("inventory", "adjust_stock", body, actor)

    def _late_s(self, shipment: Shipment) -> float:
        parameters, order = self._site.parameters, shipment.order
        factor = late_booking_factor(parameters, date.fromordinal(shipment.day))
        share = parameters["receipt_late_share"] * factor
        address = (order.supplier, order.reference, shipment.n)
        if not self._site.streams.bernoulli(share, "receipt.late", *address):
            return 0.0
        return _DAY_LATE_S * (1 + self._site.streams.integer(0, 2, "receipt.days_late", *address))


def _each(item: Item, line: OrderedLine) -> int:
    return line.quantity if line.uom == "EA" else line.quantity * item.factor
