"""Carries the nightly extract of legacy materials management into the group's books (S07)."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import Document, Ports, Rejected
from tests.couriers.house import Courier
from tests.couriers.patience import patient
from tests.couriers.site_files import dollars, iso, site_of_store

WIDTHS = {"ONH": (6, 10, 14, 20, 8, 10, 10), "RCT": (6, 14, 4, 14, 4, 14, 20, 8, 10, 2, 8)}
EXPENSE, ACCRUED = "5110", "2130"


class LegacyMaterialsCourier(Courier):
    """Receipts become a journal a store; stock goes item by item."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_document(self, document: Document) -> bool:
        if document.sender != "LEGACYMM":
            return False
        lines = document.content.decode("ascii").splitlines()
        records = [cut(line) for line in lines[1:-1]]
        for store in {record[1] for record in records}:
            await site_of_store(self.ports, store)
        number, day = int(lines[0][25:33]), iso(lines[0][33:41])
        assert int(lines[-1][11:19]) == len(records)
        work = asyncio.create_task(self.carry(number, day, records))
        self.tasks.add(work)
        work.add_done_callback(self.tasks.discard)
        return True

    async def carry(self, number: int, day: str, records: list[list[str]]) -> None:
        costs = {(r[1], r[3]): int(r[7]) for r in records if r[0] == "ONH"}
        await self.accrue(number, day, [r for r in records if r[0] == "RCT"], costs)
        for _, store, _, item, _, _, quantity, _ in (r for r in records if r[0] == "ONH"):
            code, _ = await site_of_store(self.ports, store)
            body = {"site": code, "site_item": item, "qty": int(quantity), "report": number}
            await patient(self.ports.systems["inventory"], "report_site_stock", body)

    async def accrue(
        self, number: int, day: str, receipts: list[list[str]], costs: dict[tuple[str, str], int]
    ) -> None:
        worth: dict[str, int] = {}
        units: dict[str, str] = {}
        for receipt in receipts:
            store, item, quantity = receipt[1], receipt[6], int(receipt[9])
            _, facts = await site_of_store(self.ports, store)
            minor = quantity * self.factor(facts, item) * costs[store, item]
            worth[store] = worth.get(store, 0) + minor
            units[store] = facts["unit"]
        if not worth:
            return
        journals = [
            {
                "Reference": f"{store}-{number:06d}",
                "BusinessUnit": units[store],
                "AccountingDate": day,
                "Category": "SITERCT",
                "Lines": [line(EXPENSE, minor, 0), line(ACCRUED, 0, minor)],
            }
            for store, minor in worth.items()
        ]
        total = dollars(sum(worth.values()))
        totals = {"ControlCount": len(journals), "ControlDebit": total, "ControlCredit": total}
        head = {"Source": "LEGACYMM", "BatchNumber": f"{number:06d}", **totals}
        try:
            erp = self.ports.systems["erp"]
            await patient(erp, "import_journal_batch", {**head, "Journals": journals})
        except Rejected as rejected:
            if rejected.code != "DUPLICATE_BATCH":
                raise

    def factor(self, facts: dict[str, Any], item: str) -> int:
        return int(facts["factors"][item])


class CountsReceiptsAsEach(LegacyMaterialsCourier):
    """Takes the quantity of a receipt for eaches."""

    def factor(self, facts: dict[str, Any], item: str) -> int:
        return 1


def line(account: str, debit: int, credit: int) -> dict[str, Any]:
    return {"Account": account, "Debit": dollars(debit), "Credit": dollars(credit)}


def cut(text: str) -> list[str]:
    """The columns of a record by their widths, without padding."""
    fields, rest = [text[:3]], text[3:]
    for width in WIDTHS[text[:3]]:
        fields.append(rest[:width].strip())
        rest = rest[width:]
    assert not rest, text
    return fields
