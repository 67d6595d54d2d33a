"""The requisition form, with what its writers remember until the goods are ordered.

Buyers or departments fill it in at procurement's screen; a requisition that is rejected or fails
its budget check frees its lines to be ordered again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mock_systems.service import Effect
from sim.world.entities import Department, Item
from sim.world.offers import Request
from sim.world.on_order import OnOrder
from sim.world.site import Site
from sim.world.wire import WORD_UNIT, us_date

_NEEDED_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item in whole purchase units."""

    item: Item
    units: int


@dataclass(frozen=True, slots=True)
class Raised:
    """A requisition in procurement. `n` counts its writer's requisitions."""

    id: int
    number: str
    department: Department
    for_stock: bool
    n: int
    lines: tuple[Wanted, ...]

    @property
    def address(self) -> tuple[str, str, int]:
        """By which draws about it are addressed: its number would shift with other writers'."""
        return (self.department.location, "stock" if self.for_stock else "adhoc", self.n)


class Requisitions:
    """The requisitions that became no order yet. `submit` hands a new one to the approvers."""

    def __init__(self, site: Site, on_order: OnOrder) -> None:
        self._site = site
        self._on_order = on_order
        self._open: dict[str, Raised] = {}
        self._count: dict[tuple[str, bool], int] = {}
        self.submit: Callable[[Raised], None] = lambda _raised: None
        site.offers.requests.take(self._requested)

    def write(
        self, department: Department, lines: tuple[Wanted, ...], for_stock: bool, actor: str
    ) -> None:
        """Enters a requisition, if procurement takes it."""
        facility = self._site.enterprise.facility(department.facility)
        today = self._site.calendar.day(self._site.clock.now_s(), facility.time_zone)
        body = {
            "requester": actor,
            "cost-center": department.cost_center,
            "ship-to": facility.ship_to,
            "need-by": us_date(today + _NEEDED_WITHIN),
            "lines": [
                {
                    "line-num": number,
                    "item-number": wanted.item.erp_number,
                    "quantity": wanted.units,
                    "uom": WORD_UNIT[wanted.item.purchase_uom],
                }
                for number, wanted in enumerate(lines, start=1)
            ],
        }
        answer = self._site.try_do("procurement", "create_requisition", body, actor)
        if answer != {}:  # else others write it, and `written` hears of it
            self._entered(answer, department, for_stock, lines)

    def written(self, body: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Somebody else entered a requisition in this form. Raises LookupError for a department or
        an item that the group does not have."""
        department = self._site.enterprise.department(body["cost-center"])
        lines = tuple(
            Wanted(self._site.enterprise.item(line["item-number"]), line["quantity"])
            for line in body["lines"]
        )
        self._entered(answer, department, lines[0].item.stocked, lines)

    def forget(self, number: str) -> None:
        """The requisition will not become an order: its lines may be ordered again."""
        raised = self._open.pop(number, None)
        if raised is None or not raised.for_stock:
            return
        for wanted in raised.lines:
            quantity = wanted.units * wanted.item.factor
            location = raised.department.location
            self._on_order.take_off(location, wanted.item.inventory_id, quantity)

    def budget_decided(self, effect: Effect) -> None:
        """Reaction to `procurement.budget_decision`."""
        if effect.facts.get("decision") == "failed":
            self.forget(effect.key)
        else:
            self._open.pop(effect.key, None)

    def _requested(self, request: Request) -> bool:
        wanted = (Wanted(request.item, request.units),)
        self.write(request.department, wanted, request.item.stocked, request.actor)
        return True

    def _entered(
        self,
        answer: Mapping[str, Any] | None,
        department: Department,
        for_stock: bool,
        lines: tuple[Wanted, ...],
    ) -> None:
        n = self._count.get((department.location, for_stock), 0)
        self._count[department.location, for_stock] = n + 1
        if answer is not None:
            self._keep(Raised(answer["id"], answer["number"], department, for_stock, n, lines))

    def _keep(self, raised: Raised) -> None:
        self._open[raised.number] = raised
        if raised.for_stock:
            for wanted in raised.lines:
                quantity = wanted.units * wanted.item.factor
                location = raised.department.location
                self._on_order.add(location, wanted.item.inventory_id, quantity)
        self.submit(raised)
