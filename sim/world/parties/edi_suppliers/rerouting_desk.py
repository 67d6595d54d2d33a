"""The group's buyers who go elsewhere for what a supplier cannot deliver (P12).

A rejected line is cancelled at procurement's screen, a back-ordered one on a share if nothing of it
has left; then an equivalent of another supplier is requested, if there is one. A line that was
confirmed for less is changed to that. Of an item on allocation the missing rest is requested
elsewhere too, and the equivalent approved as its alternate, so that stores and billing learn of it.
"""

from __future__ import annotations

from math import log
from typing import Any

from mock_systems.service import Effect
from sim.world.agenda import Agenda
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.entities import Item
from sim.world.offers import Request
from sim.world.orders import Order, OrderedLine
from sim.world.parties.edi_suppliers.goods import Goods
from sim.world.parties.edi_suppliers.siblings import Siblings
from sim.world.site import Site

ACTOR, BUYER = "buyer/rerouting", "BUYER-2"
DECLINED, BACK_ORDERED, LESS, IN_PARTS = "IR", "IB", "IQ", "BP"
CHANGES = frozenset({"procurement.order_cancellation", "procurement.order_change"})
_SIGMA = 0.6


class ReroutingDesk:
    """All buyers; each decision has its own draws."""

    def __init__(self, site: Site, agenda: Agenda, goods: Goods) -> None:
        self._site = site
        self._agenda = agenda
        self._goods = goods
        self._siblings = Siblings(site.enterprise)
        self._changing = ""

    def acknowledged(self, effect: Effect, address: tuple[str, str]) -> None:
        """Reaction to `procurement.acknowledgement` of an order, by supplier and reference."""
        number = effect.key.partition("/")[0]
        for line, code in effect.facts["codes"].items():
            at_s = self._decided_at_s((*address, int(line)))
            if code == LESS or (code == IN_PARTS and self._is_wanted((*address, int(line)))):
                self._agenda.at(at_s, self._take_less, number, int(line))
            elif self._is_rerouted(code, (*address, int(line))):
                self._agenda.at(at_s, self._reroute, number, int(line))

    def caused(self, change: Effect) -> bool:
        """Whether a change of an order that was just committed is this desk's."""
        return change.kind in CHANGES and change.facts["po"] == self._changing

    def _is_rerouted(self, code: str, address: tuple[str, str, int]) -> bool:
        if code != BACK_ORDERED:
            return code == DECLINED
        return self._is_wanted(address)

    def _is_wanted(self, address: tuple[str, str, int]) -> bool:
        share = self._site.parameters["back_order_rerouted_share"]
        return self._site.streams.bernoulli(share, "rerouting.wanted", *address)

    def _decided_at_s(self, address: tuple[str, str, int]) -> float:
        median = log(self._site.parameters["substitution_decision_median_h"])
        hours = self._site.streams.lognormal(median, _SIGMA, "rerouting.decided_h", *address)
        return self._site.calendar.after_office_s(self._agenda.now_s, hours * HOUR_S, HOME_ZONE)

    def _reroute(self, number: str, line: int) -> None:
        ordered = self._goods.held(number, line)
        if ordered is None or not self._cancel(number, line):
            return
        self._order_elsewhere(self._goods.release(number, line), ordered)

    def _take_less(self, number: str, line: int) -> None:
        rest = self._goods.rest(number, line)
        if self._accept_less(number, line) and rest is not None:
            self._order_elsewhere(self._goods.give_up(rest, number), rest)

    def _order_elsewhere(self, order: Order, missing: OrderedLine) -> None:
        supply, now_s = self._site.supply, self._agenda.now_s
        equivalent = self._siblings.elsewhere(
            missing.item, lambda item: not supply.is_scarce(item.erp_number, now_s)
        )
        if equivalent is None:
            return
        if supply.is_scarce(missing.item, now_s):
            self._approve(order, missing, equivalent)
        request = Request(order.department, equivalent, missing.quantity, ACTOR)
        self._site.offers.requests(request)

    def _approve(self, order: Order, missing: OrderedLine, equivalent: Item) -> None:
        body = {
            "po-number": order.number,
            "line-num": missing.line,
            "item-number": equivalent.erp_number,
            "approver": BUYER,
            "reason": f"{missing.item} is on allocation",
        }
        self._site.try_do("procurement", "approve_alternate", body, ACTOR)

    def _cancel(self, number: str, line: int) -> bool:
        reason = {"reason": "ordered elsewhere", "cancelled-by": BUYER}
        return self._change("cancel_line", {"po-number": number, "line-num": line, **reason})

    def _accept_less(self, number: str, line: int) -> bool:
        """The buyer reads at the screen what was confirmed; whether the line stands at that."""
        body = {"po-number": number}
        found = self._site.try_do("procurement", "get_fulfilment", body, ACTOR)
        for row in found["lines"] if found else ():
            confirmed = row["acknowledged-quantity"]
            if row["line-num"] == line and confirmed and confirmed < row["quantity"]:
                lines = [{"line-num": line, "quantity": confirmed}]
                reason = {"reason": "confirmed for less", "approver": BUYER}
                return self._change("change_order", {**body, "lines": lines, **reason})
        return False

    def _change(self, operation: str, body: dict[str, Any]) -> bool:
        """Whether procurement took it."""
        self._changing = body["po-number"]
        answer = self._site.try_do("procurement", operation, body, ACTOR)
        self._changing = ""
        return answer is not None


def released(change: Effect) -> Effect:
    """What a supplier is released from: the order at its new version with what is left of it."""
    lines = change.facts["lines"]
    return Effect(
        "suppliers.line_released",
        change.key,
        amount_minor=sum(line["qty"] * line["unit_price_minor"] for line in lines),
        facility=change.facility,
        version=change.version,
        facts={"po": change.facts["po"], "supplier": change.facts["supplier"]},
    )
