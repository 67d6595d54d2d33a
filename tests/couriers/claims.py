"""Claims to payers, their answers to billing, money to the ledger (P10): a stand-in.

It carries billing's own 837, reads 277CA and 835 with a reader of its own, posts what billing
says of receivables to the ERP, applies a deposit as soon as it is booked.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Subscription
from tests.couriers.house import Courier
from tests.couriers.x12 import Segment, read

CLEARINGHOUSE = "CLEARHOUSE"
GROUP = "HOSPGROUP"
ENTRY_TYPES = {
    "charges": ("CHARGE", "CHARGE_CREDIT"),
    "contractual": ("CONTRACTUAL", "CONTRACTUAL_REVERSAL"),
    "write_off": ("WRITE_OFF", "WRITE_OFF"),
    "refund": ("REFUND", "REFUND"),
    "provider_adjustment": ("PAYER_ADJUSTMENT", "PAYER_ADJUSTMENT_REVERSAL"),
    "payment": ("PATIENT_PAYMENT", "PATIENT_PAYMENT"),
}


class ClaimsCourier(Courier):
    """For a calm cable: whatever comes is done once, at once."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("billing", ("billing.claim_batch.released", "billing.receivable.posted")),
        Subscription("erp", ("erp.cash_receipt.recorded",)),
    )

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.payers: dict[str, str] = {}
        self.units: dict[int, str] = {}

    async def on_event(self, event: Event) -> None:
        if event.type == "billing.claim_batch.released":
            await self.send_batch(event.subject)
        elif event.type == "billing.receivable.posted":
            await self._post(event.data)
        else:
            await self._apply(event.data)

    async def on_document(self, document: Document) -> bool:
        if document.sender != CLEARINGHOUSE:
            return False
        received = read(document.content)
        if received.kind == "277":
            await self.on_statuses(received.segments)
        elif received.kind == "835":
            await self.on_remittance(remittance(received.segments))
        return True

    async def send_batch(self, batch_id: str) -> None:
        """Takes a batch to the clearinghouse as it is."""
        batch = await self.ports.systems["billing"].call("get_claim_batch", {"batchId": batch_id})
        content = batch["content"].encode("ascii")
        document = Document(f"837-{batch_id}", GROUP, batch["contentType"], content)
        await self.ports.partners[CLEARINGHOUSE].send(document)

    async def on_statuses(self, segments: Sequence[Segment]) -> None:
        """Records what the 277CA says of each claim of its batch."""
        billing = self.ports.systems["billing"]
        traces = [one.at(2) for one in segments if one.name == "TRN" and one.at(1) == "2"]
        batch = await billing.call("get_claim_batch", {"batchId": traces[0]})
        submissions = {one["claimId"]: one["submission"] for one in batch["members"]}
        for status in statuses(segments):
            body = {**status, "submission": submissions[status["claimId"]]}
            await billing.call("record_claim_status", body)

    async def on_remittance(self, said: dict[str, Any]) -> None:
        """Posts an 835 under the payer that its tax id names."""
        billing = self.ports.systems["billing"]
        if not self.payers:
            payers = (await billing.call("list_payers", {"limit": 500}))["items"]
            self.payers = {one["taxId"]: one["payerId"] for one in payers}
        tax_id = said.pop("taxId")
        await billing.call("post_remittance", {"payerId": self.payers[tax_id], **said})

    async def _post(self, posted: Any) -> None:
        """Posts a movement of patient accounts; a payer's payment comes as a deposit."""
        kind, reference = posted["kind"], posted["reference"]
        if kind == "payment" and not posted["source"].startswith("patient_payment:"):
            return
        cents = posted["amountCents"]
        body = {
            "Reference": reference,
            "EntryType": ENTRY_TYPES[kind][0 if cents > 0 else 1],
            "BusinessUnit": await self._unit(posted["facilityId"]),
            "AccountingDate": accounting_date(posted["postedOn"], posted["period"]),
            "Amount": f"{Decimal(abs(cents)) / 100:.2f}",
        }
        await self.ports.systems["erp"].call("post_receivable", body)

    async def _apply(self, receipt: Any) -> None:
        body = {
            "CashReceiptId": receipt["CashReceiptId"],
            "Reference": receipt["DepositTrace"],
            "AccountingDate": receipt["AccountingDate"],
            "Amount": receipt["Amount"],
        }
        await self.ports.systems["erp"].call("apply_cash", body)

    async def _unit(self, facility_id: int) -> str:
        """A hospital's business unit: both sides know its location number."""
        if not self.units:
            asked = {"limit": 500}
            hospitals = await self.ports.systems["billing"].call("list_facilities", asked)
            locations = await self.ports.systems["erp"].call("list_locations", {"Limit": 500})
            units = {one["GLN"]: one["BusinessUnit"] for one in locations["items"]}
            self.units = {one["facilityId"]: units[one["gln"]] for one in hospitals["items"]}
        return self.units[facility_id]


