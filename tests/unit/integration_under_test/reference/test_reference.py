"""The promise of the whole: acknowledged means stored, and stored means done or with a clerk."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import OutcomeUnknown, Resolution, Throttled, Unavailable
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import (
    UNBILLED,
    FakeHost,
    refusal,
    usage_event,
)


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def run_s(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def test_an_acknowledged_event_is_stored_with_all_that_it_owes(
    host: FakeHost, reference: Reference
) -> None:
    host.clock.run(reference.on_event(usage_event()))
    assert len(host.storage.keys("inbox")) == 1
    assert len(host.storage.keys("outbox")) == 2


@pytest.mark.parametrize("failure", [OutcomeUnknown(), Unavailable(), Throttled(5.0)])
def test_a_failure_of_the_moment_heals(
    host: FakeHost, reference: Reference, failure: Exception
) -> None:
    host.systems["erp"].plan("post_cost", failure, failure)
    host.clock.run(reference.on_event(usage_event(item=UNBILLED)))
    run_s(host, 600)
    assert host.systems["erp"].called("post_cost") == 3
    assert host.systems["erp"].called("find_costs") == 2
    assert host.storage.keys("outbox") == []


def test_a_refused_document_goes_to_the_desk_that_owns_its_flow(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["billing"].plan("create_charge", refusal("INVALID_REQUEST"))
    host.clock.run(reference.on_event(usage_event()))
    run_s(host, 60)
    (item,) = host.items.values()
    assert (item.type, item.owner, item.flow) == ("refused", "revenue integrity desk", "P09")
    assert item.keys == ("US-1",)
    assert host.systems["erp"].called("post_cost") == 1


def test_after_a_restart_a_dead_letter_is_still_dead_and_still_reported(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["billing"].plan("create_charge", refusal("INVALID_REQUEST"))
    host.clock.run(reference.on_event(usage_event()))
    run_s(host, 60)
    (item_id,) = host.items
    host.items.clear()
    again = Reference()
    host.clock.run(again.start(host.ports()))
    run_s(host, 60)
    assert list(host.items) == [item_id]
    assert host.systems["billing"].called("create_charge") == 1
    host.clock.run(again.on_resolution(Resolution(item_id, "retry")))
    run_s(host, 60)
    assert host.systems["billing"].called("create_charge") == 2
    assert host.storage.keys("dead_letters") == []


def test_a_dismissed_dead_letter_is_gone(host: FakeHost, reference: Reference) -> None:
    host.systems["billing"].plan("create_charge", refusal("INVALID_REQUEST"))
    host.clock.run(reference.on_event(usage_event()))
    run_s(host, 60)
    (item_id,) = host.items
    host.clock.run(reference.on_resolution(Resolution(item_id, "dismiss")))
    run_s(host, 600)
    assert host.systems["billing"].called("create_charge") == 1
    assert host.storage.keys("dead_letters") == []


def test_a_resolution_of_somebody_elses_item_is_ignored(
    host: FakeHost, reference: Reference
) -> None:
    host.clock.run(reference.on_resolution(Resolution("dead/unheard-of", "retry")))
    host.clock.run(reference.on_resolution(Resolution("period/x", "acknowledge")))


def test_a_command_that_never_gets_through_ends_with_a_clerk(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("post_cost", *[OutcomeUnknown() for _ in range(2000)])
    host.systems["erp"].plan("find_costs", *[OutcomeUnknown() for _ in range(2000)])
    host.clock.run(reference.on_event(usage_event(item=UNBILLED)))
    run_s(host, 35 * 3600)
    assert not host.items
    run_s(host, 2 * 3600)
    assert [item.type for item in host.items.values()] == ["unreachable"]


def test_a_command_of_a_system_that_is_away_waits_for_a_week(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("post_cost", *[Unavailable() for _ in range(9000)])
    host.systems["erp"].plan("find_costs", *[Unavailable() for _ in range(9000)])
    host.clock.run(reference.on_event(usage_event(item=UNBILLED)))
    run_s(host, 167 * 3600)
    assert not host.items
    run_s(host, 2 * 3600)
    assert [item.type for item in host.items.values()] == ["unreachable"]


def test_a_restart_looks_before_it_sends_again(host: FakeHost, reference: Reference) -> None:
    host.clock.run(reference.on_event(usage_event(item=UNBILLED)))
    host.clock.run(reference.stop())
    host.systems["erp"].plan("find_costs", {"items": [{"Reference": "US-1"}]})
    again = Reference()
    host.clock.run(again.start(host.ports()))
    run_s(host, 60)
    assert host.systems["erp"].called("post_cost") == 1
    assert host.storage.keys("outbox") == []


def test_a_command_that_dies_again_after_a_retry_is_offered_no_further_one(
    host: FakeHost, reference: Reference
) -> None:
    host.systems["erp"].plan("post_cost", refusal("INVALID"), refusal("INVALID"))
    host.clock.run(reference.on_event(usage_event(item=UNBILLED)))
    run_s(host, 60)
    (first,) = host.items
    host.clock.run(reference.on_resolution(Resolution(first, "retry")))
    run_s(host, 600)
    second = next(item for item in host.items if item != first)
    assert host.items[second].actions == ("dismiss",)
    host.clock.run(reference.on_resolution(Resolution(second, "dismiss")))
    assert host.storage.keys("dead_letters") == []
