"""S09: what leaves is what was answered; a substitute waits for its approval (P12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import simpy

from sim.streams import Streams
from sim.world.agenda import Agenda
from sim.world.entities import Item
from sim.world.orders import Order, OrderedLine, Shipment
from sim.world.parties.edi_suppliers.decisions import Decision, Decisions
from sim.world.parties.edi_suppliers.goods import EXTRA_FROM, Goods
from sim.world.parties.edi_suppliers.siblings import Siblings
from sim.world.site import Site
from tests.unit.sim.world.parties.test_edi_answers import site
from tests.unit.sim.world.parties.test_edi_suppliers import FIRST_DAY, enterprise


class Minds:
    """Decides as a test says, IA for every other line."""

    def __init__(self, decided: Mapping[int, Decision], answers: bool = True) -> None:
        self._decided = decided
        self._answers = answers

    def answers(self, *_: str) -> bool:
        return self._answers

    def of(self, line: OrderedLine, _address: object, _ordered_s: float) -> Decision:
        return self._decided.get(line.line, Decision("IA", line.quantity, line.price_minor))


def ordered_item() -> tuple[Item, Item]:
    """One with its substitute."""
    siblings = Siblings(enterprise())
    for item in enterprise().items:
        other = siblings.of(item.erp_number)
        if item.stocked and other is not None:
            return item, other
    raise AssertionError("the group has no item with a sibling")


ITEM, OTHER = ordered_item()
OFFER = Decision("IS", 10, 900, 9, OTHER.erp_number)


class Yard:
    """Goods of one order with lines of ten, and the extra deliveries that they bring about."""

    def __init__(self, *, answers: bool = True, **decided: Decision) -> None:
        by_line = {int(name[4:]): decision for name, decision in decided.items()}
        self.extras: list[Shipment] = []
        place: Site = site(Streams(7))
        place.offers.extras.take(self._extra)
        agenda = Agenda(simpy.Environment(), 0.0)
        minds = cast("Decisions", Minds(by_line, answers))
        self.goods = Goods(place, agenda, minds)
        department = enterprise().departments[0]
        lines = tuple(OrderedLine(n, ITEM.erp_number, 10, ITEM.purchase_uom, 1000) for n in (1, 2))
        self.order = Order("PO-1", "1010-1", ITEM.supplier, department, lines)
        self.goods.order(self.order)

    def planned(self, n: int = 1, *quantities: int) -> Shipment:
        """A delivery of both lines, or of parts of the first."""
        lines = tuple(
            OrderedLine(1, ITEM.erp_number, quantity, ITEM.purchase_uom, 1000)
            for quantity in quantities
        )
        day = FIRST_DAY.toordinal() + n
        return Shipment(self.order, n, day, lines or self.order.lines)

    def packed(self, n: int = 1, *quantities: int) -> list[tuple[int, int, int]]:
        """Line, quantity, price."""
        lines = self.goods.pack(self.planned(n, *quantities)).lines
        return [(line.line, line.quantity, line.price_minor) for line in lines]

    def _extra(self, shipment: Shipment) -> bool:
        self.extras.append(shipment)
        return True


def test_an_order_of_nobody_here_leaves_as_it_was_planned() -> None:
    yard = Yard()
    other = Shipment(Order("PO-9", "1", "39", yard.order.department, ()), 1, 1, ())
    assert yard.goods.pack(other) is other


def test_a_supplier_that_does_not_answer_ships_as_ordered() -> None:
    yard = Yard(answers=False, line1=Decision("IR", 10, 1000))
    assert yard.packed() == [(1, 10, 1000), (2, 10, 1000)]


def test_a_rejected_line_never_leaves() -> None:
    yard = Yard(line1=Decision("IR", 10, 1000))
    shipment = yard.goods.pack(yard.planned())
    assert [line.line for line in shipment.lines] == [2]
    assert [(line.line, line.quantity) for line in shipment.never] == [(1, 10)]


def test_a_cut_line_leaves_with_less_over_all_its_parts() -> None:
    yard = Yard(line1=Decision("IQ", 8, 1000))
    assert yard.packed(1, 6) == [(1, 6, 1000)]
    assert yard.packed(2, 4) == [(1, 2, 1000)]
    assert [line.quantity for line in yard.goods.pack(yard.planned(2, 4)).never] == [2]


def test_another_price_is_the_price_of_the_delivery() -> None:
    yard = Yard(line2=Decision("IP", 10, 1100))
    assert yard.packed() == [(1, 10, 1000), (2, 10, 1100)]


def test_an_approved_substitute_leaves_soon_instead_of_the_back_order() -> None:
    yard = Yard(line1=OFFER)
    yard.goods.answered("PO-1", 1, "approved")
    (extra,) = yard.extras
    (line,) = yard.goods.pack(extra).lines
    assert (extra.n, line.item, line.instead_of) == (
        EXTRA_FROM + 1,
        OTHER.erp_number,
        ITEM.erp_number,
    )
    assert (line.quantity, line.price_minor) == (10, 900)
    assert extra.day > FIRST_DAY.toordinal()
    assert yard.packed() == [(2, 10, 1000)]


def test_a_rejected_substitute_leaves_the_back_order_where_it_was() -> None:
    yard = Yard(line1=OFFER)
    yard.goods.answered("PO-1", 1, "rejected")
    assert yard.extras == []
    assert yard.packed() == [(1, 10, 1000), (2, 10, 1000)]


def test_an_answer_that_comes_late_is_followed_by_a_delivery_of_its_own() -> None:
    """The back order's day passed while nobody had decided."""
    for answer, item in (("rejected", ITEM.erp_number), ("approved", OTHER.erp_number)):
        yard = Yard(line1=OFFER)
        assert yard.packed() == [(2, 10, 1000)]
        yard.goods.answered("PO-1", 1, answer)
        yard.goods.answered("PO-1", 1, answer)
        assert [extra.lines[0].item for extra in yard.extras] == [item]


