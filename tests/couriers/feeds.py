"""Carries the files of payroll, workforce, assets, biomed, facilities, projects into the ERP."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import Document, Event, Ports, Rejected, Subscription
from tests.couriers.back_office import Answers, BackOfficeFile, Spoilt, cents, dollars, iso, opened
from tests.couriers.house import Courier

SENDERS = ("PAYROLL", "WORKFORCE", "ASSETS", "BIOMED", "FACILITIES", "PROJECTS")
MONEY = {"JNL": (8, 9), "AST": (6,), "DEP": (5,)}


class FeedsCourier(Courier):
    """One file after the other; what is refused goes back to its sender with the reason."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.answers = Answers(ports)
        self.turn = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_document(self, document: Document) -> bool:
        if document.sender not in SENDERS:
            return False
        task = asyncio.create_task(self._carry(document))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return True

    async def _carry(self, document: Document) -> None:
        async with self.turn:
            try:
                file = opened(document, MONEY)
                await (self.assets(file) if file.sender == "ASSETS" else self.journals(file))
            except Spoilt as spoilt:
                await self.answers.reject(document, spoilt)

    async def journals(self, file: BackOfficeFile) -> None:
        try:
            await self.ports.systems["erp"].call("import_journal_batch", batch_body(file))
        except Rejected as rejected:
            if rejected.code == "DUPLICATE_BATCH":
                await self.posted_before(file)
            else:
                raise Spoilt(rejected.code, rejected.message) from rejected

    async def posted_before(self, file: BackOfficeFile) -> None:
        """The same batch again is no news."""

    async def assets(self, file: BackOfficeFile) -> None:
        for row in file.rows:
            await (self.in_service(row) if row[0] == "AST" else self.depreciation(row))

    async def in_service(self, row: list[str]) -> None:
        _, asset, description, unit, center, day, cost, life, project = row
        body: dict[str, Any] = {
            "AssetNumber": asset,
            "Description": description,
            "InServiceDate": iso(day),
            "Cost": cost,
            "LifeMonths": int(life),
        }
        if project:
            await self._once("capitalise_asset", {**body, "ProjectNumber": project})
        else:
            await self._once("add_asset", {**body, "BusinessUnit": unit, "CostCenter": center})

    async def depreciation(self, row: list[str]) -> None:
        _, period, unit, day, _assets, _amount = row
        body = {"PeriodName": period, "BusinessUnit": unit, "AccountingDate": iso(day)}
        await self._once("post_depreciation", body)

    async def _once(self, operation: str, body: dict[str, Any]) -> None:
        try:
            await self.ports.systems["erp"].call(operation, body)
        except Rejected as rejected:
            if rejected.status != 409:
                raise Spoilt(rejected.code, rejected.message) from rejected


class PostsAgain(FeedsCourier):
    """Takes a batch that comes again for another one, and finds it a free number."""

    async def posted_before(self, file: BackOfficeFile) -> None:
        again = {**batch_body(file), "BatchNumber": f"{file.number}-2"}
        await self.ports.systems["erp"].call("import_journal_batch", again)


class TakesSpoiltFiles(FeedsCourier):
    """Forces what is out of balance: drops the journal that the ERP refuses."""

    async def journals(self, file: BackOfficeFile) -> None:
        try:
            await super().journals(file)
        except Spoilt:
            first = file.rows[0][1]
            rows = [row for row in file.rows if row[1] != first]
            await super().journals(BackOfficeFile(file.sender, file.number, rows))


def batch_body(file: BackOfficeFile) -> dict[str, Any]:
    """The file's lines as the journals of one import."""
    journals: dict[str, dict[str, Any]] = {}
    debit = credit = 0
    for row in file.rows:
        _, number, _line, category, unit, day, account, center, debited, credited, _, project = row
        journal = journals.setdefault(
            number,
            {
                "Reference": number,
                "BusinessUnit": unit,
                "AccountingDate": iso(day),
                "Category": category,
                "Lines": [],
            },
        )
        line = {"Account": account, "CostCenter": center, "ProjectNumber": project}
        journal["Lines"].append({**line, "Debit": debited, "Credit": credited})
        debit, credit = debit + cents(debited), credit + cents(credited)
    return {
        "Source": file.sender,
        "BatchNumber": str(file.number),
        "ControlCount": len(journals),
        "ControlDebit": dollars(debit),
        "ControlCredit": dollars(credit),
        "Journals": list(journals.values()),
    }


class ProjectOrders(Courier):
    """Has the lines that S02 orders for a project build it in the ERP, once the order is there."""

    subscriptions = (Subscription("procurement", ("procurement.order.issued",)),)

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_event(self, event: Event) -> None:
        lines = [line for line in event.data["lines"] if line.get("project")]
        if lines:
            task = asyncio.create_task(self._assign(event.data["po-number"], lines))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _assign(self, po_number: str, lines: list[dict[str, Any]]) -> None:
        erp = self.ports.systems["erp"]
        found: list[dict[str, Any]] = []
        while not found:
            await asyncio.sleep(60.0)
            asked = {"SourceOrderNumber": po_number}
            found = (await erp.call("find_purchase_orders", asked))["items"]
        for line in lines:
            body = {
                "OrderNumber": found[0]["OrderNumber"],
                "LineNumber": line["line-num"],
                "ProjectNumber": line["project"],
            }
            await erp.call("assign_project", body)
