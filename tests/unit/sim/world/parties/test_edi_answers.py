"""S09: the lines of an 855 are mixed as calibrated; back orders are the world's own (P05)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import simpy

from mock_systems.service import Effect
from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import AcknowledgedLine
from mock_systems.standards.x12.parties import Place as Dock
from mock_systems.standards.x12.products import Product
from sim.streams import Streams
from sim.world.actors.suppliers import Suppliers
from sim.world.agenda import Agenda
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.orders import OrderedLine
from sim.world.parties.edi_suppliers.answers import AnsweringDesk, Heard, Sales
from sim.world.parties.edi_suppliers.decisions import REJECTED_SHARE, Decisions
from sim.world.parties.edi_suppliers.siblings import Siblings
from sim.world.parties.edi_suppliers.speakers import edi_speakers
from sim.world.parties.edi_suppliers.suppliers import EdiSuppliers
from sim.world.parties.party import Place
from sim.world.site import Site
from tests.unit.sim.world.parties.test_edi_suppliers import FIRST_DAY, Clock, enterprise

LINES = 4000


class Watched(Streams):
    """Remembers which back orders were asked for."""

    def __init__(self) -> None:
        super().__init__(7)
        self.asked: set[tuple[str | int, ...]] = set()

    def bernoulli(self, probability: float, *address: str | int) -> bool:
        if address[0] == "order.back_order":
            self.asked.add(address)
        return super().bernoulli(probability, *address)


class Nobody:
    """Stands in for docks and portal."""

    def receive(self, *_: Any) -> None: ...

    def plan(self, *_: Any) -> None: ...


def site(streams: Streams, **parameters: float) -> Site:
    found = load_parameters(parameters)
    nothing = Desk({})
    return Site(
        Clock(), streams, enterprise(), Calendar(FIRST_DAY), found, nothing, lambda *_: None
    )


def answering(found: Site) -> AnsweringDesk:
    return AnsweringDesk(found.enterprise, Decisions(found))


def answered(count: int, **parameters: float) -> tuple[AcknowledgedLine, ...]:
    lines = tuple(
        OrderLine(str(n), 10, "BX", 1250, Product("100000187")) for n in range(1, count + 1)
    )
    order = PurchaseOrder("PO-1", FIRST_DAY, Dock("DOCK", "0614141000012"), lines)
    desk = answering(site(Streams(7), **parameters))
    return desk.answer(order, Heard("30000001", "1-1"), Sales("SO1", FIRST_DAY)).lines


def test_lines_are_answered_in_the_calibrated_mix() -> None:
    parameters = load_parameters({})
    price = parameters["order_price_discrepancy_share"]
    expected = {
        "IB": parameters["back_order_share"],
        "IP": price,
        "IQ": price / parameters["price_to_other_error_ratio"],
        "IR": REJECTED_SHARE,
    }
    found = Counter(line.statuses[0].status for line in answered(LINES))
    for status, share in expected.items():
        assert abs(found[status] / LINES - share) < 4 * (share / LINES) ** 0.5, status
    assert found["IA"] == LINES - sum(found[status] for status in expected)


def test_each_status_says_what_it_means() -> None:
    for line in answered(LINES):
        said = line.statuses[0]
        assert (said.status == "IP") == (line.line.unit_price_minor != 1250)
        assert (said.status == "IQ") == (said.quantity != 10)
        assert (said.status == "IB") == (said.ships_on is not None)
        assert said.ships_on is None or said.ships_on > FIRST_DAY


def test_a_share_of_back_orders_is_offered_as_a_substitute_of_the_same_kind() -> None:
    """With its own number, at no more than what was ordered costs."""
    items = {item.erp_number: item for item in enterprise().items}
    siblings = Siblings(enterprise())
    item = next(item for item in enterprise().items if siblings.of(item.erp_number))
    price = item.price_minor
    lines = tuple(OrderedLine(n, item.erp_number, 10, "BX", price) for n in range(1, LINES + 1))
    asked = tuple(OrderLine(str(n), 10, "BX", price, Product("1")) for n in range(1, LINES + 1))
    order = PurchaseOrder("PO-1", FIRST_DAY, Dock("DOCK", "0614141000012"), asked)
    heard = Heard(item.supplier, "1-1", lines)
    answer = answering(site(Streams(7))).answer(order, heard, Sales("SO1", FIRST_DAY))
    offered = [line for line in answer.lines if line.statuses[0].status == "IS"]
    share = load_parameters({})["substitution_share"]
    assert abs(len(offered) / LINES - share) < 4 * (share / LINES) ** 0.5
    for line in offered:
        product = line.statuses[0].substitute
        assert product is not None
        other = items[product.buyer_item]
        assert (other.supplier, other.purchase_uom, other.factor) == (
            item.supplier,
            item.purchase_uom,
            item.factor,
        )
        assert (other.erp_number != item.erp_number, product.gtin) == (True, other.gtin)
        assert line.line.unit_price_minor == min(price, other.price_minor)


def test_the_whole_order_is_accepted_changed_or_rejected() -> None:
    desk = answering(site(Streams(7)))
    kinds = set()
    for n in range(2000):
        line = OrderLine("1", 10, "BX", 1250, Product("100000187"))
        order = PurchaseOrder("PO-1", FIRST_DAY, Dock("DOCK", "0614141000012"), (line,))
        answer = desk.answer(order, Heard("30000001", f"1-{n}"), Sales("SO1", FIRST_DAY))
        kinds.add((answer.kind, answer.lines[0].statuses[0].status))
    assert kinds == {("AD", "IA"), ("RD", "IR"), ("AC", "IB"), ("AC", "IP"), ("AC", "IQ")}


def test_back_orders_are_asked_for_where_the_worlds_suppliers_ask() -> None:
    """They count a department's orders alike, so both say the same of the same line."""
    supplier = edi_speakers(enterprise(), load_parameters({}))[0]
    item = next(item for item in enterprise().items if item.supplier == supplier)
    cost_center = enterprise().departments[0].cost_center
    line = {"item": item.erp_number, "qty": 10, "uom": "BX", "unit_price_minor": 1250}
    facts = {
        "supplier": supplier,
        "cost_center": cost_center,
        "lines": [{**line, "line": n} for n in (1, 2, 3)],
    }
    ours, theirs = Watched(), Watched()
    nobody: Any = Nobody()
    world = Suppliers(site(theirs), Agenda(simpy.Environment(), 0.0), nobody, nobody)
    agenda = Agenda(simpy.Environment(), 0.0)
    party = EdiSuppliers(Place(site(ours), agenda, lambda *_: None, lambda *_: None))
    desk = answering(site(ours))
    for number in ("PO-1", "PO-2"):
        effect = Effect("procurement.order", number, facts=facts)
        world.order_issued(effect)
        party.on_effect("procurement", effect)
        lines = tuple(OrderLine(str(n), 10, "BX", 1250, Product("1")) for n in (1, 2, 3))
        order = PurchaseOrder(number, FIRST_DAY, Dock("DOCK", "0614141000012"), lines)
        desk.answer(order, party.heard(number, supplier), Sales("SO1", date(2026, 4, 14)))
    assert {address for address in ours.asked if address[1] == supplier} == ours.asked
    assert len(ours.asked) == 6
    assert ours.asked == theirs.asked


def test_the_largest_suppliers_speak_edi_first() -> None:
    few = set(edi_speakers(enterprise(), load_parameters({"edi_850_line_share": 0.65})))
    many = set(edi_speakers(enterprise(), load_parameters({"edi_850_line_share": 0.95})))
    assert few < many < {supplier.erp_number for supplier in enterprise().suppliers}
    assert {s.erp_number for s in enterprise().suppliers if s.distributor} <= few
