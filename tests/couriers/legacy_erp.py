"""Carries the nightly files of the legacy ERP into the group's, and supplier changes back (S08)."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Rejected, Subscription
from tests.couriers.acquisition import alias
from tests.couriers.house import Courier
from tests.couriers.patience import delivered, patient
from tests.couriers.site_files import cents, dollars, iso, opened, site

SENDER = "LEGACYERP"


class LegacyErpCourier(Courier):
    """Nothing is posted before its site is onboarded."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("erp", ("erp.supplier.changed",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.turn = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()
        self.sent = 0
        self.refused: list[str] = []

    async def on_document(self, document: Document) -> bool:
        if document.sender != SENDER:
            return False
        if document.content_type.endswith("=journal"):
            header, *rows = list(csv.reader(document.content.decode().splitlines()))
            rows = self.whole(document, header, rows)
            for row in rows:
                await site(self.ports, row[4])
            if rows:
                self.spawn(self.journals(header, rows))
        else:
            _, rows = opened(document.content)
            for row in rows:
                await site(self.ports, row[1])
            vouchers = document.content_type.endswith("=voucher")
            self.spawn(self.vouchers(rows) if vouchers else self.vendors(rows))
        return True

    def spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(self.in_turn(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def in_turn(self, work: Awaitable[None]) -> None:
        async with self.turn:
            await work

    async def journals(self, header: list[str], rows: list[list[str]]) -> None:
        journals: dict[str, dict[str, Any]] = {}
        for _, number, _, category, code, day, account, _, debit, credit, *_ in rows:
            facts = await site(self.ports, code)
            head = {"Reference": number, "BusinessUnit": facts["unit"], "Category": category}
            head["AccountingDate"] = self.accounting_date(iso(day))
            journal = journals.setdefault(number, {**head, "Lines": []})
            own = {"Account": self.account(facts, account), "Debit": debit, "Credit": credit}
            journal["Lines"].append(own)
        body = {
            "Source": header[2],
            "BatchNumber": f"{int(header[3]):06d}",
            "ControlCount": len(journals),
            "ControlDebit": dollars(sum(cents(row[8]) for row in rows)),
            "ControlCredit": dollars(sum(cents(row[9]) for row in rows)),
            "Journals": list(journals.values()),
        }
        await self.once("import_journal_batch", body)

    def whole(
        self, document: Document, header: list[str], rows: list[list[str]]
    ) -> list[list[str]]:
        """The lines of a file that ends with its trailer; another is noted, and waited for."""
        total = sum(cents(row[8]) + cents(row[9]) for row in rows if row[0] == "JNL")
        if rows[-1] != ["TRL", header[3], str(len(rows) - 1), str(total)]:
            self.refused.append(document.id)
            return []
        return rows[:-1]

    def account(self, facts: dict[str, Any], account: str) -> str:
        return str(facts["accounts"][account])

    def accounting_date(self, day: str) -> str:
        return day

    async def vouchers(self, rows: list[list[str]]) -> None:
        """What the hand-over brought already is no news."""
        for _, code, number, vendor, account, amount, day in rows:
            facts = await site(self.ports, code)
            if not await self.is_known(code, number):
                body = {
                    "Site": code,
                    "Reference": number,
                    "SupplierNumber": await alias(self.ports, code, vendor),
                    "BusinessUnit": facts["unit"],
                    "AccountingDate": iso(day),
                    "Amount": amount,
                    "Account": facts["accounts"][account],
                }
                erp = self.ports.systems["erp"]

                async def posted(code: str = code, number: str = number) -> dict[str, Any] | None:
                    return {} if await self.is_known(code, number) else None

                await patient(erp, "take_over_voucher", body, posted)

    async def is_known(self, code: str, number: str) -> bool:
        body = {"Site": code, "Reference": number}
        found = await patient(self.ports.systems["erp"], "find_site_vouchers", body)
        return bool(found["items"])

    async def vendors(self, rows: list[list[str]]) -> None:
        for _, code, vendor, _, terms, _, version in rows:
            body = {"Site": code, "SiteVendor": vendor, "SiteVersion": int(version)}
            await self.once("change_supplier_by_alias", {**body, "PaymentTerms": terms})

    async def once(self, operation: str, body: dict[str, Any]) -> None:
        try:
            await patient(self.ports.systems["erp"], operation, body)
        except Rejected as rejected:
            if rejected.status != 409:
                raise

    async def on_event(self, event: Event) -> None:
        """A supplier changed that sites use as well."""
        data = event.data
        if SENDER not in self.ports.partners or int(data["ObjectVersionNumber"]) < 2:
            return
        body = {"SupplierNumber": data["SupplierNumber"], "Limit": 500}
        found = await self.ports.systems["erp"].call("find_supplier_aliases", body)
        rows = [
            (one["Site"], one["SiteVendor"], data["SupplierName"], data["PaymentTerms"])
            for one in found["items"]
        ]
        if rows:
            tail = f"{data['Status']}|{data['ObjectVersionNumber']}"
            lines = [f"VND|{'|'.join(row)}|{tail}" for row in rows]
            self.spawn(self.send(lines, int(data["ObjectVersionNumber"]) * len(rows)))

    async def send(self, lines: list[str], total: int) -> None:
        self.sent += 1
        number, day = self.sent, self.ports.clock.now().strftime("%Y%m%d")
        head, tail = f"HDR|VENDOR|GROUP|{number}|{day}|1|1", f"TRL|{number}|{len(lines)}|{total}"
        text = "".join(f"{line}\n" for line in (head, *lines, tail))
        name = f"GROUP.VENDOR.{number:06d}.txt"
        document = Document(name, "GROUP", "text/plain;layout=vendor", text.encode())
        await delivered(self.ports.partners[SENDER], document)


class PostsInFlightTwice(LegacyErpCourier):
    """Takes every forwarded bill for a new one."""

    async def is_known(self, code: str, number: str) -> bool:
        return False


class OneChartForAll(LegacyErpCourier):
    """Reads every site's accounts by the first site's chart."""

    def account(self, facts: dict[str, Any], account: str) -> str:
        self.chart = getattr(self, "chart", facts["accounts"])
        return str(self.chart[account])


class PostsOnArrival(LegacyErpCourier):
    """Dates a night's journal by the day on which it came, a day after the night."""

    month_end: ClassVar[date] = date(2026, 4, 30)

    def accounting_date(self, day: str) -> str:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


class TakesCutFiles(LegacyErpCourier):
    """Posts what there is of a file; its second half comes under a batch that is there already."""

    def whole(
        self, document: Document, header: list[str], rows: list[list[str]]
    ) -> list[list[str]]:
        return [row for row in rows if row[0] == "JNL"]
