"""Nights of one hospital, and what the systems list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.canonical.facts import DayCut
from tests.unit.integration_under_test.reference.fakes import (
    MASTERS,
    FakeHost,
    command,
    usage_event,
)

USAGE: dict[str, Any] = dict(usage_event().data)
CUT = command("2026-04-30", "reconcile_books", DayCut("usage", "2026-04-30", "", ()))
MORE = {"has_more": False, "hasMore": False}
COST: dict[str, Any] = {
    "Category": "COST",
    "Reference": "US-1",
    "BusinessUnit": "BU100",
    "Lines": [{"Amount": "3.00"}, {"Amount": "-3.00"}],
}
PRICE = MASTERS["erp", "list_items"][0] | {"StandardCost": "1.50"}
RECEIPT = {
    "receipt_no": "RC-00000002",
    "facility": "H01",
    "po_number": "PO-1",
    "received_at": "20260430100000",
    "lines": [
        {
            "line_no": 1,
            "po_line": 1,
            "erp_item_number": USAGE["erp_item_number"],
            "qty_each": 10,
            "lot": "",
            "expiry": "",
            "implant": False,
        }
    ],
}


def page(*rows: Any) -> dict[str, Any]:
    return {"items": list(rows), **MORE}


class House:
    """Nights of one hospital, whose usages and costs the test says."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.reference = Reference()
        host.clock.run(self.reference.start(host.ports()))
        host.systems["billing"].plan("find_charges", *[{"charges": [{}]}] * 9)

    def night(
        self,
        usages: Sequence[Mapping[str, Any]],
        journals: Sequence[Mapping[str, Any]],
        *found: Sequence[Mapping[str, Any]],
    ) -> None:
        """`found` are the costs that look-ups of usages give, one after the other."""
        erp = self.host.systems["erp"]
        self.host.systems["inventory"].plan("list_cut_usages", page(*usages))
        self.host.systems["billing"].plan("list_cut_charges", page())
        erp.plan("list_postings", page(*journals))
        erp.plan("list_held_invoices", page())
        erp.plan("list_items", page(PRICE))
        erp.plan("find_costs", *[page(*rows) for rows in found])
        self.host.clock.run(self.reference.reconciliation.check(CUT))
        self.host.clock.run_until(self.host.clock.now_s() + 60)

    def rows(self, table: str) -> dict[str, Any]:
        async def read() -> dict[str, Any]:
            async with self.host.storage.transaction() as tx:
                return dict(tx.scan(table))

        return self.host.clock.run(read())

    @property
    def reasons(self) -> list[str]:
        return [item.reason for item in self.host.items.values()]
