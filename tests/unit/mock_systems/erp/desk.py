"""The test's own desk at an ERP with two hospitals, three items, two suppliers."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from mock_systems.erp import Erp
from mock_systems.service import BookEntry, CallContext, CloudEvent, Effect

BOX_SUPPLIER, EACH_SUPPLIER = "30000101", "30000102"
BOXED, LOOSE, DIRECT = "100000001", "100000002", "100000003"
"""Boxed comes in BX of 10 or CS of 40; loose in EA; direct is not stocked."""

MASTERS: dict[str, list[dict[str, Any]]] = {
    "locations": [
        {
            "BusinessUnit": "BU100",
            "Name": "North Hospital",
            "GLN": "0614141000012",
            "TimeZone": "America/Chicago",
        },
        {
            "BusinessUnit": "BU200",
            "Name": "East Hospital",
            "GLN": "0614141000029",
            "TimeZone": "America/New_York",
        },
    ],
    "cost_centers": [
        {
            "CostCenter": "CC-1010",
            "Name": "Surgery",
            "BusinessUnit": "BU100",
            "Budget": "1000.00",
        },
        {
            "CostCenter": "CC-2010",
            "Name": "Surgery",
            "BusinessUnit": "BU200",
            "Budget": "1000.00",
        },
    ],
    "suppliers": [
        {
            "SupplierNumber": BOX_SUPPLIER,
            "SupplierName": "Box Medical",
            "TaxIdentifier": "12-3456789",
            "PaymentTerms": "NET30",
            "Status": "ACTIVE",
        },
        {
            "SupplierNumber": EACH_SUPPLIER,
            "SupplierName": "Each Surgical",
            "TaxIdentifier": "98-7654321",
            "PaymentTerms": "NET10",
            "Status": "ACTIVE",
        },
    ],
    "items": [
        {
            "ItemNumber": BOXED,
            "Description": "Gloves",
            "PrimaryUOMCode": "EA",
            "StandardCost": "5.00",
            "Stocked": True,
            "Units": [{"UOMCode": "BX", "Factor": 10}, {"UOMCode": "CS", "Factor": 40}],
        },
        {
            "ItemNumber": LOOSE,
            "Description": "Catheter",
            "PrimaryUOMCode": "EA",
            "StandardCost": "12.34",
            "Stocked": True,
            "Units": [],
        },
        {
            "ItemNumber": DIRECT,
            "Description": "Loan set",
            "PrimaryUOMCode": "EA",
            "StandardCost": "100.00",
            "Stocked": False,
            "Units": [{"UOMCode": "EA", "Factor": 1}],
        },
    ],
    "periods": [
        {"PeriodName": "2026-03", "Status": "CLOSED"},
        {"PeriodName": "2026-04", "Status": "OPEN"},
        {"PeriodName": "2026-05", "Status": "OPEN"},
    ],
}


@dataclass
class FixedClock:
    instant: datetime = datetime(2026, 4, 10, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


@dataclass
class Notes:
    """Recorder and publisher in one: what left the ERP."""

    effects: list[tuple[str, Effect]] = field(default_factory=list)
    events: list[CloudEvent] = field(default_factory=list)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        assert system == "erp"
        self.effects.append((caller, effect))

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)


class Outcome(NamedTuple):
    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.body.get("o:errorCode", ""))


class Desk:
    """Calls operations with JSON bytes and reads what came of them."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.notes = Notes()
        self.erp = Erp(self.clock, self.notes, self.notes)

    def call(self, operation: str, body: dict[str, Any], caller: str = "integration") -> Outcome:
        payload = json.dumps(body).encode()
        response = self.erp.dispatch(operation, payload, CallContext(caller, correlation_id="c-1"))
        return Outcome(response.status, json.loads(response.payload))

    def done(self, operation: str, caller: str = "integration", **body: Any) -> dict[str, Any]:
        """The answer of an operation that must succeed, checked against its declared model."""
        outcome = self.call(operation, body, caller)
        declared = self.erp.operations[operation]
        assert outcome.status == declared.status, outcome
        declared.response.model_validate_json(json.dumps(outcome.body))
        return outcome.body

    def refused(self, operation: str, caller: str = "integration", **body: Any) -> Outcome:
        """The refusal of an operation, which must leave everything as it was."""
        tables, notes = copy.deepcopy(self.erp.tables), copy.deepcopy(self.notes)
        outcome = self.call(operation, body, caller)
        assert outcome.status >= 400, outcome
        assert outcome.body["status"] == outcome.status
        assert outcome.body["title"]
        assert outcome.body["detail"]
        assert self.erp.tables == tables
        assert self.notes == notes
        return outcome

    def effects(self, kind: str) -> list[Effect]:
        return [effect for _, effect in self.notes.effects if effect.kind == kind]

    def events(self, type_: str) -> list[dict[str, Any]]:
        return [json.loads(e.payload) for e in self.notes.events if e.type == type_]

    def books(self, kind: str) -> Iterator[BookEntry]:
        return (entry for entry in self.erp.books() if entry.kind == kind)

    def balance(self, account: str, business_unit: str = "BU100") -> int:
        """Of all periods, in cents."""
        return sum(
            entry.amount_minor
            for entry in self.books("erp.gl_balance")
            if (entry.account, entry.facility) == (account, business_unit)
        )


