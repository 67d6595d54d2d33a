"""What a supplier answers to an order, line by line (855): its decision on what it has read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import AcknowledgedLine, LineStatus, OrderAcknowledgement
from sim.streams import Address
from sim.world.enterprise import Enterprise
from sim.world.orders import OrderedLine
from sim.world.parties.edi_suppliers.decisions import Decision, Decisions
from sim.world.parties.edi_suppliers.products import product

LATER = ("BP", "IB")
"""Some of the line, or all, comes on the day that is named."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An order as the party knows that it was issued; `reference` is the address of its draws."""

    supplier: str
    reference: str
    lines: tuple[OrderedLine, ...] = ()
    issued_s: float = 0.0

    def line(self, number: Address) -> OrderedLine | None:
        """The line as it was issued."""
        return next((line for line in self.lines if line.line == number), None)


@dataclass(frozen=True, slots=True)
class Sales:
    """An order in a supplier's own books: its number there, the day on which it was read."""

    number: str
    day: date


class AnsweringDesk:
    """Acknowledges orders; the same order gets the same answer, whenever it is read."""

    def __init__(self, enterprise: Enterprise, decisions: Decisions) -> None:
        self._enterprise = enterprise
        self._decisions = decisions

    def answer(self, order: PurchaseOrder, heard: Heard, sales: Sales) -> OrderAcknowledgement:
        """The acknowledgement of all lines of an order."""
        lines = tuple(self._line(line, heard, sales.day) for line in order.lines)
        return OrderAcknowledgement(
            order_number=order.number,
            kind=_kind({line.statuses[0].status for line in lines}),
            lines=lines,
            ordered_on=order.ordered_on,
            supplier_reference=sales.number,
            acknowledged_on=sales.day,
        )

    def _line(self, line: OrderLine, heard: Heard, today: date) -> AcknowledgedLine:
        decision = self._decide(line, heard)
        quantity = decision.at_once or decision.quantity
        status = LineStatus(decision.status, quantity, line.unit)
        if decision.status in LATER:
            status = replace(status, ships_on=today + timedelta(days=decision.later_d))
        if decision.substitute:
            offered = self._enterprise.item(decision.substitute)
            status = replace(status, substitute=product(offered))
        return AcknowledgedLine(replace(line, unit_price_minor=decision.price_minor), (status,))

    def _decide(self, line: OrderLine, heard: Heard) -> Decision:
        """On the quantity and price that were read, whoever wrote them."""
        position = _position(line)
        issued = heard.line(position)
        item = issued.item if issued else ""
        asked = OrderedLine(0, item, line.quantity, line.unit, line.unit_price_minor)
        address = (heard.supplier, heard.reference, position)
        return self._decisions.of(asked, address, heard.issued_s)


def _kind(statuses: set[str]) -> str:
    """BAK02: all accepted as ordered, all rejected, or some change."""
    if statuses == {"IA"}:
        return "AD"
    return "RD" if statuses == {"IR"} else "AC"


def _position(line: OrderLine) -> Address:
    """Lines count 1, 2, .. in the group's orders; anything else stands for itself."""
    return int(line.number) if line.number.isdecimal() else line.number
