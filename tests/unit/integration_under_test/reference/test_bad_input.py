"""What nobody can use ends with a person or heals, is never lost, and disturbs nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import Event, Rejected, Resolution
from integration_under_test.reference import Reference
from integration_under_test.reference.events.dead_letters import REASON_LENGTH
from sim.clock import VirtualClock
from tests.unit.integration_under_test.reference.fakes import (
    UNBILLED,
    FakeHost,
    usage_event,
)

HUGE = "x" * 10_000_000
WEEK_S = 7 * 24 * 3600.0


def nested(depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(depth):
        made = {"items": [made]}
    return made


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    return started(host)


def started(host: FakeHost) -> Reference:
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def run_s(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def take(host: FakeHost, reference: Reference, *events: Event) -> None:
    for event in events:
        host.clock.run(reference.on_event(event))
    run_s(host, 60)


def posted(host: FakeHost) -> set[str]:
    calls = host.systems["erp"].calls
    return {body["Reference"] for name, body, _ in calls if name == "post_cost"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"usage_id": None},
        {"usage_id": "US-9", "facility": ["H01"]},
        dict(usage_event().data) | {"performed_at": 20260430},
        dict(usage_event().data) | {"erp_item_number": {"value": "100000001"}},
    ],
)
def test_a_poison_event_goes_to_the_desk_of_its_flow_and_holds_nobody_up(
    host: FakeHost, reference: Reference, data: dict[str, Any]
) -> None:
    good = usage_event("US-1", item=UNBILLED)
    poison = Event("p-1", good.source, good.type, good.time, "US-9", data)
    take(host, reference, poison, good, poison)
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "revenue integrity desk")
    assert host.storage.keys("dead_letters") == ["/inventory|p-1"]
    assert posted(host) == {"US-1"}


@pytest.mark.parametrize("dismissed", [False, True])
def test_what_its_sender_mends_and_delivers_again_under_its_id_is_taken_once(
    host: FakeHost, reference: Reference, dismissed: bool
) -> None:
    good = usage_event("US-1", item=UNBILLED)
    poison = replace(good, data={"sage_id": "US-1"})
    take(host, reference, poison, poison)
    (item,) = host.items.values()
    if dismissed:
        host.clock.run(reference.on_resolution(Resolution(item.id, "dismiss")))
    take(host, reference, good, poison, good)
    assert host.systems["erp"].called("post_cost") == 1
    assert host.storage.keys("dead_letters") == []
    assert host.closed[item.id].startswith("given up" if dismissed else "its sender")


def test_a_mended_event_closes_the_item_that_an_earlier_life_opened(
    host: FakeHost, reference: Reference
) -> None:
    good = usage_event("US-1", item=UNBILLED)
    take(host, reference, replace(good, data={}))
    take(host, started(host), good)
    assert posted(host) == {"US-1"}
    assert host.storage.keys("dead_letters") == []
    assert host.closed.keys() == host.items.keys()


@pytest.mark.parametrize("answer", [None, [], "", "<html>Sign in</html>", 7, HUGE])
def test_an_answer_that_is_no_object_heals_by_a_look(
    host: FakeHost, reference: Reference, answer: Any
) -> None:
    host.systems["erp"].plan("post_cost", answer)
    host.systems["erp"].plan("find_costs", {"items": [{"Reference": "US-1"}]})
    take(host, reference, usage_event("US-1", item=UNBILLED), usage_event("US-2", item=UNBILLED))
    run_s(host, 300)
    assert not host.items
    assert host.systems["erp"].called("post_cost") == 2
    assert host.storage.keys("outbox") == []


@pytest.mark.parametrize(
    "answer",
    [{}, {"items": None}, {"items": [None]}, {"items": 3}, {"items": {"a": 1}}],
)
def test_a_look_that_is_answered_with_nonsense_goes_to_a_person(
    host: FakeHost, reference: Reference, answer: dict[str, Any]
) -> None:
    host.systems["erp"].plan("post_cost", "no object")  # type: ignore[arg-type]
    host.systems["erp"].plan("find_costs", answer)
    take(host, reference, usage_event("US-1", item=UNBILLED), usage_event("US-2", item=UNBILLED))
    run_s(host, 300)
    (item,) = host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "revenue integrity desk")
    assert posted(host) == {"US-1", "US-2"}
    host.clock.run(reference.on_resolution(Resolution(item.id, "retry")))
    run_s(host, 300)
    assert host.storage.keys("dead_letters") == []


def test_a_ledger_that_refuses_every_day_is_not_asked_for_ever(
    host: FakeHost, reference: Reference
) -> None:
    refusals = [Rejected(422, "PERIOD_CLOSED", "no period is open") for _ in range(100)]
    host.systems["erp"].plan("post_cost", *refusals)
    take(host, reference, usage_event("US-1", item=UNBILLED))
    asked = [body for name, body, _ in host.systems["erp"].calls if name == "post_cost"]
    assert 1 <= len(asked) <= 3
    assert any(item.owner == "close desk" for item in host.items.values())
    assert len(host.storage.keys("dead_letters")) == 1


def test_a_huge_refusal_is_told_in_short(host: FakeHost, reference: Reference) -> None:
    host.systems["erp"].plan("post_cost", Rejected(422, "INVALID", HUGE))
    take(host, reference, usage_event("US-1", item=UNBILLED))
    (item,) = host.items.values()
    assert len(item.reason) == REASON_LENGTH


@pytest.mark.parametrize(
    "answer", [{"items": [], "note": HUGE}, {"items": [], "deep": nested(100_000)}]
)
def test_a_hostile_answer_to_a_write_does_not_stop_its_key(
    host: FakeHost, reference: Reference, answer: dict[str, Any]
) -> None:
    host.systems["erp"].plan("post_cost", answer)
    take(host, reference, usage_event("US-1", item=UNBILLED), usage_event("US-2", item=UNBILLED))
    assert host.storage.keys("outbox") == []
    assert len(host.storage.keys("dead_letters")) == len(host.items) <= 1
    assert reference.workers.backlog == 0


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"items": [None]}, "no object"])
def test_hostile_masters_at_a_start_leave_the_last_good_ones_in_use(
    host: FakeHost, answer: Any
) -> None:
    reference = started(host)
    assert host.alerts.raised == []
    host.systems["inventory"].plan("list_locations", answer)
    run_s(host, 120)
    host.clock.run(reference.masters.refresh())
    take(host, reference, usage_event("US-1", item=UNBILLED))
    assert posted(host) == {"US-1"}


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"items": [None]}, "no object"])
def test_hostile_masters_do_not_keep_it_from_starting(host: FakeHost, answer: Any) -> None:
    host.systems["inventory"].plan("list_locations", answer)
    reference = started(host)
    take(host, reference, usage_event("US-1", item=UNBILLED))
    run_s(host, 600)
    assert posted(host) == {"US-1"}


@pytest.mark.parametrize(
    "answer", [{}, {"items": None}, {"items": [{"facility": "H01"}]}, Rejected(403, "SCOPE", "no")]
)
def test_a_master_that_cannot_be_read_is_an_alert_until_it_can(host: FakeHost, answer: Any) -> None:
    reference = started(host)
    host.systems["inventory"].plan("list_locations", answer)
    run_s(host, 120)
    host.clock.run(reference.masters.refresh())
    run_s(host, 1)
    assert list(host.alerts.board) == ["list_unreadable/inventory/list_locations"]
    run_s(host, 120)
    host.clock.run(reference.masters.refresh())
    run_s(host, 1)
    assert host.alerts.board == {}


def test_a_master_that_cannot_be_read_takes_nothing_from_the_others(host: FakeHost) -> None:
    host.systems["inventory"].plan("list_items", {"items": [{"item_id": []}], "has_more": False})
    reference = started(host)
    known = reference.masters.crosswalk
    assert known.facility("inventory:H01").business_unit == "BU100"
    assert known.items == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["items", "charges", "Reference", "hasMore", "id"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["post_cost", "find_costs"]), JSON), max_size=6))
def test_no_answer_whatsoever_loses_a_document(answers: list[tuple[str, Any]]) -> None:
    with VirtualClock() as clock:
        host = FakeHost(clock)
        reference = started(host)
        for operation, answer in answers:
            host.systems["erp"].plan(operation, answer)
        take(
            host, reference, usage_event("US-1", item=UNBILLED), usage_event("US-2", item=UNBILLED)
        )
        run_s(host, WEEK_S)
        assert reference.workers.backlog == 0
        assert host.storage.keys("outbox") == []
        dead = host.storage.keys("dead_letters")
        assert len(dead) == sum(len(item.keys) for item in host.items.values())
        assert all(item.owner for item in host.items.values())
