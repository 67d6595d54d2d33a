"""Lots as suppliers label them: one for each delivery line, or the maker's own (C15)."""

from __future__ import annotations

from datetime import date

from sim.streams import Streams
from sim.world.lots import expiry_of, lot_of
from sim.world.orders import Order, OrderedLine, Shipment
from tests.unit.sim.world.parties.test_edi_suppliers import enterprise

LINE = OrderedLine(1, "100000007", 2, "BX", 1000)
RUN_D = 30.0


def shipment(reference: str, day: date) -> Shipment:
    order = Order(f"PO-{reference}", reference, "30000001", enterprise().departments[0], (LINE,))
    return Shipment(order, 1, day.toordinal(), (LINE,))


SOON, LATER = shipment("1010-1", date(2026, 4, 14)), shipment("2010-4", date(2026, 4, 15))


def test_every_delivery_line_is_a_lot_of_its_own() -> None:
    assert lot_of(SOON, LINE) != lot_of(LATER, LINE)


def test_deliveries_of_one_production_run_are_one_lot_with_one_expiry() -> None:
    assert lot_of(SOON, LINE, RUN_D) == lot_of(LATER, LINE, RUN_D)
    expiries = {expiry_of(Streams(7), one, LINE, RUN_D) for one in (SOON, LATER)}
    assert len(expiries) == 1
    assert min(expiries) > date(2026, 4, 15)


def test_another_run_or_another_item_is_another_lot() -> None:
    next_month = shipment("1010-2", date(2026, 6, 14))
    other = OrderedLine(1, "100000008", 2, "BX", 1000)
    named = {lot_of(SOON, LINE, RUN_D), lot_of(next_month, LINE, RUN_D), lot_of(SOON, other, RUN_D)}
    assert len(named) == 3
