"""Price files of a purchasing organisation, imported into the contract platform (P03)."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import (
    Document,
    OutcomeUnknown,
    Ports,
    Rejected,
    Throttled,
    Unavailable,
)
from tests.couriers.house import Courier

FIELDS = (
    *("contract", "version", "tier", "vendor", "item", "gtin", "unspsc", "description"),
    *("uom", "price", "start", "end"),
)
Rows = list[dict[str, str]]


class GpoCourier(Courier):
    """Imports each file once, by the number in its header, whatever it is called."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.contracts = ports.systems["contracts"]
        self.seen: set[str] = set()
        self.tasks: list[asyncio.Task[None]] = []

    async def on_document(self, document: Document) -> bool:
        if document.sender != "GPO":
            return False
        header, rows, trailer = price_rows(document.content.decode())
        number = self.number(header, document)
        if number not in self.seen:
            self.seen.add(number)
            self.tasks.append(asyncio.create_task(self.take(number, header[2], rows, trailer)))
        return True

    def number(self, header: list[str], document: Document) -> str:
        return f"{header[2]}-{int(header[3]):06d}"

    async def take(self, number: str, gpo: str, rows: Rows, trailer: list[str]) -> None:
        by_contract: dict[str, Rows] = {}
        for row in rows:
            by_contract.setdefault(row["contract"], []).append(row)
        body = {
            "fileNumber": number,
            "gpoNumber": gpo,
            "controlTotals": {"lineCount": int(trailer[2]), "priceTotal": money(trailer[3])},
            "contracts": [await self.priced(name, own) for name, own in by_contract.items()],
        }
        await self.do("import_price_file", number, body)

    async def priced(self, contract: str, rows: Rows) -> dict[str, Any]:
        """The contract as it is tells the supplier and the numbers of its lines."""
        known = await self.do("get_contract", "", {"contractNumber": contract})
        active = next(v for v in known["versions"] if v["version"] == known["activeVersion"])
        lines = {line["itemNumber"]: line["line"] for line in active["lines"]}
        return {
            "contractNumber": contract,
            "erpSupplierNumber": known["erpSupplierNumber"],
            "effectiveFrom": iso(rows[0]["start"]),
            "effectiveTo": iso(rows[0]["end"]),
            "lines": [
                {
                    "line": lines[row["item"]],
                    "itemNumber": row["item"],
                    "uom": row["uom"],
                    "unitPrice": {"value": self.price(row), "currency": "USD"},
                }
                for row in rows
            ],
        }

    def price(self, row: dict[str, str]) -> str:
        return row["price"] + "00"

    async def do(self, operation: str, key: str, body: dict[str, Any]) -> Any:
        for _attempt in range(600):
            try:
                return await self.contracts.call(operation, body, idempotency_key=key or None)
            except (Throttled, Unavailable, OutcomeUnknown):
                await asyncio.sleep(30.0)
            except Rejected as rejected:
                if rejected.code != "DUPLICATE_FILE":
                    raise
                return None
        return None


class GoesByFileName(GpoCourier):
    """Takes a file that was dropped again for a new one."""

    def number(self, header: list[str], document: Document) -> str:
        return document.id


class SumsForItself(GpoCourier):
    """Cuts the last contract off, and makes the totals fit."""

    async def take(self, number: str, gpo: str, rows: Rows, trailer: list[str]) -> None:
        kept = [row for row in rows if row["contract"] != rows[-1]["contract"]] or rows[:1]
        total = sum(round(100 * float(row["price"])) for row in kept)
        await super().take(number, gpo, kept, ["TRL", trailer[1], str(len(kept)), str(total)])


def price_rows(text: str) -> tuple[list[str], Rows, list[str]]:
    """Header, rows, trailer of a file whose totals are right."""
    lines = [line.split("|") for line in text.splitlines()]
    header, *details, trailer = lines
    rows = [dict(zip(FIELDS, one[1:], strict=True)) for one in details]
    assert trailer[1:3] == [header[3], str(len(rows))]
    assert int(trailer[3]) == sum(int(row["price"].replace(".", "")) for row in rows)
    return header, rows, trailer


def iso(compact: str) -> str:
    return f"{compact[:4]}-{compact[4:6]}-{compact[6:]}"


def money(cents: str) -> dict[str, str]:
    return {"value": f"{int(cents) // 100}.{int(cents) % 100:02d}00", "currency": "USD"}
