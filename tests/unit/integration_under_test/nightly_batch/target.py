"""An ERP of three operations that can fail at will, with the shop that loads rows into it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from integration_under_test.boundary import Rejected, WorkItem
from integration_under_test.nightly_batch.batch_run import Shop, run_batch
from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.extracts import Dropped
from integration_under_test.nightly_batch.interface import Interface, Load, Look, NotYet
from integration_under_test.nightly_batch.staging import Row, Staging
from sim.clock import VirtualClock
from sim.host import MemoryStorage

NIGHT = datetime(2026, 4, 2, 9, tzinfo=UTC)
CUT = datetime(2026, 4, 2, 5, tzinfo=UTC)
COSTS = "usages_to_costs"


@dataclass
class Target:
    """Every system in one: lists are empty, costs are kept as often as they are posted. `errors`
    are raised by the next posts; those of unknown outcome are kept all the same."""

    posted: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        await asyncio.sleep(0.1)
        if operation == "post":
            return self._post(body["Reference"])
        if operation == "find":
            self.looked.append(body["Reference"])
            return {"items": [name for name in self.posted if name == body["Reference"]]}
        return {"items": [], "ship-tos": [], "hasMore": False, "has-more": False, "has_more": False}

    def _post(self, reference: str) -> dict[str, Any]:
        if reference in self.refused:
            raise Rejected(422, "UNKNOWN_ITEM", "no such item")
        error = self.errors.pop(0) if self.errors else None
        if error is None or getattr(error, "definite", True) is False:
            self.posted.append(reference)
        if error is not None:
            raise error
        return {}


class Desk:
    """Keeps the error report."""

    def __init__(self) -> None:
        self.items: dict[str, WorkItem] = {}

    async def open(self, item: WorkItem) -> None:
        self.items.setdefault(item.id, item)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        self.items.pop(item_id, None)

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        raise AssertionError("a batch escalates nothing")


@dataclass
class Night:
    """One interface with its staging area; `run` is one start of the calendar."""

    clock: VirtualClock
    target: Target = field(default_factory=Target)
    desk: Desk = field(default_factory=Desk)
    storage: MemoryStorage = field(default_factory=MemoryStorage)

    def __post_init__(self) -> None:
        self.staging = Staging(self.storage)

    def drop(self, *usages: str, at: datetime = CUT - timedelta(hours=1)) -> None:
        rows = [Row(name, name, at.isoformat(), {"usage_id": name}) for name in usages]
        self.clock.run(self.staging.drop({COSTS: rows}))

    def run(self, now: datetime = NIGHT, cut: datetime = CUT) -> None:
        systems = ("erp", "procurement", "inventory", "billing")
        connection = Connection(dict.fromkeys(systems, self.target))
        shop = Shop(connection, self.staging, self.desk)
        self.clock.run(run_batch(self._interface(), shop, now, cut))

    def _interface(self) -> Interface:
        load = Load(
            "erp",
            "post",
            lambda data, codes: {"Reference": data["usage_id"]},
            Look("find", ("Reference",), lambda answer, _: bool(answer["items"])),
            complete=self._complete,
        )
        extract = Dropped("inventory", "inventory.usage.recorded", lambda data: ())
        return Interface(COSTS, "P09", "revenue integrity desk", extract, load)

    async def _complete(self, record: dict[str, Any], connection: Connection) -> dict[str, Any]:
        if record["Reference"] in self.target.missing:
            raise NotYet(f"nothing that {record['Reference']} refers to")
        return {}
