"""Payments to the bank and what it says of them (P08): a stand-in with a reader of its own.

It sends the ERP's file as it is, reads BAI2 by the published positions, and takes a payment that
came back out of procurement and contracts.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Rejected, Subscription
from tests.couriers.house import Courier
from tests.couriers.patience import patient

BANK = "BANK"
FILE_TYPE = "text/plain;layout=nacha"
TREASURY_UNIT = "BU100"
SETTLED = ("451", "475")
RETURNED = "257"
DEPOSITED = "142"


class BankCourier(Courier):
    """One document for each run of payments, one look at each statement.

    A statement is acknowledged when it came and booked then, one after the other: a day's
    transactions take longer than its sender waits for an answer.
    """

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("erp", ("erp.payment_file.ready", "erp.payment.rejected")),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.turn = asyncio.Lock()
        self.seen: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_event(self, event: Event) -> None:
        if event.type == "erp.payment_file.ready":
            await self.send(event.subject, await self._exported(event.subject))
        else:
            await self._take_back(event.data)

    async def on_document(self, document: Document) -> bool:
        if document.sender != BANK:
            return False
        if document.id not in self.seen:
            self.seen.add(document.id)
            work = self._in_turn(document.content.decode("ascii"), document.id)
            task = asyncio.create_task(work)
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return True

    async def _in_turn(self, statement: str, name: str) -> None:
        async with self.turn:
            await self.read(statement, name)

    async def send(self, name: str, text: str) -> None:
        """Hands a file to the bank."""
        document = Document(name, "HOSPITAL GROUP", FILE_TYPE, text.encode("ascii"))
        await self.ports.partners[BANK].send(document)

    async def read(self, statement: str, name: str) -> None:
        """Books every transaction of a statement."""
        day = ""
        for line in statement.splitlines():
            fields = line.rstrip("/").split(",")
            if fields[0] == "02":
                day = f"20{fields[4][:2]}-{fields[4][2:4]}-{fields[4][4:]}"
            elif fields[0] == "16":
                await self._book(fields, day, name)

    async def _book(self, fields: list[str], day: str, statement: str) -> None:
        kind, amount, reference, text = fields[1], money(fields[2]), fields[5], fields[6]
        if kind in SETTLED:
            body = {"PaymentNumber": reference, "StatementReference": statement}
            await self._do("confirm_cleared", {**body, "ClearedDate": day, "Amount": amount})
        elif kind == RETURNED:
            reason = text.split()[1]
            body = {"PaymentNumber": reference, "ReasonCode": reason, "AccountingDate": day}
            await self._do("reject_payment", body)
        elif kind == DEPOSITED:
            await self._deposit(reference, {"Payer": text.split()[0], "Amount": amount}, day)

    async def _deposit(self, trace: str, body: dict[str, Any], day: str) -> None:
        erp, asked = self.ports.systems["erp"], {"DepositTrace": trace}

        async def recorded() -> dict[str, Any] | None:
            return next(iter((await patient(erp, "find_cash_receipts", asked))["items"]), None)

        if await recorded() is None:
            where = {**asked, "BusinessUnit": TREASURY_UNIT, "AccountingDate": day}
            await patient(erp, "record_cash_receipt", {**where, **body}, recorded)

    async def _take_back(self, payment: Any) -> None:
        number, reason = payment["PaymentNumber"], payment["ReasonCode"]
        if payment["InvoiceType"] == "STANDARD":
            procurement = self.ports.systems["procurement"]
            asked = {"erp-number": payment["SupplierNumber"]}
            asked["invoice-number"] = payment["InvoiceNumber"]
            (invoice,) = (await procurement.call("find_invoices", asked))["invoices"]
            body = {"id": invoice["id"], "payment-number": number, "reason": reason}
            await self._do("return_payment", body, "procurement")
        if payment["ContractNumber"]:
            spend = {"contractNumber": payment["ContractNumber"], "paymentReference": number}
            await self._do("reverse_spend", {**spend, "reason": reason}, "contracts")

    async def _exported(self, file: str) -> str:
        erp = self.ports.systems["erp"]
        answer = await erp.call("export_payment_file", {"PaymentFile": file})
        return str(answer["Content"])

    async def _do(self, operation: str, body: dict[str, Any], system: str = "erp") -> None:
        """What was done already is refused with 409, which is as good."""
        try:
            await patient(self.ports.systems[system], operation, body)
        except Rejected as rejected:
            if rejected.status != 409:
                raise


class PaysTwice(BankCourier):
    """As after a time-out, but under the next modifier: another file to the bank."""

    async def send(self, name: str, text: str) -> None:
        await super().send(name, text)
        again = text[:33] + "Z" + text[34:]
        await super().send(f"{name}-again", again)


class DropsStatements(BankCourier):
    """Takes what the bank says of the payments, and reads it never."""

    async def read(self, statement: str, name: str) -> None:
        """Nothing."""


def money(cents: str) -> str:
    """BAI2's cents as the ERP's decimal string."""
    return f"{int(cents) // 100}.{int(cents) % 100:02d}"
