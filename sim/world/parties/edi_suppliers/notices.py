"""The shipping notice of a delivery (856): cartons with their codes, lots with their expiry.

Lot and expiry are those on the label, which the dock will book. The carrier is drawn; a carton
holds one line of the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from mock_systems.standards.identifiers import gs1_check_digit
from mock_systems.standards.x12.parties import Place, Trader
from mock_systems.standards.x12.ship_notice import Pack, ShipNotice, ShippedItem, ShippedOrder
from sim.world.lots import expiry_of, lot_of
from sim.world.orders import OrderedLine, Shipment
from sim.world.parties.edi_suppliers.products import X12_UNIT, product
from sim.world.site import Site

CARRIERS = ("UPSN", "FDEG", "ODFL")
_SERIAL_DIGITS = 16


def notice_number(shipment: Shipment) -> str:
    """The supplier's own number of it, unique to the supplier."""
    return f"ASN-{shipment.order.reference}-{shipment.n}"


class NoticeDesk:
    """Writes shipping notices; each carton of a supplier has its own serial number."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cartons: dict[str, int] = {}

    def notice(self, shipment: Shipment, leaves: datetime, ordered_on: date | None) -> ShipNotice:
        """What is on its way."""
        order = shipment.order
        facility = self._site.enterprise.facility(order.department.facility)
        packs = tuple(self._pack(shipment, line) for line in _merged(shipment))
        number = notice_number(shipment)
        return ShipNotice(
            number=number,
            sent_on=leaves.date(),
            sent_at=leaves.time().replace(second=0, microsecond=0),
            carrier=self._site.streams.choice(CARRIERS, "edi.carrier", *shipment.address),
            shipped_on=leaves.date(),
            ship_to=Place("RECEIVING DOCK", facility.gln),
            orders=(ShippedOrder(order.number, packs, ordered_on),),
            bill_of_lading=number.removeprefix("ASN-"),
            expected_on=date.fromordinal(shipment.day),
            supplier=self.trader(order.supplier),
        )

    def trader(self, supplier: str) -> Trader:
        """A supplier under its number in the ERP."""
        name = self._site.enterprise.supplier(supplier).name
        return Trader(_plain(name), supplier)

    def _pack(self, shipment: Shipment, line: OrderedLine) -> Pack:
        item = self._site.enterprise.item(line.item)
        shipped = ShippedItem(str(line.line), line.quantity, X12_UNIT[line.uom], product(item))
        if item.stocked:
            production_d = self._site.parameters["production_lot_d"]
            expires_on = expiry_of(self._site.streams, shipment, line, production_d)
            lot = lot_of(shipment, line, production_d)
            shipped = replace(shipped, lot=lot, expires_on=expires_on)
        return Pack(self._sscc(shipment.order.supplier), (shipped,))

    def _sscc(self, supplier: str) -> str:
        """Extension digit 0, the supplier's number as its GS1 prefix, a serial number."""
        serial = self._cartons[supplier] = self._cartons.get(supplier, 0) + 1
        digits = supplier.rjust(_SERIAL_DIGITS // 2, "0")
        reference = "0" + digits + str(serial).rjust(_SERIAL_DIGITS - len(digits), "0")
        return reference + gs1_check_digit(reference)


def _merged(shipment: Shipment) -> Iterator[OrderedLine]:
    """Two parts of a line that leave on one day are one line of the notice."""
    by_line: dict[int, OrderedLine] = {}
    for line in shipment.lines:
        before = by_line.get(line.line)
        quantity = line.quantity + (before.quantity if before else 0)
        by_line[line.line] = replace(line, quantity=quantity)
    yield from by_line.values()


def _plain(name: str) -> str:
    """What X12's basic character set with its extensions can carry, in at most 60 characters."""
    kept = "".join(c for c in name if c.isascii() and c.isprintable() and c not in "*:~^")
    return " ".join(kept.split())[:60]
