"""An event is taken once, with everything that it owes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Command, Step, from_row, to_row
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.events.outbox import Outbox
from integration_under_test.reference.store.store import NOTHING_APPLIED, Store
from tests.unit.integration_under_test.reference.fakes import (
    USAGE,
    FakeHost,
    command,
    usage_event,
)

STEPS = (Step("create_charge", "US-1", USAGE), Step("post_cost", "US-1", USAGE))


def accept(host: FakeHost, *events: Event) -> list[list[Command]]:
    inbox = Inbox(Store(host.storage), host)

    async def work() -> list[list[Command]]:
        return await asyncio.gather(*(inbox.accept(event, STEPS) for event in events))

    return host.clock.run(work())


def test_an_event_leaves_one_row_for_each_step(host: FakeHost) -> None:
    (commands,) = accept(host, usage_event())
    assert [c.order_key for c in commands] == ["create_charge/US-1", "post_cost/US-1"]
    assert sorted(c.row for c in commands) == host.storage.keys("outbox")


def test_rows_stand_in_the_order_of_the_steps(host: FakeHost) -> None:
    """A restart reads the outbox row by row: a sequence must not go on from its end."""
    kinds = [f"post_{n}" for n in reversed(range(12))]
    steps = tuple(Step(kind, "US-1", USAGE, sequence="US-1") for kind in kinds)
    inbox = Inbox(Store(host.storage), host)
    host.clock.run(inbox.accept(usage_event(), steps))
    waiting = host.clock.run(Outbox(Store(host.storage)).waiting())
    assert [command.kind for command in waiting] == kinds


def test_concurrent_copies_leave_the_rows_of_one(host: FakeHost) -> None:
    accept(host, usage_event(), usage_event(), usage_event())
    assert len(host.storage.keys("outbox")) == 2


def test_a_second_delivery_is_no_work_however_far_the_first_came(host: FakeHost) -> None:
    """Else a copy that comes while a command ends would have it sent again."""
    ((first, _),) = accept(host, usage_event())
    assert accept(host, usage_event()) == [[]]
    host.clock.run(Store(host.storage).finish(first.row, first.identity, NOTHING_APPLIED))
    assert accept(host, usage_event()) == [[]]
    assert len(host.storage.keys("outbox")) == 1


def test_the_same_id_from_another_source_is_another_event(host: FakeHost) -> None:
    other = replace(usage_event(), source="/inventory-cardiology")
    accept(host, usage_event(), other)
    assert len(host.storage.keys("outbox")) == 4


def test_the_correlation_of_the_event_travels_on(host: FakeHost) -> None:
    (commands,) = accept(host, usage_event(correlation="trace-7"))
    assert {c.correlation_id for c in commands} == {"trace-7"}


def test_a_command_survives_the_store() -> None:
    moved = command().moved_to("2026-05-01", "item-1")
    assert from_row(moved.row, to_row(moved)) == moved
