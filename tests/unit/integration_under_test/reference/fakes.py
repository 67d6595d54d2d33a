"""Hand-written stand-ins for what the host gives: systems that fail on cue, a queue of items."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from integration_under_test.boundary import Alert, Event, Ports, Rejected, WorkItem
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.mediation.crosswalk import Crosswalk, Item
from sim.clock import VirtualClock
from sim.host import MemoryStorage

ITEM, UNBILLED = "100000001", "100000002"
BOX = {"purchase_uom": "BX", "factor": 10}
LIST_OF = {
    ("procurement", "list_ship_tos"): "ship-tos",
    ("warehouse", "list_items"): "ITEMS",
    ("contracts", "list_contracts"): "contracts",
}
"""Where a list is not called `items`."""
MASTERS: Mapping[tuple[str, str], list[dict[str, Any]]] = {
    ("erp", "list_locations"): [
        {
            "BusinessUnit": "BU100",
            "Name": "Riverside",
            "GLN": "1234567890128",
            "TimeZone": "America/Chicago",
        }
    ],
    ("erp", "list_items"): [
        {
            "ItemNumber": number,
            "Description": f"Item {own}",
            "PrimaryUOMCode": "EA",
            "Units": [{"UOMCode": "EA", "Factor": 1}, {"UOMCode": "BX", "Factor": 10}],
        }
        for own, number in (("IV-1", ITEM), ("IV-2", UNBILLED))
    ],
    ("procurement", "list_ship_tos"): [
        {"code": "SHIP-1001", "name": "Riverside", "gln": "1234567890128"}
    ],
    ("inventory", "list_locations"): [
        {
            "facility": "H01",
            "location": "H01-OR",
            "department": "OR",
            "gln": "1234567890128",
            "cost_center": "CC-1010",
            "time_zone": "America/Chicago",
        }
    ],
    ("billing", "list_facilities"): [
        {"facilityId": 11, "name": "Riverside", "gln": "1234567890128"}
    ],
    ("inventory", "list_items"): [
        {
            "item_id": own,
            "erp_item_number": number,
            "description": f"Item {own}",
            "base_uom": "EA",
            "implant": False,
            **BOX,
        }
        for own, number in (("IV-1", ITEM), ("IV-2", UNBILLED))
    ],
    ("warehouse", "list_items"): [{"SKU": "W000001", "PART_NO": ITEM, "TEXT": "Item IV-1"}],
    ("billing", "list_charge_master"): [
        {"supplyItem": ITEM, "chargeCode": "SUP00001", "description": "Item IV-1"}
    ],
    ("contracts", "list_contracts"): [],
    ("billing", "list_payers"): [{"payerId": "PAY-MCR", "taxId": "521234567", "name": "Medicare"}],
}
USAGE = Usage(
    number="US-1",
    facility="inventory:H01",
    location="H01-OR",
    item=ITEM,
    quantity_ea=2,
    lot="",
    encounter="ENC-1",
    performed_on="2026-04-30",
)


@dataclass
class FakeSystem:
    """Answers with the next planned outcome of an operation, then with the usual one."""

    name: str
    planned: dict[str, list[Exception | dict[str, Any]]] = field(default_factory=dict)
    calls: list[tuple[str, Mapping[str, Any], str | None]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0

    def plan(self, operation: str, *outcomes: Exception | dict[str, Any]) -> None:
        self.planned.setdefault(operation, []).extend(outcomes)

    def called(self, operation: str) -> int:
        return sum(name == operation for name, _, _ in self.calls)

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        self.calls.append((operation, body, idempotency_key))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0.1)
        self.under_way -= 1
        outcome = self._outcome(operation)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        if self.planned.get(operation):
            return self.planned[operation].pop(0)
        if (self.name, operation) in MASTERS:
            rows = LIST_OF.get((self.name, operation), "items")
            more = {"has-more": False, "has_more": False, "hasMore": False, "MORE": False}
            return {rows: MASTERS[self.name, operation], **more}
        if operation == "list_exhausted_events":
            return {"count": 0, "events": []}
        return {"items": [], "charges": []}


@dataclass
class FakeAlerts:
    """An alarm board: what stands, and the ids of all that was ever raised."""

    board: dict[str, Alert] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)

    async def raise_(self, alert: Alert) -> None:
        self.board[alert.id] = alert
        self.raised.append(alert.id)

    async def clear(self, alert_id: str, reason: str) -> None:
        self.board.pop(alert_id, None)

    def standing(self) -> tuple[Alert, ...]:
        return tuple(self.board.values())


@dataclass
class FakeHost:
    """Ports of fake systems on a virtual clock."""

    clock: VirtualClock
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    items: dict[str, WorkItem] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    ended: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)
    """Every closing: item, the keys that ended if not all, reason."""
    owners: dict[str, str] = field(default_factory=dict)
    """Whom an item was escalated to last."""
    alerts: FakeAlerts = field(default_factory=FakeAlerts)

    def __post_init__(self) -> None:
        names = ("erp", "procurement", "contracts", "inventory", "billing", "warehouse")
        self.systems = {name: FakeSystem(name) for name in names}

    def now(self) -> datetime:
        return datetime(2026, 4, 1, 5, tzinfo=UTC) + timedelta(seconds=self.clock.now_s())

    async def sleep_until(self, instant: datetime) -> None:
        await asyncio.sleep((instant - self.now()).total_seconds())

    async def open(self, item: WorkItem) -> None:
        known = self.items.get(item.id, item)
        joined = tuple(key for key in item.keys if key not in known.keys)
        self.items[item.id] = replace(item, keys=(*known.keys, *joined))

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        self.ended.append((item_id, keys, reason))
        if not keys:
            self.closed[item_id] = reason

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        self.owners[item_id] = owner

    def ports(self, **settings: Any) -> Ports:
        return Ports(dict(self.systems), {}, self.storage, self, self, settings, self.alerts)


def command(
    key: str = "US-1", kind: str = "post_cost", document: Any = USAGE, row: str = ""
) -> Command:
    return Command(row or f"row-{key}", kind, key, document, "c-1", "2026-04-01T05:00:00+00:00")


def usage_event(number: str = "US-1", item: str = ITEM, **extensions: Any) -> Event:
    data = {
        "usage_id": number,
        "facility": "H01",
        "location": "H01-OR",
        "item_id": "IV-1",
        "erp_item_number": item,
        "qty": 2,
        "lot": "",
        "encounter_id": "ENC-1",
        "performed_at": "20260430233000",
    }
    event_id, time = f"inventory-{number}", "2026-05-01T04:30:00+00:00"
    return Event(event_id, "/inventory", "inventory.usage.recorded", time, number, data, extensions)


def crosswalk() -> Crosswalk:
    made = Crosswalk(charges_known=True)
    for code in ("erp:BU100", "procurement:SHIP-1001", "inventory:H01", "billing:11"):
        facility = made.join_facility(code, "1234567890128")
        facility.business_unit, facility.time_zone = "BU100", "America/Chicago"
    made.cost_centers["H01-OR"] = "CC-1010"
    made.items[ITEM] = Item(ITEM, "BX", 10, "IV-1")
    made.items[UNBILLED] = Item(UNBILLED, "BX", 10, "IV-2")
    made.skus[ITEM], made.stocked_items["W000001"] = "W000001", ITEM
    made.charge_codes[ITEM] = "SUP00001"
    return made


def refusal(code: str, status: int = 422) -> Rejected:
    return Rejected(status, code, "no")
