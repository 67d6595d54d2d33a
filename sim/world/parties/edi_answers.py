"""What a supplier answers to an order, line by line (855).

A back order is one that the world's supplier does make: it is drawn at the address that
`sim.world.actors.suppliers` draws from, which counts orders in the same way. A changed price or
quantity, or a rejection, is what the supplier says only: the world ships and bills as ordered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log

from mock_systems.standards.x12.order import OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import AcknowledgedLine, LineStatus, OrderAcknowledgement
from sim.streams import Address
from sim.world.site import Site

REJECTED_SHARE = 0.007
"""Of order lines; judgement."""
_BACK_ORDER_SIGMA = 1.0
_CUT_TO_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Heard:
    """An order as the party knows that it was issued; `reference` is the address of its draws."""

    supplier: str
    reference: str


@dataclass(frozen=True, slots=True)
class Sales:
    """An order in a supplier's own books: its number there, the day on which it was read."""

    number: str
    day: date


class AnsweringDesk:
    """Acknowledges orders; the same order gets the same answer, whenever it is read."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def answers(self, heard: Heard) -> bool:
        """Some who take orders by EDI answer by telephone, or not at all."""
        parameters = self._site.parameters
        share = parameters["edi_855_line_share"] / parameters["edi_850_line_share"]
        return self._site.streams.bernoulli(share, "edi.answers", heard.supplier, heard.reference)

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
        address = (heard.supplier, heard.reference, _position(line))
        if self._is_back_ordered(address):
            later = timedelta(days=max(1, round(self._back_order_d(address))))
            return _answered(line, "IB", line.quantity, today + later)
        status = self._other_status(address)
        if status == "IP":
            changed = replace(line, unit_price_minor=self._own_price(line, address))
            return _answered(changed, "IP", line.quantity)
        less = line.quantity * _CUT_TO_PERCENT // 100
        if status == "IQ" and less:
            return _answered(line, "IQ", less)
        return _answered(line, "IR" if status == "IR" else "IA", line.quantity)

    def _is_back_ordered(self, address: tuple[Address, ...]) -> bool:
        share = self._site.parameters["back_order_share"]
        return self._site.streams.bernoulli(share, "order.back_order", *address)

    def _back_order_d(self, address: tuple[Address, ...]) -> float:
        median = log(self._site.parameters["back_order_median_d"])
        streams = self._site.streams
        return streams.lognormal(median, _BACK_ORDER_SIGMA, "order.back_order_d", *address)

    def _other_status(self, address: tuple[Address, ...]) -> str:
        parameters = self._site.parameters
        price = parameters["order_price_discrepancy_share"]
        quantity = price / parameters["price_to_other_error_ratio"]
        drawn = self._site.streams.uniform("edi.line_status", *address)
        for status, share in (("IP", price), ("IQ", quantity), ("IR", REJECTED_SHARE)):
            if drawn < share:
                return status
            drawn -= share
        return "IA"

    def _own_price(self, line: OrderLine, address: tuple[Address, ...]) -> int:
        streams = self._site.streams
        change = 0.02 + 0.10 * streams.uniform("edi.price_change", *address)
        if streams.bernoulli(0.2, "edi.price_lower", *address):
            change = -change
        own = max(1, round(line.unit_price_minor * (1.0 + change)))
        return own if own != line.unit_price_minor else own + 1


def _answered(
    line: OrderLine, status: str, quantity: int, ships_on: date | None = None
) -> AcknowledgedLine:
    return AcknowledgedLine(line, (LineStatus(status, quantity, line.unit, ships_on),))


def _kind(statuses: set[str]) -> str:
    """BAK02: all accepted as ordered, all rejected, or some change."""
    if statuses == {"IA"}:
        return "AD"
    return "RD" if statuses == {"IR"} else "AC"


def _position(line: OrderLine) -> Address:
    """Lines count 1, 2, .. in the group's orders; anything else stands for itself."""
    return int(line.number) if line.number.isdecimal() else line.number