def test_a_cancelled_line_is_held_back_unless_it_has_left() -> None:
    yard = Yard()
    assert yard.goods.held("PO-9", 1) is None
    held = yard.goods.held("PO-1", 1)
    assert held is not None
    assert held.quantity == 10
    yard.goods.release("PO-1", 1)
    assert yard.packed() == [(2, 10, 1000)]
    assert yard.goods.held("PO-1", 2) is None


IN_PARTS = Decision("BP", 10, 1000, later_d=12, at_once=4)


def test_a_line_in_parts_leaves_in_its_parts() -> None:
    yard = Yard(line1=IN_PARTS)
    assert yard.packed(1, 4) == [(1, 4, 1000)]
    assert yard.packed(2, 6) == [(1, 6, 1000)]


def test_the_group_may_give_up_the_rest_of_a_line_until_it_has_left() -> None:
    yard = Yard(line1=IN_PARTS)
    rest = yard.goods.rest("PO-1", 1)
    assert rest is not None
    assert rest.quantity == 6
    yard.goods.give_up(rest, "PO-1")
    assert yard.packed(1, 4) == [(1, 4, 1000)]
    assert yard.packed(2, 6) == []
    left = Yard(line1=IN_PARTS)
    left.packed(1, 4)
    left.packed(2, 6)
    assert left.goods.rest("PO-1", 1) is None
    assert left.goods.rest("PO-1", 2) is None
    assert left.goods.rest("PO-9", 1) is None


def test_of_a_rest_that_is_declined_the_buyers_hear_with_the_first_part() -> None:
    yard = Yard(line1=Decision("IQ", 4, 1000, final=True))
    first, second = (yard.goods.pack(yard.planned(n, q)) for n, q in ((1, 4), (2, 6)))
    assert [line.quantity for line in first.lines] == [4]
    assert [(line.quantity, line.awaited) for line in first.never] == [(6, True)]
    assert (second.lines, second.never) == ((), ())
    rest = yard.goods.rest("PO-1", 1)
    assert rest is not None
    assert rest.quantity == 6


def test_a_delivery_is_packed_once() -> None:
    yard = Yard(line1=OFFER)
    before = yard.goods.pack(yard.planned())
    yard.goods.answered("PO-1", 1, "rejected")
    assert yard.goods.pack(yard.planned()) is before
