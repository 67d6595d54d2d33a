"""S09: notices of what leaves (856), bills (810), as the dock and the ledger will see them."""

from __future__ import annotations

from collections.abc import Iterable

from mock_systems.service import Effect
from mock_systems.standards.identifiers import is_sscc
from mock_systems.standards.x12 import invoice, ship_notice
from mock_systems.standards.x12.parties import Trader
from sim.streams import Streams
from sim.world.lots import expiry_of, lot_of
from sim.world.offers import Bill
from sim.world.orders import Order, OrderedLine, Shipment
from sim.world.parties.edi_suppliers.siblings import Siblings
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors
from tests.unit.sim.world.parties.test_edi_suppliers import (
    FIRST_DAY,
    HOSPITALS,
    Town,
    enterprise,
    sound,
)

ALL = {"edi_856_line_share": 0.85, "edi_810_line_share": 0.85}
"""Everybody who takes orders announces, and bills."""
STOCKED = next(item for item in enterprise().items if item.stocked)
OTHER = next(item for item in enterprise().items if not item.stocked)


class Wharf(Town):
    """The party, started, with a delivery of its first supplier."""

    def __init__(self, **parameters: float) -> None:
        super().__init__(**{**ALL, **parameters})
        self.party.start()
        self.offers = self.site.offers

    def shipment(self, *quantities: int) -> Shipment:
        """One line with lots, one without, or parts of the first."""
        lines = [OrderedLine(1, STOCKED.erp_number, n, "BX", 1250) for n in quantities or (4,)]
        if not quantities:
            lines.append(OrderedLine(2, OTHER.erp_number, 1, "EA", 47))
        department = enterprise().departments[0]
        order = Order("PO-1", "1010-1", self.mailbox, department, tuple(lines))
        return Shipment(order, 1, FIRST_DAY.toordinal() + 1, tuple(lines))

    def bill(self) -> Bill:
        shipment = self.shipment()
        return Bill("INV-1010-1-1", shipment, FIRST_DAY, shipment.lines)


def referee(texts: Iterable[str]) -> None:
    for text in texts:
        assert body_errors(text) == envelope_errors(text) == []


def test_a_notice_names_the_lot_with_the_expiry_that_the_dock_will_book() -> None:
    wharf = Wharf()
    shipment = wharf.shipment()
    assert not wharf.offers.departures(shipment)
    ((_, mailbox, text),) = wharf.posted
    assert mailbox == wharf.mailbox
    (notice,) = ship_notice.read(text)
    first, second = (item for pack in notice.orders[0].packs for item in pack.items)
    line = shipment.lines[0]
    assert (first.lot, first.expires_on) == (
        lot_of(shipment, line),
        expiry_of(Streams(7), shipment, line),
    )
    assert (first.quantity, first.unit, first.product.buyer_item) == (4, "BX", STOCKED.erp_number)
    assert (second.lot, second.expires_on, second.unit) == ("", None, "EA")
    assert notice.expected_on is not None
    assert notice.expected_on.toordinal() == shipment.day
    codes = [pack.sscc for pack in notice.orders[0].packs]
    assert len(set(codes)) == 2
    assert all(map(is_sscc, codes))
    referee([text])


def test_a_notice_is_recorded_under_supplier_and_number() -> None:
    wharf = Wharf()
    wharf.offers.departures(wharf.shipment())
    (told,) = wharf.effects("suppliers.ship_notice")
    assert told == ("world/edi_suppliers", f"{wharf.mailbox}/ASN-1010-1-1", 0)
    assert wharf.recorded[0][2].quantity == 5


def test_two_parts_of_a_line_that_leave_together_are_one_item() -> None:
    wharf = Wharf()
    wharf.offers.departures(wharf.shipment(6, 4))
    (notice,) = ship_notice.read(wharf.posted[0][2])
    (pack,) = notice.orders[0].packs
    assert [item.quantity for item in pack.items] == [10]


