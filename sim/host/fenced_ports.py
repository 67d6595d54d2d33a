"""The ports of one incarnation: points before and after each act, and nothing for the dead.

What a port does for the integration it does in nobody's name: a request that left stays under way
when its sender dies. A transaction is the integration's own, and vanishes with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from integration_under_test.boundary import (
    Alert,
    Alerts,
    Document,
    Partner,
    Ports,
    Storage,
    SystemClient,
    Transaction,
    WorkItem,
    WorkItems,
)
from sim.host.incarnation import Incarnation
from sim.host.trace import outside

T = TypeVar("T")


def fenced(ports: Ports, incarnation: Incarnation) -> Ports:
    """The same ports, for one life."""
    return replace(
        ports,
        systems={n: _FencedClient(client, incarnation) for n, client in ports.systems.items()},
        partners={n: _FencedPartner(one, incarnation) for n, one in ports.partners.items()},
        storage=_FencedStorage(ports.storage, incarnation),
        work_items=_FencedWorkItems(ports.work_items, incarnation),
        alerts=_FencedAlerts(ports.alerts, incarnation) if ports.alerts else None,
    )


async def _act(incarnation: Incarnation, work: Coroutine[Any, Any, T]) -> T:
    """Has work done in nobody's name. A caller that is cancelled no longer waits for it."""
    try:
        await incarnation.point()
    except BaseException:
        work.close()
        raise
    incarnation.lasts()
    task = asyncio.get_running_loop().create_task(_settled(work), context=outside())
    result, error = await asyncio.shield(task)
    if error is not None:
        raise error
    await incarnation.point()
    return result


async def _settled(work: Coroutine[Any, Any, T]) -> tuple[Any, Exception | None]:
    """What came of it. It is not raised in the task itself: one whose caller stood still, and was
    succeeded, would complain that nobody looked."""
    try:
        return await work, None
    except Exception as error:
        return None, error


class _FencedClient:
    def __init__(self, client: SystemClient, incarnation: Incarnation) -> None:
        self._client = client
        self._incarnation = incarnation

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        call = self._client.call(
            operation,
            body,
            idempotency_key=idempotency_key,
            correlation_id=correlation_id,
            timeout_s=timeout_s,
        )
        return await _act(self._incarnation, call)


class _FencedPartner:
    def __init__(self, partner: Partner, incarnation: Incarnation) -> None:
        self._partner = partner
        self._incarnation = incarnation

    async def send(self, document: Document) -> None:
        await _act(self._incarnation, self._partner.send(document))


class _FencedWorkItems:
    def __init__(self, work_items: WorkItems, incarnation: Incarnation) -> None:
        self._work_items = work_items
        self._incarnation = incarnation

    async def open(self, item: WorkItem) -> None:
        await _act(self._incarnation, self._work_items.open(item))

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        closing = self._work_items.close(item_id, reason, keys)
        await _act(self._incarnation, closing)

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        handing = self._work_items.escalate(item_id, owner, reason)
        await _act(self._incarnation, handing)


class _FencedAlerts:
    def __init__(self, alerts: Alerts, incarnation: Incarnation) -> None:
        self._alerts = alerts
        self._incarnation = incarnation

    async def raise_(self, alert: Alert) -> None:
        await _act(self._incarnation, self._alerts.raise_(alert))

    async def clear(self, alert_id: str, reason: str) -> None:
        await _act(self._incarnation, self._alerts.clear(alert_id, reason))

    def standing(self) -> Sequence[Alert]:
        return self._alerts.standing()


class _FencedStorage:
    def __init__(self, storage: Storage, incarnation: Incarnation) -> None:
        self._storage = storage
        self._incarnation = incarnation

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        """Dying before the commit loses it; dying after it loses only the news of it."""
        await self._incarnation.point()
        async with self._storage.transaction() as transaction:
            yield transaction
            await self._incarnation.point()
        self._incarnation.lasts()
        await self._incarnation.point()
