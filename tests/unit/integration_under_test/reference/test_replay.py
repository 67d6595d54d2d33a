"""What an operator may have done once more, with effects still once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from integration_under_test.boundary import Resolution
from integration_under_test.reference import Reference
from integration_under_test.reference.events.selection import EVERYTHING, Selection
from integration_under_test.reference.store.store import INBOX_DAYS
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    MASTERS,
    UNBILLED,
    FakeHost,
    FakeSystem,
    refusal,
    usage_event,
)


class Ledger(FakeSystem):
    """An ERP that finds the costs which it posted."""

    def __init__(self) -> None:
        super().__init__("erp")
        self.posted: list[str] = []

    async def call(self, operation: str, body: Any, **envelope: Any) -> dict[str, Any]:
        answer = await super().call(operation, body, **envelope)
        if operation == "post_cost":
            self.posted.append(body["Reference"])
        if operation == "find_costs":
            found = [{"Reference": r} for r in self.posted if r == body["Reference"]]
            return {**answer, "items": found}
        return answer


@pytest.fixture
def erp(host: FakeHost) -> Ledger:
    made = Ledger()
    host.systems["erp"] = made
    return made


@pytest.fixture
def reference(host: FakeHost, erp: Ledger) -> Reference:
    return started(host)


def started(host: FakeHost) -> Reference:
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def take(host: FakeHost, reference: Reference, count: int, **given: Any) -> None:
    for number in range(count):
        event = usage_event(f"US-{number}", **({"item": UNBILLED} | given))
        host.clock.run(reference.on_event(event))
    run_s(host, 60)


def run_s(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def replay(host: FakeHost, reference: Reference, selection: Selection) -> int:
    count = host.clock.run(reference.replay(selection))
    run_s(host, 60)
    return int(count)


def redrive(host: FakeHost, reference: Reference, selection: Selection) -> int:
    count = host.clock.run(reference.redrive(selection))
    run_s(host, 60)
    return int(count)


def test_a_replay_looks_and_posts_nothing_again(
    host: FakeHost, reference: Reference, erp: Ledger
) -> None:
    take(host, reference, 3)
    assert replay(host, reference, EVERYTHING) == 3
    assert sorted(erp.posted) == ["US-0", "US-1", "US-2"]
    assert erp.called("find_costs") == 3
    assert host.storage.keys("outbox") == []


def test_a_replay_restores_what_a_system_lost(
    host: FakeHost, reference: Reference, erp: Ledger
) -> None:
    take(host, reference, 3)
    erp.posted.remove("US-1")
    replay(host, reference, EVERYTHING)
    assert sorted(erp.posted) == ["US-0", "US-1", "US-2"]


def test_a_replay_survives_a_restart(host: FakeHost, reference: Reference, erp: Ledger) -> None:
    take(host, reference, 3)
    host.clock.run(reference.stop())
    assert replay(host, started(host), EVERYTHING) == 3
    assert len(erp.posted) == 3


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(key="US-1"), 1),
        (Selection(key="/inventory|inventory-US-2"), 1),
        (Selection(flow="P09"), 3),
        (Selection(flow="P07"), 0),
        (Selection(type="inventory.*"), 3),
        (Selection(since="2026-05-01T00:00:00+00:00"), 3),
        (Selection(until="2026-05-01T00:00:00+00:00"), 0),
    ],
)
def test_a_replay_takes_what_is_selected(
    host: FakeHost, reference: Reference, selection: Selection, count: int
) -> None:
    take(host, reference, 3)
    assert replay(host, reference, selection) == count


def test_what_is_under_way_or_dead_is_not_replayed(
    host: FakeHost, reference: Reference, erp: Ledger
) -> None:
    erp.plan("post_cost", refusal("INVALID_REQUEST"))
    take(host, reference, 1)
    calls = erp.called("post_cost")
    replay(host, reference, EVERYTHING)
    assert erp.called("post_cost") == calls
    assert len(host.storage.keys("dead_letters")) == 1
    assert host.storage.keys("outbox") == []


def test_what_is_no_longer_kept_is_not_replayed(host: FakeHost, reference: Reference) -> None:
    take(host, reference, 3)
    run_s(host, (INBOX_DAYS + 1) * 24 * 3600)
    assert replay(host, reference, EVERYTHING) == 0


def test_after_a_mapping_was_mended_a_redrive_delivers_each_once(
    host: FakeHost, erp: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MASTERS, ("inventory", "list_items"), [])
    monkeypatch.setitem(MASTERS, ("billing", "list_charge_master"), [])
    monkeypatch.setitem(MASTERS, ("inventory", "list_locations"), [])
    reference = started(host)
    take(host, reference, 4, item=ITEM)
    run_s(host, 5 * 3600)
    assert {item.type for item in host.items.values()} == {"unmapped_code"}
    assert not erp.posted
    dead = len(host.items)
    monkeypatch.undo()
    assert redrive(host, reference, Selection(type="unmapped_code")) == dead
    assert sorted(erp.posted) == ["US-0", "US-1", "US-2", "US-3"]
    assert set(host.closed) == set(host.items)
    assert host.storage.keys("dead_letters") == []


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(key="US-1"), 1),
        (Selection(flow="P09"), 3),
        (Selection(flow="P01"), 0),
        (Selection(type="refused"), 3),
        (Selection(type="unreachable"), 0),
        (Selection(since="2026-04-01T00:00:00+00:00", until="2026-04-02T00:00:00+00:00"), 3),
        (Selection(until="2026-04-01T00:00:00+00:00"), 0),
    ],
)
def test_a_redrive_takes_what_is_selected(
    host: FakeHost, reference: Reference, erp: Ledger, selection: Selection, count: int
) -> None:
    erp.plan("post_cost", *[refusal("INVALID_REQUEST")] * 3)
    take(host, reference, 3)
    assert redrive(host, reference, selection) == count
    assert len(erp.posted) == count


def test_two_operators_at_once_send_each_letter_once(
    host: FakeHost, reference: Reference, erp: Ledger
) -> None:
    erp.plan("post_cost", *[refusal("INVALID_REQUEST")] * 3)
    take(host, reference, 3)

    async def both() -> list[int]:
        return await asyncio.gather(*(reference.redrive(EVERYTHING) for _ in range(2)))

    assert sum(host.clock.run(both())) == 3
    run_s(host, 60)
    assert sorted(erp.posted) == ["US-0", "US-1", "US-2"]


def test_a_clerk_may_have_all_alike_tried_again(
    host: FakeHost, reference: Reference, erp: Ledger
) -> None:
    erp.plan("post_cost", *[refusal("INVALID_REQUEST")] * 3)
    take(host, reference, 3)
    first = next(iter(host.items))
    host.clock.run(reference.on_resolution(Resolution(first, "retry_alike")))
    run_s(host, 60)
    assert sorted(erp.posted) == ["US-0", "US-1", "US-2"]
