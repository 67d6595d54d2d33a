"""An inventory application of two hospitals in two time zones, with its recorder in view."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mock_systems.inventory import Inventory
from mock_systems.service import CallContext, CloudEvent, Effect

AFTERNOON = datetime(2026, 4, 14, 20, 15, 30, tzinfo=UTC)

LOCATIONS = [
    ("H01", "H01-OR", "OR", "CC-1010", "0860000000011", "America/Chicago"),
    ("H01", "H01-CS", "CS", "CC-1090", "0860000000011", "America/Chicago"),
    ("H02", "H02-OR", "OR", "CC-2010", "0860000000028", "America/New_York"),
]
ITEMS = [
    ("IV-000001", "100000001", "Gauze sponge", False, False, "BX", 50),
    ("IV-000002", "100000002", "Suture", True, False, "BX", 12),
    ("IV-000003", "100000003", "Hip stem", True, True, "CS", 2),
]


class House:
    """The system, the effects and events that left it, a clock to set."""

    def __init__(self) -> None:
        self.instant = AFTERNOON
        self.effects: list[Effect] = []
        self.events: list[CloudEvent] = []
        self.system = Inventory(self, self, self)
        self.system.load("locations", [_row(LOCATION_FIELDS, row) for row in LOCATIONS])
        self.system.load("items", [_row(ITEM_FIELDS, row) for row in ITEMS])

    def now(self) -> datetime:
        return self.instant

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        del system, caller, correlation_id
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)

    def stock(self, location: str, item_id: str, qty: int, lot: str = "", expiry: str = "") -> None:
        row = {"location": location, "item_id": item_id, "qty": qty, "lot": lot, "expiry": expiry}
        self.system.load("stock", [{"facility": location[:3], **row}])

    def send(self, operation: str, body: Any) -> tuple[int, Any]:
        """The status and body of any answer."""
        context = CallContext("world/test")
        response = self.system.dispatch(operation, json.dumps(body).encode(), context)
        return response.status, json.loads(response.payload)

    def call(self, operation: str, **body: Any) -> dict[str, Any]:
        """The body of an answer that must succeed and fit the declared response."""
        status, answer = self.send(operation, body)
        assert status == self.system.operations[operation].status, answer
        self.system.operations[operation].response.model_validate(answer)
        return answer

    def refusal(self, operation: str, **body: Any) -> tuple[int, str]:
        """Status and code of an answer that must be a refusal and leave nothing behind."""
        before = self.snapshot()
        status, answer = self.send(operation, body)
        assert status >= 400, answer
        assert set(answer) == {"code", "message"}
        assert self.snapshot() == before
        return status, answer["code"]

    def snapshot(self) -> str:
        return repr((vars(self.system.tables), self.effects, self.events))

    def books(self) -> dict[str, int]:
        return self.book("inventory.on_hand")

    def book(self, kind: str) -> dict[str, int]:
        """Quantity by stock key of one kind of book."""
        return {entry.key: entry.quantity for entry in self.system.books() if entry.kind == kind}

    def receive(self, item_id: str, qty: int, **line: Any) -> dict[str, Any]:
        """A receipt of eaches without an order at the hospital's theatre."""
        lines = [{"item_id": item_id, "qty": qty, "uom": "EA", **line}]
        return self.call("record_receipt", facility="H01", location="H01-OR", lines=lines)

    def use(self, item_id: str, qty: int = 1, **more: Any) -> dict[str, Any]:
        """A usage at the hospital's theatre."""
        body = {"facility": "H01", "location": "H01-OR", "item_id": item_id, "qty": qty}
        return self.call("record_usage", **{**body, **more})

    def moved(self) -> Counter[str]:
        """The sum of all movements by stock key."""
        total: Counter[str] = Counter()
        for effect in self.effects:
            if effect.kind == "inventory.movement":
                total[effect.key] += effect.quantity
        return total

    def of_kind(self, kind: str) -> list[Effect]:
        return [effect for effect in self.effects if effect.kind == kind]

    def data(self, type_: str) -> list[dict[str, Any]]:
        return [json.loads(event.payload) for event in self.events if event.type == type_]


LOCATION_FIELDS = ("facility", "location", "department", "cost_center", "gln", "time_zone")
ITEM_FIELDS = (
    "item_id",
    "erp_item_number",
    "description",
    "lot_tracked",
    "implant",
    "purchase_uom",
    "factor",
)


def _row(fields: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(fields, values, strict=True))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def new_house() -> Callable[[], House]:
    return House
