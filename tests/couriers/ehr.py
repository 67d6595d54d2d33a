"""What the EHR tells, carried to billing (P10): its own reader of HL7, its own acknowledgement."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta
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
from tests.couriers.paging import read_all
from tests.couriers.recent import Recent

Segments = list[list[str]]

SENT_AGAIN_WITHIN = timedelta(days=1)
TAKEN_BACK_WITHIN = timedelta(days=3)
"""Longer than any sender repeats itself, than any department thinks a charge over."""


class EhrCourier(Courier):
    """Acknowledges at once, then works off the messages in their order; knows one again by MSH-10.

    What the systems did not answer is done again under the same idempotency key.
    """

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.billing = ports.systems["billing"]
        self.seen = Recent(ports, SENT_AGAIN_WITHIN)
        self.waiting: deque[Segments] = deque()
        self.worker: asyncio.Task[None] | None = None
        self.answers: set[asyncio.Task[None]] = set()
        self.charges = Recent(ports, TAKEN_BACK_WITHIN)
        """Order number (FT1-23) -> source reference of its charge."""

    async def start(self) -> None:
        rows = await read_all(self.billing, "list_facilities", more="hasMore")
        self.facilities = {row["gln"]: row["facilityId"] for row in rows}

    async def on_document(self, document: Document) -> bool:
        if document.sender != "EHR":
            return False
        segments = fields_of(document.content)
        control_id = segments[0][9]
        answer = asyncio.create_task(self.acknowledge(segments[0]))
        self.answers.add(answer)
        answer.add_done_callback(self.answers.discard)
        if self.is_new(control_id):
            self.seen.note(control_id)
            self.waiting.append(segments)
            if self.worker is None or self.worker.done():
                self.worker = asyncio.create_task(self.work())
        return True

    def is_new(self, control_id: str) -> bool:
        return control_id not in self.seen

    async def acknowledge(self, msh: list[str]) -> None:
        """MSH and MSA, back along the way."""
        kind = f"ACK^{msh[8].split('^')[1]}^ACK"
        way = "|".join((msh[4], msh[5], msh[2], msh[3]))
        head = f"MSH|^~\\&|{way}|{msh[6]}||{kind}|A{msh[9]}|T|2.5.1"
        content = f"\x0b{head}\rMSA|{self.code(msh[9])}|{msh[9]}\r\x1c\r".encode()
        answer = Document(f"A{msh[9]}", "GROUP", "application/hl7-v2+mllp", content)
        for _attempt in range(600):
            try:
                await self.ports.partners["EHR"].send(answer)
                return
            except (Unavailable, OutcomeUnknown):
                await asyncio.sleep(30.0)

    def code(self, control_id: str) -> str:
        return "AA"

    async def work(self) -> None:
        while self.waiting:
            await self.handle(self.waiting.popleft())

    async def handle(self, segments: Segments) -> None:
        """One message, whatever it is."""
        trigger = segments[0][8].split("^")[1]
        patient = next(one for one in segments if one[0] == "PV1")
        encounter = patient[19]
        if trigger in ("A01", "A04"):
            await self.do("register_encounter", encounter, self.registration(segments, patient))
        elif trigger == "A03":
            body = {"encounterId": encounter, "dischargedOn": patient[45][:8]}
            await self.do("discharge_encounter", f"{encounter}/out", body)
        elif trigger == "A08":
            await self.do("code_encounter", f"{encounter}/coded", coding(segments, encounter))
        else:
            for one in (one for one in segments if one[0] == "FT1"):
                await self.post(encounter, one)

    def registration(self, segments: Segments, patient: list[str]) -> dict[str, Any]:
        return {
            "encounterId": patient[19],
            "facilityId": self.facilities[patient[3].split("^")[3]],
            "class": patient[2],
            "admittedOn": patient[44][:8],
            "coverages": [one[3] for one in segments if one[0] == "IN1"],
        }

    async def post(self, encounter: str, ft1: list[str]) -> None:
        """A charge, or the credit of one that was posted before."""
        reference = f"EHR/{ft1[2]}"
        if ft1[6] == "CD":
            if charged := self.charges.find(ft1[23]):
                await self.credit(reference, charged)
            return
        self.charges.note(ft1[23], reference)
        body = {
            "sourceReference": reference,
            "encounterId": encounter,
            "chargeCode": ft1[7].split("^")[0],
            "quantity": self.quantity(ft1),
            "serviceDate": ft1[4],
            "departmentCode": ft1[13].split("^")[0],
        }
        await self.do("create_charge", reference, body)

    def quantity(self, ft1: list[str]) -> int:
        return int(ft1[10])

    async def credit(self, reference: str, charged: str) -> None:
        found = await self.billing.call("find_charges", {"sourceReference": charged})
        body = {
            "chargeId": found["charges"][-1]["chargeId"],
            "reason": "taken back by the department",
            "creditReference": reference,
        }
        await self.do("credit_charge", reference, body)

    def key(self, key: str) -> str | None:
        return key

    async def do(self, operation: str, key: str, body: dict[str, Any]) -> None:
        """Until the system has said yes or no."""
        for _attempt in range(600):
            try:
                await self.billing.call(operation, body, idempotency_key=self.key(key))
                return
            except (Throttled, Unavailable, OutcomeUnknown):
                await asyncio.sleep(30.0)
            except Rejected as rejected:
                if not rejected.code.startswith(("DUPLICATE", "ILLEGAL")):
                    raise
                return


class AnswersLate(EhrCourier):
    """Takes longer to acknowledge than the sender waits, which then sends again."""

    async def acknowledge(self, msh: list[str]) -> None:
        await asyncio.sleep(90.0)
        await super().acknowledge(msh)


class IgnoresControlIds(AnswersLate):
    """Takes a message that comes again for a new one, and forgets the keys of its calls."""

    def is_new(self, control_id: str) -> bool:
        return True

    def key(self, key: str) -> str | None:
        return None


class RefusesMessages(EhrCourier):
    """Acknowledges negatively, and does it all the same."""

    def code(self, control_id: str) -> str:
        return "AE"


class LosesCredits(EhrCourier):
    """Knows of no transaction type but charges."""

    async def credit(self, reference: str, charged: str) -> None:
        return


class ReadsOneCharge(EhrCourier):
    """Reads the first FT1 of a message only."""

    async def handle(self, segments: Segments) -> None:
        first = next((n for n, one in enumerate(segments) if one[0] == "FT1"), len(segments))
        await super().handle(segments[: first + 1])


class MiscountsQuantities(EhrCourier):
    """Takes every quantity for one."""

    def quantity(self, ft1: list[str]) -> int:
        return 1


def fields_of(content: bytes) -> Segments:
    """Segments split at bars; MSH's fields are one less than their number."""
    text = content.decode()
    assert text.startswith("\x0b")
    assert text.endswith("\x1c\r")
    return [line.split("|") for line in text[1:-2].split("\r") if line]


def coding(segments: Segments, encounter: str) -> dict[str, Any]:
    found: dict[str, list[str]] = {"DG1": [], "PR1": [], "DRG": []}
    for one in segments:
        if one[0] in found:
            found[one[0]].append(one[1 if one[0] == "DRG" else 3].split("^")[0])
    return {
        "encounterId": encounter,
        "diagnosisCodes": found["DG1"],
        "procedureCodes": found["PR1"],
        "drg": "".join(found["DRG"]),
    }
