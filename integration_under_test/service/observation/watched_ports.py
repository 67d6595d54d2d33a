"""An integration's ports, watched: how calls to systems and transactions end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

from integration_under_test.boundary import (
    CallError,
    Conflict,
    JsonObject,
    OutcomeUnknown,
    Ports,
    Rejected,
    Storage,
    StorageUnavailable,
    SystemClient,
    Throttled,
    Transaction,
    Unavailable,
    WorkItem,
    WorkItems,
)
from integration_under_test.service.observation.counts import Call
from integration_under_test.service.observation.traces import go_back, go_on_as
from integration_under_test.service.observation.watch import Watch

OK = "ok"
BROKE_OFF = "broke_off"
OUTCOMES: tuple[tuple[type[CallError], str], ...] = (
    (Throttled, "throttled"),
    (Unavailable, "unavailable"),
    (OutcomeUnknown, "unknown"),
    (Rejected, "rejected"),
)


def watched(ports: Ports, watch: Watch) -> Ports:
    """The ports of a new life, as `watch` sees them."""
    watch.open_items, watch.alerts = {}, ports.alerts
    systems = {name: WatchedSystem(name, one, watch) for name, one in ports.systems.items()}
    storage = WatchedStorage(ports.storage, watch)
    work_items = WatchedWorkItems(ports.work_items, watch.open_items)
    return replace(ports, systems=systems, storage=storage, work_items=work_items)


class WatchedSystem:
    """A `SystemClient` like the one that it was given."""

    def __init__(self, name: str, client: SystemClient, watch: Watch) -> None:
        self._name = name
        self._client = client
        self._watch = watch

    async def call(
        self,
        operation: str,
        body: JsonObject,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """As `SystemClient.call`."""
        began_s = asyncio.get_running_loop().time()
        told, outcome = correlation_id or "", BROKE_OFF
        traces = self._watch.traces
        span = None if traces is None else traces.outgoing(f"{self._name}.{operation}", told)
        before = None if span is None else go_on_as(span.place)
        try:
            answer = await self._client.call(
                operation,
                body,
                idempotency_key=idempotency_key,
                correlation_id=correlation_id,
                timeout_s=timeout_s,
            )
            outcome = OK
            return answer
        except CallError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._watch.called(Call(self._name, operation, outcome), told, began_s)
            if span is not None and before is not None:
                go_back(before)
                more = {"system": self._name, "operation": operation}
                span.end(outcome, outcome != OK, more)


class WatchedStorage:
    """A `Storage` like the one that it was given."""

    def __init__(self, storage: Storage, watch: Watch) -> None:
        self._storage = storage
        self._ends = watch.counts.transactions

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """As `Storage.transaction`."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        end = BROKE_OFF
        try:
            async with self._storage.transaction() as tx:
                yield tx
            end = "committed"
        except Conflict:
            end = "conflict"
            raise
        except StorageUnavailable:
            end = "unavailable"
            raise
        finally:
            self._ends[end] += 1


class WatchedWorkItems:
    """`WorkItems` like those that it was given; knows which items of this life are open."""

    def __init__(self, work_items: WorkItems, are_open: dict[str, set[str]]) -> None:
        self._work_items = work_items
        self._are_open = are_open

    async def open(self, item: WorkItem) -> None:
        """As `WorkItems.open`."""
        await self._work_items.open(item)
        self._are_open.setdefault(item.id, set()).update(item.keys)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """As `WorkItems.close`."""
        await self._work_items.close(item_id, reason, keys)
        left = self._are_open.get(item_id, set()).difference(keys)
        if not keys or not left:
            self._are_open.pop(item_id, None)
        else:
            self._are_open[item_id] = left

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """As `WorkItems.escalate`."""
        await self._work_items.escalate(item_id, owner, reason)


def outcome_of(error: CallError) -> str:
    """An error in one word."""
    return next((word for kind, word in OUTCOMES if isinstance(error, kind)), BROKE_OFF)