def accounting_date(day: str, period: str) -> str:
    """The day itself, or the nearest one in the period that a charge belongs to."""
    year, month = int(period[:4]), int(period[5:])
    last = monthrange(year, month)[1]
    stated = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return min(max(stated, f"{period}-01"), f"{period}-{last:02d}")


def statuses(segments: Sequence[Segment]) -> Iterator[dict[str, Any]]:
    """What a 277CA says of each claim; the batch itself stands under level 21."""
    account = ""
    found: dict[str, Any] = {}
    for one in segments:
        if one.name == "HL":
            account = ""
            if found:
                yield found
            found = {}
        elif one.name == "TRN" and one.at(1) == "2":
            account = one.at(2)
        elif one.name == "STC" and account.startswith("CL-"):
            category, status, *_ = one.at(1).split(":")
            found = {"claimId": account, "categoryCode": category, "statusCodes": [status]}
        elif one.name == "REF" and one.at(1) == "1K" and found:
            found["payerControlNumber"] = one.at(2)
    if found:
        yield found


def remittance(segments: Sequence[Segment]) -> dict[str, Any]:
    """An 835 as billing posts it, with the payer's tax id."""
    claims: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    said: dict[str, Any] = {"claims": claims, "providerAdjustments": kept}
    for one in segments:
        if one.name == "BPR":
            said |= {"paymentCents": cents(one.at(2)), "paidOn": one.at(16)}
        elif one.name == "TRN":
            said |= {"traceNumber": one.at(2), "taxId": one.at(3)[1:]}
        elif one.name == "CLP":
            claims.append(_claim(one))
        elif one.name == "SVC":
            line = {"line": 0, "billedCents": cents(one.at(2)), "paidCents": cents(one.at(3))}
            claims[-1]["lines"].append({**line, "adjustments": []})
        elif one.name == "CAS":
            place = claims[-1]["lines"][-1] if claims[-1]["lines"] else claims[-1]
            place["adjustments"] += _adjustments(one)
        elif one.name == "REF" and one.at(1) == "6R":
            claims[-1]["lines"][-1]["line"] = int(one.at(2))
        elif one.name == "PLB":
            kept += _kept(one)
    return said


def _claim(clp: Segment) -> dict[str, Any]:
    return {
        "claimId": clp.at(1),
        "statusCode": clp.at(2),
        "billedCents": cents(clp.at(3)),
        "paidCents": cents(clp.at(4)),
        "payerControlNumber": clp.at(7),
        "adjustments": [],
        "lines": [],
    }


def _adjustments(cas: Segment) -> list[dict[str, Any]]:
    return [
        {"group": cas.at(1), "reason": cas.at(place), "amountCents": cents(cas.at(place + 1))}
        for place in range(2, len(cas.values), 3)
    ]


def _kept(plb: Segment) -> Iterator[dict[str, Any]]:
    for place in range(3, len(plb.values), 2):
        reason, _, reference = plb.at(place).partition(":")
        amount = {"amountCents": cents(plb.at(place + 1))}
        yield {"reason": reason, "reference": reference, **amount}


def cents(amount: str) -> int:
    """Dollars of X12, which may leave out the fraction."""
    return int(Decimal(amount) * 100)
