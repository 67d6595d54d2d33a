"""Controllers (S01) who set up and change accounts, cost centres, tax codes, stock rooms (P17).

What is new is announced for the next business day. From then on it is used, whether or not the
other systems have heard of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sim.world.calendar import HOME_ZONE, HOUR_S, next_business_day
from sim.world.entities import Facility
from sim.world.parties.party import Place
from sim.world.wire import WORD_UNIT, decimal_2, us_date

ACTOR = "finance/controllers"
_FIRST_USE_H = 10.0
_RENAME_SHARE = 0.3
"""Assumption: of new codes that are named anew within the hour, before anybody used them."""
_RENAMED_AFTER_S = 1200.0
_BLOCKED_AFTER_D = 5
"""Assumption: days after which a tenth of the new accounts are blocked as a mistake."""
_BLOCK_SHARE = 0.1
_USE_MINOR = 125_00


class Controllers:
    """The n-th change of the run has its own draws."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._site = place.site
        self._kinds: tuple[Callable[[int], None], ...] = (
            self._new_cost_center,
            self._new_account,
            self._new_location,
            self._new_tax_code,
            self._rename_department,
        )

    def first_morning(self) -> None:
        """One of each kind, so that even a short run has them."""
        for n in range(len(self._kinds)):
            self._kinds[n](n)

    def change(self, n: int) -> None:
        """The n-th change of the run after the first morning."""
        number = len(self._kinds) + n
        self._site.streams.choice(self._kinds, "reference.kind", number)(number)

    def _new_cost_center(self, n: int) -> None:
        facility = self._facility(n)
        code = f"CC-9{n:04d}"
        body = {
            "CostCenter": code,
            "Name": f"PROGRAMME {n}",
            "BusinessUnit": facility.business_unit,
            "Budget": decimal_2(5_000_00),
        }
        if self._create("create_cost_center", body, n):
            self._rename("update_cost_center", "CostCenter", code, n)
            self._use(self._use_cost_center, code, facility)

    def _new_account(self, n: int) -> None:
        code = f"67{n:04d}"
        body = {"Account": code, "Name": f"Programme cost {n}", "Type": "EXPENSE"}
        if self._create("create_account", body, n):
            self._rename("update_account", "Account", code, n)
            self._use(self._journal, code, "", self._facility(n))
            if self._site.streams.bernoulli(_BLOCK_SHARE, "reference.blocked", n):
                at_s = self._place.agenda.now_s + _BLOCKED_AFTER_D * 24 * HOUR_S
                body = {"Account": code, "Status": "INACTIVE"}
                self._place.agenda.at(at_s, self._change, "update_account", body)

    def _new_location(self, n: int) -> None:
        facility = self._facility(n)
        places = [d for d in self._site.enterprise.departments if d.facility == facility.code]
        place = self._site.streams.choice(places, "reference.place", n)
        code = f"{place.location}-R{n}"
        body = {
            "LocationCode": code,
            "Name": f"{place.name} ROOM {n}",
            "BusinessUnit": facility.business_unit,
            "CostCenter": place.cost_center,
        }
        if self._create("create_stock_location", body, n):
            self._rename("update_stock_location", "LocationCode", code, n)

    def _new_tax_code(self, n: int) -> None:
        rate = self._site.streams.integer(400, 1000, "reference.rate", n)
        code = f"LOCAL-{n}"
        body = {"TaxCode": code, "Name": f"Local tax {n}", "RateBasisPoints": rate}
        if self._create("create_tax_code", body, n):
            self._rename("update_tax_code", "TaxCode", code, n)

    def _rename_department(self, n: int) -> None:
        places = self._site.enterprise.departments
        place = self._site.streams.choice(places, "reference.renamed", n)
        body = {"CostCenter": place.cost_center, "Name": f"{place.name} {n}"}
        self._do("update_cost_center", body)

    def _create(self, operation: str, body: dict[str, Any], n: int) -> bool:
        return self._do(operation, {**body, "EffectiveDate": self._effective().isoformat()})

    def _rename(self, operation: str, field: str, code: str, n: int) -> None:
        """The first of the run always, so that even a short one has a second version."""
        if n == 0 or self._site.streams.bernoulli(_RENAME_SHARE, "reference.rename", n):
            at_s = self._place.agenda.now_s + _RENAMED_AFTER_S
            body = {field: code, "Name": f"NAMED ANEW {n}"}
            self._place.agenda.at(at_s, self._change, operation, body)

    def _do(self, operation: str, body: dict[str, Any]) -> bool:
        return self._site.try_do("erp", operation, body, ACTOR) is not None

    def _change(self, operation: str, body: dict[str, Any]) -> None:
        self._do(operation, body)

    def _use(self, act: Callable[..., None], *arguments: Any) -> None:
        """Plans the first use, on the morning of the announced day."""
        at_s = self._site.calendar.at(self._effective(), _FIRST_USE_H, HOME_ZONE)
        if self._place.agenda.demand_open(at_s):
            self._place.agenda.at(at_s, act, *arguments)

    def _use_cost_center(self, code: str, facility: Facility) -> None:
        """A journal, then a wish that the budget holder sends back for lack of a reason."""
        self._journal("6100", code, facility)
        item = next(item for item in self._site.enterprise.items if not item.stocked)
        line = {"line-num": 1, "item-number": item.erp_number, "quantity": 1}
        body = {
            "requester": ACTOR,
            "cost-center": code,
            "ship-to": facility.ship_to,
            "need-by": us_date(self._today() + timedelta(days=7)),
            "lines": [{**line, "uom": WORD_UNIT[item.purchase_uom]}],
        }
        answer = self._site.try_do("procurement", "create_requisition", body, ACTOR)
        if answer is not None:
            decision = {"id": answer["id"], "decision": "rejected", "approver": code}
            self._site.try_do("procurement", "decide_requisition", decision, ACTOR)

    def _journal(self, account: str, cost_center: str, facility: Facility) -> None:
        amount = decimal_2(_USE_MINOR)
        body = {
            "BusinessUnit": facility.business_unit,
            "AccountingDate": self._today().isoformat(),
            "Category": "MANUAL",
            "Lines": [
                {"Account": account, "CostCenter": cost_center, "Debit": amount},
                {"Account": "2130", "Credit": amount},
            ],
        }
        self._site.try_do("erp", "post_journal", body, ACTOR)

    def _facility(self, n: int) -> Facility:
        return self._site.streams.choice(self._site.enterprise.facilities, "reference.facility", n)

    def _effective(self) -> date:
        return next_business_day(self._today())

    def _today(self) -> date:
        return self._site.calendar.day(self._place.agenda.now_s, HOME_ZONE)
