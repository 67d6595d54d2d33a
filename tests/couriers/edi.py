"""The desk for EDI: orders go out as 850; what suppliers send is entered in procurement (P05, P07).

855 is an acknowledgement, 856 a shipping notice, 810 an invoice; each gets its 997.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Rejected, Subscription
from tests.couriers.house import Courier
from tests.couriers.paging import read_all
from tests.couriers.x12 import CUSTOMER, Received, Segment, accepted, named, read, write

TO_X12 = {"each": "EA", "box": "BX", "case": "CA"}
FROM_X12 = {code: word for word, code in TO_X12.items()}
X12 = "application/edi-x12"
KNOWN_ALREADY = {"DUPLICATE_ACKNOWLEDGEMENT", "DUPLICATE_SHIP_NOTICE", "DUPLICATE_INVOICE"}


class EdiCourier(Courier):
    """Speaks X12 with those partners that are numbers of suppliers."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("procurement", ("procurement.order.issued",)),
    )
    copies = 1

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.procurement = ports.systems["procurement"]
        self.docks: dict[str, str] = {}
        self.written_to: set[str] = set()
        self.readers: Mapping[str, Callable[[Received], Awaitable[None]]] = {
            "855": self.acknowledgement,
            "856": self.ship_notice,
            "810": self.invoice,
        }

    async def start(self) -> None:
        rows = await read_all(self.procurement, "list_ship_tos", "ship-tos", "has-more")
        self.docks = {row["code"]: row["gln"] for row in rows}

    async def on_event(self, event: Event) -> None:
        supplier = event.data.get("erp-supplier-number", "")
        if supplier not in self.ports.partners:
            return
        for copy in range(self.copies):
            filed = await self.file(f"{event.subject}/{copy}")
            await self.send(("850", "PO"), supplier, filed, self.order(event.data))

    async def on_document(self, document: Document) -> bool:
        if document.content_type != X12 or not document.content.startswith(b"ISA"):
            return False
        received = read(document.content)
        confirms = received.kind in {"997", ""} and document.sender in self.written_to
        if received.kind not in self.readers and not confirms:
            return False
        if received.kind in self.readers:
            await self.readers[received.kind](received)
            filed = await self.file(document.id)
            await self.send(("997", "FA"), document.sender, filed, accepted(received))
        return True

    async def send(
        self, kind: tuple[str, str], supplier: str, filed: tuple[int, str], body: list[str]
    ) -> None:
        """One interchange under its control number, dated when it was first written."""
        number, instant = filed
        content = write(kind, supplier, instant, number, body)
        document = Document(f"{kind[0]}-{number}", CUSTOMER, X12, content)
        self.written_to.add(supplier)
        await self.ports.partners[supplier].send(document)

    def order(self, data: Mapping[str, Any]) -> list[str]:
        """The 850 of an order."""
        month, of_month, year = data["issued-on"].split("/")
        body = [
            f"BEG*00*SA*{data['po-number']}**{year}{month}{of_month}",
            f"N1*ST*RECEIVING DOCK*UL*{self.docks[data['ship-to']]}",
        ]
        for line in data["lines"]:
            goods = f"{line['quantity']}*{TO_X12[line['uom']]}*{short(line['unit-price'])}"
            body.append(f"PO1*{line['line-num']}*{goods}**IN*{line['item-number']}")
        return [*body, f"CTT*{len(data['lines'])}"]

    async def acknowledgement(self, received: Received) -> None:
        body: dict[str, Any] = {"lines": []}
        price = ""
        for segment in named(received, "BAK", "PO1", "ACK"):
            if segment.name == "BAK":
                body |= {"po-number": segment.at(3), "ack-number": segment.at(8)}
            elif segment.name == "PO1":
                body["lines"].append({"line-num": int(segment.at(1))})
                price = full(segment.at(4))
            else:
                body["lines"][-1] |= answered(segment, price)
        await self.enter("record_acknowledgement", body)

    async def ship_notice(self, received: Received) -> None:
        body: dict[str, Any] = {"lines": []}
        days = {"011": "shipped-on", "017": "expected-on"}
        for segment in named(received, "BSN", "REF", "DTM", "PRF", "LIN", "SN1"):
            if segment.name == "BSN":
                body["asn-number"] = segment.at(2)
            elif segment.name == "REF":
                body["tracking-number"] = segment.at(2)
            elif segment.name == "DTM" and segment.at(1) in days:
                body[days[segment.at(1)]] = us_day(segment.at(2))
            elif segment.name == "PRF":
                body["po-number"] = segment.at(1)
            elif segment.name == "LIN":
                body["lines"].append({"line-num": int(segment.at(1)), "lot": segment.pair("LT", 2)})
            elif segment.name == "SN1":
                unit = FROM_X12[segment.at(3)]
                body["lines"][-1] |= {"quantity": int(segment.at(2)), "uom": unit}
        await self.enter("record_ship_notice", body)

    async def invoice(self, received: Received) -> None:
        body: dict[str, Any] = {"lines": []}
        supplier = ""
        for segment in named(received, "BIG", "N1", "IT1", "TDS"):
            if segment.name == "BIG":
                body["invoice-date"] = us_day(segment.at(1))
                body |= {"invoice-number": segment.at(2), "po-number": segment.at(4)}
            elif segment.name == "N1" and segment.at(1) == "SU":
                supplier = segment.at(4)
            elif segment.name == "IT1":
                line = {
                    "line-num": len(body["lines"]) + 1,
                    "po-line": int(segment.at(1)),
                    "quantity": int(segment.at(2)),
                    "uom": FROM_X12[segment.at(3)],
                    "unit-price": full(segment.at(4)),
                }
                body["lines"].append(line)
            elif segment.name == "TDS":
                body["total"] = cents(segment.at(1))
        body["supplier-id"] = await self.supplier_id(supplier)
        await self.enter("submit_invoice", body)

    async def supplier_id(self, number: str) -> int:
        """Procurement's own, of the record that is in use."""
        answer = await self.procurement.call("find_suppliers", {"erp-number": number})
        active = [row for row in answer["suppliers"] if row["status"] == "active"]
        return int((active or answer["suppliers"])[0]["id"])

    async def enter(self, operation: str, body: dict[str, Any]) -> None:
        """What came twice is known already."""
        try:
            await self.procurement.call(operation, body)
        except Rejected as rejected:
            if rejected.code not in KNOWN_ALREADY:
                raise

    async def file(self, key: str) -> tuple[int, str]:
        """Control number and instant of an outgoing document: the same when it is sent again."""
        async with self.ports.storage.transaction() as tx:
            filed = tx.get("edi.filed", key)
            if filed is None:
                number = (tx.get("edi.last", "number") or 0) + 1
                filed = [number, self.ports.clock.now().isoformat()]
                tx.put("edi.last", "number", number)
                tx.put("edi.filed", key, filed)
        return int(filed[0]), str(filed[1])


def answered(status: Segment, price: str) -> dict[str, Any]:
    """What an ACK says of the line above it; the price counts where it is another one."""
    code = status.at(1)
    said: dict[str, Any] = {"code": code, "quantity": int(status.at(2))}
    if code in {"IP", "IS"}:
        said["unit-price"] = price
    if code == "IS":
        said["substitute-item-number"] = status.pair("IN", 7)
    if status.at(5):
        said["expected-on"] = us_day(status.at(5))
    return said


def short(price: str) -> str:
    """12.5000 as 12.5: X12 writes no zeros that say nothing."""
    return price.rstrip("0").rstrip(".").lstrip("0") or "0"


def full(price: str) -> str:
    """.47 as 0.47: X12 writes no zero before the point either."""
    return f"0{price}" if price.startswith(".") else price


def us_day(compact: str) -> str:
    """20260414 as 04/14/2026."""
    return f"{compact[4:6]}/{compact[6:]}/{compact[:4]}"


def cents(implied: str) -> str:
    """12750 as 127.50."""
    minor = int(implied)
    return f"{minor // 100}.{minor % 100:02d}"
