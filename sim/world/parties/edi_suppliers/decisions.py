"""What a supplier decides of each line of an order, before it says so or ships it.

Every draw is addressed by supplier, order and line, so that the answer (855), the goods (856) and
the bill (810) follow from the same decision, in whatever order they are asked for. A back order is
one that the world's supplier does make: it is drawn where `sim.world.actors.suppliers` draws it.
Of an item on allocation (`sim.world.supply`) the rest of a line is back-ordered, offered as another
item, or declined.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from sim.streams import Address
from sim.world.orders import OrderedLine
from sim.world.parties.edi_suppliers.siblings import Siblings
from sim.world.site import Site
from sim.world.supply import Allotment, allot

REJECTED_SHARE = 0.007
"""Of order lines; judgement."""
_BACK_ORDER_SIGMA = 1.0
_CUT_TO_PERCENT = 80

LineAddress = tuple[Address, ...]
"""Supplier, the order's reference, the line's number."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`status` is a code of element 668: IA as ordered, BP, IB, IP, IQ, IR, IS.

    Quantity and price are those that the supplier will ship and bill, for a rejected line those
    that were asked for; `later_d` is how late a back order comes, `substitute` what is offered.
    Of a line in parts (BP) `at_once` units ship before the rest. `final` says that the rest of an
    allotted line will never come.
    """

    status: str
    quantity: int
    price_minor: int
    later_d: int = 0
    substitute: str = ""
    at_once: int = 0
    final: bool = False


class Decisions:
    """The minds of all suppliers."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._siblings = Siblings(site.enterprise)

    def answers(self, supplier: str, reference: str) -> bool:
        """Some who take orders by EDI answer by telephone, or not at all; they ship as ordered."""
        return self._speaks("855", "edi.answers", supplier, reference)

    def announces(self, *address: Address) -> bool:
        """Whether a delivery is announced by an 856."""
        return self._speaks("856", "edi.announces", *address)

    def bills(self, *address: Address) -> bool:
        """Whether a delivery is billed by an 810."""
        return self._speaks("810", "edi.bills", *address)

    def of(self, line: OrderedLine, address: LineAddress, ordered_s: float) -> Decision:
        """The decision on one line of an order of an instant."""
        allotted = allot(self._site, line, address, ordered_s)
        if allotted is not None:
            return self._allotted(line, address, (allotted, ordered_s))
        if self._is_back_ordered(address):
            return self._back_order(line, address)
        status = self._other_status(address)
        less = line.quantity * _CUT_TO_PERCENT // 100
        if status == "IP":
            return Decision("IP", line.quantity, self._own_price(line.price_minor, address))
        if status == "IQ" and less:
            return Decision("IQ", less, line.price_minor)
        return Decision("IR" if status == "IR" else "IA", line.quantity, line.price_minor)

    def _back_order(self, line: OrderedLine, address: LineAddress) -> Decision:
        """Offered at no more than what was ordered costs: the supplier is the one who fails."""
        parameters, streams = self._site.parameters, self._site.streams
        later_d = max(1, round(self._back_order_d(address)))
        backed = parameters["back_order_share"]
        share = min(1.0, parameters["substitution_share"] / backed)
        if streams.bernoulli(share, "edi.substitute", *address):
            sibling = self._siblings.of(line.item)
            if sibling is not None:
                price_minor = min(line.price_minor, sibling.price_minor)
                return Decision("IS", line.quantity, price_minor, later_d, sibling.erp_number)
        return Decision("IB", line.quantity, line.price_minor, later_d)

    def _allotted(
        self, line: OrderedLine, address: LineAddress, told: tuple[Allotment, float]
    ) -> Decision:
        """Part of the line, or nothing of it: an equivalent that is not scarce itself, if there
        is one, a refusal of the rest, or else the rest later."""
        (now, rest_d, expedited), ordered_s = told
        later_d, price_minor = max(1, round(rest_d)), line.price_minor
        parameters, streams = self._site.parameters, self._site.streams
        share = parameters["allocation_substitution_share"]
        if not now and streams.bernoulli(share, "edi.substitute", *address):
            supply = self._site.supply
            sibling = self._siblings.of(
                line.item, lambda item: not supply.is_scarce(item.erp_number, ordered_s)
            )
            if sibling is not None:
                least_minor = min(price_minor, sibling.price_minor)
                return Decision("IS", line.quantity, least_minor, later_d, sibling.erp_number)
        share = parameters["allocation_final_share"]
        if not expedited and streams.bernoulli(share, "edi.allotment_final", *address):
            return Decision("IQ" if now else "IR", now or line.quantity, price_minor, final=True)
        return Decision("BP" if now else "IB", line.quantity, price_minor, later_d, at_once=now)

    def _is_back_ordered(self, address: LineAddress) -> bool:
        share = self._site.parameters["back_order_share"]
        return self._site.streams.bernoulli(share, "order.back_order", *address)

    def _back_order_d(self, address: LineAddress) -> float:
        median = log(self._site.parameters["back_order_median_d"])
        streams = self._site.streams
        return streams.lognormal(median, _BACK_ORDER_SIGMA, "order.back_order_d", *address)

    def _other_status(self, address: LineAddress) -> str:
        parameters = self._site.parameters
        price = parameters["order_price_discrepancy_share"]
        quantity = price / parameters["price_to_other_error_ratio"]
        drawn = self._site.streams.uniform("edi.line_status", *address)
        for status, share in (("IP", price), ("IQ", quantity), ("IR", REJECTED_SHARE)):
            if drawn < share:
                return status
            drawn -= share
        return "IA"

    def _own_price(self, price_minor: int, address: LineAddress) -> int:
        streams = self._site.streams
        change = 0.02 + 0.10 * streams.uniform("edi.price_change", *address)
        if streams.bernoulli(0.2, "edi.price_lower", *address):
            change = -change
        own = max(1, round(price_minor * (1.0 + change)))
        return own if own != price_minor else own + 1

    def _speaks(self, code: str, *address: Address) -> bool:
        parameters = self._site.parameters
        share = parameters[f"edi_{code}_line_share"] / parameters["edi_850_line_share"]
        return self._site.streams.bernoulli(min(1.0, share), *address)