def test_a_bill_is_taken_and_states_its_total() -> None:
    wharf = Wharf()
    assert wharf.offers.bills(wharf.bill())
    (_, _, text) = wharf.posted[0]
    (billed,) = invoice.read(text)
    assert (billed.number, billed.order_number, billed.total_minor) == (
        "INV-1010-1-1",
        "PO-1",
        5047,
    )
    assert billed.lines_and_freight_minor == 5047
    name = enterprise().supplier(wharf.mailbox).name
    assert billed.supplier == Trader(name, wharf.mailbox)
    assert wharf.effects("suppliers.invoice") == [
        ("world/edi_suppliers", f"{wharf.mailbox}/INV-1010-1-1", 5047)
    ]
    referee([text])


def test_who_has_no_edi_for_it_announces_nothing_and_bills_at_the_portal() -> None:
    wharf = Wharf(edi_850_line_share=0.95, edi_856_line_share=0.3, edi_810_line_share=0.1)
    told = 0
    for n in range(1, 41):
        order = Order("PO-1", f"1010-{n}", wharf.mailbox, enterprise().departments[0], ())
        lines = wharf.shipment().lines
        shipment = Shipment(order, 1, FIRST_DAY.toordinal() + 1, lines)
        wharf.offers.departures(shipment)
        told += wharf.offers.bills(Bill(f"INV-{n}", shipment, FIRST_DAY, lines))
    assert 0 < told < 15
    assert len(wharf.effects("suppliers.invoice")) == told
    assert 4 < len(wharf.effects("suppliers.ship_notice")) < 25


def test_another_suppliers_goods_and_bills_are_none_of_its_business() -> None:
    wharf = Wharf()
    order = Order("PO-1", "1010-1", "39999999", enterprise().departments[0], ())
    shipment = Shipment(order, 1, FIRST_DAY.toordinal() + 1, wharf.shipment().lines)
    assert not wharf.offers.bills(Bill("INV-1", shipment, FIRST_DAY, shipment.lines))
    assert not wharf.offers.departures(shipment)
    assert (wharf.posted, wharf.recorded) == ([], [])


def test_documents_go_to_whoever_ordered_last() -> None:
    wharf = Wharf(edi_855_line_share=0.65)
    wharf.issue()
    wharf.send(sound(wharf))
    wharf.env.run()
    wharf.offers.departures(wharf.shipment())
    text = wharf.posted[-1][2]
    assert text[54:69].strip() == HOSPITALS.identifier
    assert ship_notice.read(text)[0].orders[0].ordered_on == FIRST_DAY


def offered() -> tuple[Wharf, Shipment]:
    """Every line is back-ordered, with an offer where there is a sibling."""
    always = {"back_order_share": 1.0, "substitution_share": 1.0, "edi_855_line_share": 0.85}
    wharf = Wharf(**always)
    siblings = Siblings(enterprise())
    item = next(item for item in enterprise().items if siblings.of(item.erp_number))
    line = {"line": 1, "item": item.erp_number, "qty": 4, "uom": "BX", "unit_price_minor": 1250}
    wharf.issue(lines=[line])
    order = wharf.shipment().order
    ordered = (OrderedLine(1, item.erp_number, 4, "BX", 1250),)
    return wharf, Shipment(order, 1, FIRST_DAY.toordinal() + 9, ordered)


def test_an_offer_that_nobody_answers_holds_the_line_back() -> None:
    wharf, shipment = offered()
    assert wharf.offers.packing(shipment).lines == ()


def test_an_offer_that_came_too_late_counts_as_refused() -> None:
    """The order was changed meanwhile, so nobody decides on the answer to its old version."""
    wharf, shipment = offered()
    facts = {"codes": {1: "IS"}, "applied": False}
    stale = Effect("procurement.acknowledgement", "PO-1/SO000001", facts=facts)
    wharf.party.on_effect("procurement", stale)
    assert wharf.offers.packing(shipment).lines == shipment.lines
