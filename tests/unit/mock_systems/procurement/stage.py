"""A procurement suite on a stage: a clock to set, every effect with every event noted down."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from mock_systems.procurement import Procurement
from mock_systems.service import CallContext, CloudEvent, Effect, System

BUYER = CallContext("world/buyer", "", "c-1")
Body = dict[str, Any]


class SetClock:
    def __init__(self) -> None:
        self.instant = datetime(2026, 4, 2, 15, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


class Notes:
    """Recorder and publisher in one."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self.events: list[CloudEvent] = []

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)


class Refused(NamedTuple):
    status: int
    text: str


class Stage:
    """Any system with its clock and its notes."""

    def __init__(self, system_class: type[System]) -> None:
        self.clock = SetClock()
        self.notes = Notes()
        self.system = system_class(self.clock, self.notes, self.notes)

    def send(self, operation: str, body: Body) -> tuple[int, Any]:
        response = self.system.dispatch(operation, to_json(body), BUYER)
        return response.status, from_json(response.payload)

    def ok(self, operation: str, body: Body) -> Any:
        """The answer, which must be what the operation declares."""
        declared = self.system.operations[operation]
        status, answer = self.send(operation, body)
        assert status == declared.status, answer
        declared.response.model_validate(answer)
        return answer

    def refused(self, operation: str, body: Body) -> Refused:
        """The refusal, which must have changed nothing."""
        before = self.state()
        status, answer = self.send(operation, body)
        assert status >= 400, answer
        assert self.state() == before
        return Refused(status, to_json(answer).decode())

    def state(self) -> Any:
        documents = vars(self.system)["documents"]
        return deepcopy(documents), len(self.notes.effects), len(self.notes.events)

    def effects(self, kind: str) -> list[Effect]:
        return [effect for effect in self.notes.effects if effect.kind == kind]

    def events(self, type_: str) -> list[Any]:
        return [from_json(event.payload) for event in self.notes.events if event.type == type_]


class Suite(Stage):
    """Two suppliers, three items, one address in each time zone."""

    def __init__(self) -> None:
        super().__init__(Procurement)
        self.system.load(
            "ship_tos",
            [
                {"code": "SHIP-1001", "name": "Main", "gln": "0614141000012"},
                {
                    "code": "SHIP-1002",
                    "name": "East",
                    "gln": "0614141000029",
                    "time-zone": "America/New_York",
                },
            ],
        )
        self.system.load("suppliers", [supplier_row(1), supplier_row(2), supplier_row(3)])
        self.system.load(
            "catalogue",
            [
                item_row("100", 1, "12.5000", contract="K-1"),
                item_row("200", 2, "3.0000"),
                item_row("300", 1, "0.9900"),
                item_row("400", 3, "1.0000"),
            ],
        )

    def requisition(self, *lines: Body, ship_to: str = "SHIP-1001") -> Any:
        return self.ok("create_requisition", requisition(*lines, ship_to=ship_to))

    def ordered(self, *lines: Body) -> list[str]:
        """The numbers of the orders that a requisition became."""
        request = self.requisition(*lines)
        self.ok("decide_requisition", approval(request["id"]))
        answer = self.ok("record_budget_decision", budget(request["id"]))
        numbers: list[str] = answer["po-numbers"]
        return numbers

    def invoiced(self, number: str = "INV-1") -> int:
        """The id of an invoice over ten boxes of item 100."""
        (po_number,) = self.ordered(line("100", 10))
        invoice_id: int = self.ok("submit_invoice", invoice(po_number, number))["id"]
        return invoice_id

    def approved(self) -> int:
        invoice_id = self.invoiced()
        self.ok("update_invoice_status", status_report(invoice_id, "approved", 1))
        return invoice_id


def supplier_row(number: int) -> Body:
    return {
        "id": number,
        "name": f"Supplier {number}",
        "tax-id": "12-3456789",
        "erp-number": f"3000000{number}",
        "payment-term": "NET30",
        "status": "active" if number < 3 else "inactive",
        "erp-version": 1,
    }


def item_row(number: str, supplier_id: int, price: str, contract: str = "") -> Body:
    return {
        "item-number": number,
        "description": f"Item {number}",
        "supplier-id": supplier_id,
        "uom": "box",
        "unit-price": price,
        "contract-number": contract,
    }


def line(item: str, quantity: int, number: int = 1, uom: str = "box") -> Body:
    return {"line-num": number, "item-number": item, "quantity": quantity, "uom": uom}


def requisition(*lines: Body, ship_to: str = "SHIP-1001") -> Body:
    return {
        "requester": "nora",
        "cost-center": "CC-1010",
        "ship-to": ship_to,
        "need-by": "04/09/2026",
        "lines": list(lines),
    }


def approval(requisition_id: int, decision: str = "approved") -> Body:
    return {"id": requisition_id, "decision": decision, "approver": "ben"}


def budget(requisition_id: int, decision: str = "passed") -> Body:
    return {"id": requisition_id, "decision": decision, "available": "-12.50"}


def receipt(po_number: str, quantity: int, reference: str = "RC-1") -> Body:
    return {
        "po-number": po_number,
        "receipt-number": reference,
        "receipt-line": 1,
        "line-num": 1,
        "quantity": quantity,
        "uom": "box",
        "received-on": "04/30/2026",
    }


def invoice(po_number: str, number: str = "INV-1") -> Body:
    priced = {"line-num": 1, "po-line": 1, "quantity": 10, "uom": "box", "unit-price": "12.50"}
    return {
        "invoice-number": number,
        "supplier-id": 1,
        "po-number": po_number,
        "invoice-date": "04/20/2026",
        "total": "125.00",
        "lines": [priced],
    }


def status_report(invoice_id: int, status: str, version: int) -> Body:
    return {"id": invoice_id, "status": status, "reasons": [], "status-version": version}


def payment(invoice_id: int, number: str = "PAY-1", amount: str = "125.00") -> Body:
    return {
        "id": invoice_id,
        "payment-number": number,
        "amount": amount,
        "paid-on": "05/04/2026",
    }


def prices(version: int, *lines: Body, contract: str = "K-9") -> Body:
    return {
        "contract-number": contract,
        "contract-version": version,
        "erp-supplier-number": "30000001",
        "lines": list(lines),
    }


def price(item: str, amount: str, start: str, end: str = "12/31/2026", **changed: Any) -> Body:
    body = {
        "line": 1,
        "item-number": item,
        "uom": "box",
        "unit-price": amount,
        "start-date": start,
        "end-date": end,
    }
    return body | changed