def opened() -> Desk:
    """A desk on the tenth of April, March closed."""
    desk = Desk()
    for kind, rows in MASTERS.items():
        desk.erp.load(kind, rows)
    return desk


def order_body(**changes: Any) -> dict[str, Any]:
    """Four boxes at $50 and ten loose pieces at $12.34."""
    return {
        "SourceOrderNumber": "PO-1",
        "SupplierNumber": BOX_SUPPLIER,
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "OrderDate": "2026-04-10",
        "ContractNumber": "C-1",
        "Lines": [order_line(1, BOXED, 4, "BX", "50.00"), order_line(2, LOOSE, 10, "EA", "12.34")],
        **changes,
    }


def order_line(number: int, item: str, quantity: int | str, uom: str, price: str) -> dict[str, Any]:
    return {
        "LineNumber": number,
        "ItemNumber": item,
        "Quantity": quantity,
        "UOMCode": uom,
        "UnitPrice": price,
    }


def receipt_body(order: str, **changes: Any) -> dict[str, Any]:
    """The four boxes of line 1."""
    return {
        "ReceiptNumber": "RC-1",
        "ReceiptLine": 1,
        "OrderNumber": order,
        "LineNumber": 1,
        "Quantity": "4",
        "UOMCode": "BX",
        "AccountingDate": "2026-04-12",
        "BusinessUnit": "BU100",
        **changes,
    }


def invoice_body(order: str, **changes: Any) -> dict[str, Any]:
    """The four boxes of line 1 at the order's price."""
    return {
        "InvoiceNumber": "INV-1",
        "SupplierNumber": BOX_SUPPLIER,
        "InvoiceDate": "2026-04-13",
        "InvoiceAmount": "200.00",
        "SourceOrderNumber": "PO-1",
        "OrderNumber": order,
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-14",
        "ContractNumber": "C-1",
        "Lines": [invoice_line(1, 1, 4, "BX", "50.00")],
        **changes,
    }


def invoice_line(
    number: int, order_line_number: int, quantity: int | str, uom: str, price: str
) -> dict[str, Any]:
    return {
        "LineNumber": number,
        "OrderLineNumber": order_line_number,
        "Quantity": quantity,
        "UOMCode": uom,
        "UnitPrice": price,
    }


def cost_body(**changes: Any) -> dict[str, Any]:
    return {
        "Reference": "US-1",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "ItemNumber": LOOSE,
        "Quantity": 3,
        "AccountingDate": "2026-04-15",
        **changes,
    }
