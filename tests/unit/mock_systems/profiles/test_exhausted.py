"""A vendor shows what it gave up, and sends it once more when it is asked to."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic_core import from_json

from mock_systems.profiles.exhausted import LIST, RESTORE, restorable
from mock_systems.service import CallContext, System
from mock_systems.service.ports import CloudEvent
from mock_systems.service.webhooks import Attempt, Webhooks
from tests.unit.mock_systems.service.ledger_system import Desk, TinyLedger

EVENT = CloudEvent("e-1", "/tiny", "tiny.posted", "2026-04-01T00:00:00+00:00", "E-1", b"{}")


class Door:
    """Turns away the first attempts."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[str] = []

    def wants(self, type_: str) -> bool:
        return type_.startswith("tiny.")

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        if self.refusals:
            self.refusals -= 1
            return Attempt(False)
        self.taken.append(event.id)
        return Attempt(True)


def call(system: System, operation: str) -> Any:
    response = system.dispatch(operation, b"{}", CallContext("integration"))
    return response.status, from_json(response.payload)


async def settled(webhooks: Webhooks) -> None:
    while True:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if not webhooks.in_flight:
            return


def test_what_was_given_up_is_shown_and_sent_once_more() -> None:
    async def story() -> None:
        door = Door(refusals=1)
        webhooks = Webhooks(schedule=(), subscribers=[door])
        system = restorable(TinyLedger, webhooks)(Desk())
        webhooks.publish(EVENT)
        await settled(webhooks)
        shown = {"id": "e-1", "type": "tiny.posted", "subject": "E-1"}
        assert call(system, LIST) == (200, {"count": 1, "events": [shown]})
        assert call(system, RESTORE) == (200, {"restored": 1})
        await settled(webhooks)
        assert door.taken == ["e-1"]
        assert call(system, LIST) == (200, {"count": 0, "events": []})

    asyncio.run(story())


def test_nothing_is_restored_where_nothing_was_given_up() -> None:
    system = restorable(TinyLedger, Webhooks(schedule=()))(Desk())
    assert call(system, RESTORE) == (200, {"restored": 0})


def test_its_own_operations_stay() -> None:
    assert set(TinyLedger.operations) < set(restorable(TinyLedger, Webhooks()).operations)
