"""Receiving clerks who book deliveries at the ERP's screen, where receipts begin there (P06).

The ERP numbers orders itself, so a clerk looks the order up first; one that is not there yet has
its papers laid aside for an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.lots import expiry_of, lot_of
from sim.world.orders import OrderedLine, Shipment
from sim.world.site import Site


class ErpDocks:
    """Books deliveries line by line."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda

    def record(self, shipment: Shipment, actor: str, booked: Callable[[], None]) -> None:
        """Books now, or as soon as the ERP knows the order; then calls `booked`."""
        asked = {"SourceOrderNumber": shipment.order.number}
        found = self._site.try_do("erp", "find_purchase_orders", asked, actor)
        if not found or not found["items"]:
            again_s = self._agenda.now_s + HOUR_S
            self._agenda.at(again_s, self.record, shipment, actor, booked)
            return
        number = found["items"][0]["OrderNumber"]
        for place, line in enumerate(shipment.lines, start=1):
            body = self._body(shipment, line, (number, place))
            self._site.try_do("erp", "create_receipt", body, actor)
        booked()

    def _body(
        self, shipment: Shipment, line: OrderedLine, numbered: tuple[str, int]
    ) -> dict[str, Any]:
        order_number, place = numbered
        order = shipment.order
        facility = self._site.enterprise.facility(order.department.facility)
        today = self._site.calendar.day(self._agenda.now_s, facility.time_zone)
        body: dict[str, Any] = {
            "ReceiptNumber": f"ER-{order.supplier}-{order.reference}-{shipment.n}",
            "ReceiptLine": place,
            "OrderNumber": order_number,
            "LineNumber": line.line,
            "Quantity": str(line.quantity),
            "UOMCode": line.uom,
            "AccountingDate": today.isoformat(),
            "BusinessUnit": facility.business_unit,
            "DeliverTo": order.department.location,
        }
        if self._site.enterprise.item(line.item).stocked:
            production_d = self._site.parameters["production_lot_d"]
            body["LotNumber"] = lot_of(shipment, line, production_d)
            expiry = expiry_of(self._site.streams, shipment, line, production_d)
            body["LotExpirationDate"] = expiry.isoformat()
        return body
