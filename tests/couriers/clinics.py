"""Bills the charges of acquired clinics by each clinic's own mapping (S06)."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import Busy, Document, Ports, Rejected
from tests.couriers.house import Courier
from tests.couriers.site_files import opened

CLINICS = ("CLINIC1", "CLINIC2")


class ClinicsCourier(Courier):
    """Takes HL7 messages and flat files alike."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.maps: dict[str, dict[str, str]] = {}
        self.prefixes: dict[str, str] = {}
        self.seen: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_document(self, document: Document) -> bool:
        if document.sender not in CLINICS:
            return False
        if document.content_type.endswith("charge-map"):
            _, rows = opened(document.content)
            self.prefixes[document.sender] = next(row[1] for row in rows if row[0] == "ENC")
            self.maps[document.sender] = {row[1]: row[3] for row in rows if row[0] == "MAP"}
        elif document.sender not in self.maps:
            raise Busy(600.0)
        elif document.id not in self.seen:
            self.seen.add(document.id)
            work = asyncio.create_task(self.charge_all(document))
            self.tasks.add(work)
            work.add_done_callback(self.tasks.discard)
        return True

    async def charge_all(self, document: Document) -> None:
        clinic, text = document.sender, document.content.decode()
        for charge in of_message(text) if text.startswith("\x0b") else of_file(document.content):
            reference = f"{clinic}/{charge['id']}"
            body = {
                "sourceReference": reference,
                "encounterId": self.prefixes[clinic] + charge["account"],
                "chargeCode": self.maps[clinic][charge["code"]],
                "quantity": int(charge["quantity"]),
                "serviceDate": charge["day"],
            }
            try:
                billing = self.ports.systems["billing"]
                await billing.call("create_charge", body, idempotency_key=reference)
            except Rejected as rejected:
                if rejected.status != 409:
                    raise


def of_message(text: str) -> list[dict[str, Any]]:
    segments = [line.split("|") for line in text.strip("\x0b\x1c\r").split("\r")]
    account = next(s[3].split("^")[0] for s in segments if s[0] == "PID")
    names = {"id": 2, "code": 7, "quantity": 10, "day": 4}
    return [
        {"account": account, **{name: s[n].split("^")[0] for name, n in names.items()}}
        for s in segments
        if s[0] == "FT1"
    ]


def of_file(content: bytes) -> list[dict[str, Any]]:
    names = ("id", "account", "code", "quantity", "amount", "day")
    return [dict(zip(names, row[1:7], strict=True)) for row in opened(content)[1]]
