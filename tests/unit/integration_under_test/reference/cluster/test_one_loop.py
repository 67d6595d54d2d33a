"""The promise of a cluster: each effect once, whatever broker and workers do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from integration_under_test.reference.cluster.growth import SHRINKS_AFTER_S
from integration_under_test.reference.events.command import from_row
from integration_under_test.reference.store.lease import LEASE
from tests.unit.integration_under_test.reference.cluster.one_loop import (
    Ill,
    OneLoop,
    run_s,
    spawn,
    started,
)
from tests.unit.integration_under_test.reference.fakes import FakeHost, usage_event

USAGES = [f"US-{number}" for number in range(40)]
VERY_ILL = Ill(refused=0.1, lost=0.15, doubled=0.2, unheard=0.1)
HOUR_S = 3600.0


async def deliver(one: OneLoop) -> None:
    for number in USAGES:
        await one.reference.on_event(usage_event(number))
        await asyncio.sleep(1.0)


async def kill_some(one: OneLoop) -> None:
    """The last to be ready, every seven seconds."""
    for _ in range(6):
        await asyncio.sleep(7.0)
        alive = [name["pid"] for name in one.reference.processes() if name["ready"]]
        if alive:
            one.crew.colleagues[alive[-1] - 1].kill()


def assert_each_once(one: OneLoop) -> None:
    for books in one.books:
        assert books.posted == dict.fromkeys(USAGES, 1)
        assert not books.overlapped
    assert one.host.storage.keys("outbox") == []
    assert one.host.storage.keys("dead_letters") == []
    assert one.reference.backlog == 0


def test_a_healthy_cluster_shares_the_work(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    one = started(host, monkeypatch, 1)
    spawn(host, deliver(one))
    run_s(host, 120.0)
    assert_each_once(one)
    table = one.reference.processes()
    assert [each["ready"] for each in table] == [True, True]
    assert all(len(each["partitions"]) > 5 for each in table)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", ["key", "facility", "domain"])
def test_each_effect_is_there_once_though_messages_are_lost_and_doubled_and_workers_die(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch, seed: int, by: str
) -> None:
    one = started(host, monkeypatch, seed, VERY_ILL, partition_by=by)
    spawn(host, deliver(one))
    spawn(host, kill_some(one))
    run_s(host, HOUR_S)
    assert len(one.crew.colleagues) > 4
    assert_each_once(one)


def test_what_is_told_over_the_broker_is_no_document(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = started(host, monkeypatch, 1)
    heard = []
    hand = one.hub.hand

    async def listen(name: str, content: bytes) -> bool:
        heard.append(content)
        return await hand(name, content)

    monkeypatch.setattr(one.hub, "hand", listen)
    host.clock.run(one.reference.on_event(usage_event("US-1")))
    run_s(host, 60.0)
    assert len(heard) == 2
    assert all(b"ENC-1" not in content and b"H01" not in content for content in heard)


def test_it_grows_while_commands_wait_too_long_and_shrinks_when_they_do_not(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration_under_test.reference.cluster.spreading.PLACES", 1)
    one = started(host, monkeypatch, 1, workers=1, most_workers=3)
    spawn(host, deliver(one))
    run_s(host, 30.0)
    assert len(one.reference.processes()) == 3
    run_s(host, 300.0 + 3 * SHRINKS_AFTER_S)
    assert len(one.reference.processes()) == 1
    assert_each_once(one)


def test_a_worker_that_says_nothing_any_more_is_replaced(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = started(host, monkeypatch, 1)
    run_s(host, 5.0)
    silent = one.crew.colleagues[0].worker
    assert silent is not None
    silent._beating.cancel()
    one.hub.errands["1-1"] = lambda _parcel: None
    spawn(host, deliver(one))
    run_s(host, HOUR_S)
    assert "1-1" not in [each["worker"] for each in one.reference.processes()]
    assert_each_once(one)


def test_a_stop_waits_for_what_is_in_hand_and_leaves_no_claim(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = started(host, monkeypatch, 1)
    spawn(host, deliver(one))
    run_s(host, 20.0)
    in_hand = [each["in_hand"] for each in one.reference.processes()]
    assert sum(in_hand) > 0
    host.clock.run(one.reference.stop())
    waiting = [from_row(row, kept) for row, kept in _rows(one, "outbox")]
    done = sum(sum(books.posted.values()) for books in one.books)
    assert done + len(waiting) == 2 * len(one.host.storage.keys("inbox"))
    assert [row for row, _ in _rows(one, LEASE) if row.startswith("worker/")] == []


def test_the_next_head_goes_on_with_what_was_left(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = started(host, monkeypatch, 1)
    spawn(host, deliver(one))
    run_s(host, 60.0)
    host.clock.run(one.reference.stop())
    second = started(host, monkeypatch, 2)
    run_s(host, HOUR_S)
    for before, after in zip(one.books, second.books, strict=True):
        assert before.posted + after.posted == dict.fromkeys(USAGES, 1)


def _rows(one: OneLoop, table: str) -> list[tuple[str, Any]]:
    async def read() -> list[tuple[str, Any]]:
        async with one.host.storage.transaction() as tx:
            return list(tx.scan(table))

    return one.host.clock.run(read())
