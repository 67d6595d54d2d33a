"""What cannot be used for one cause is one work item, and each of its documents ends by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integration_under_test.boundary import Event, Resolution, WorkItem
from integration_under_test.reference import Reference
from integration_under_test.reference.events.problems import Problems, cause_of
from tests.unit.integration_under_test.reference.fakes import UNBILLED, FakeHost, usage_event


@pytest.fixture
def reference(host: FakeHost) -> Reference:
    return started(host)


def started(host: FakeHost) -> Reference:
    made = Reference()
    host.clock.run(made.start(host.ports()))
    return made


def good(number: int) -> Event:
    return usage_event(f"US-{number}", item=UNBILLED)


def poison(number: int, lacks: str = "usage_id") -> Event:
    event = good(number)
    return replace(event, data={name: v for name, v in event.data.items() if name != lacks})


def take(host: FakeHost, reference: Reference, *events: Event) -> None:
    for event in events:
        host.clock.run(reference.on_event(event))
    host.clock.run_until(host.clock.now_s() + 60.0)


def decide(host: FakeHost, reference: Reference, item: WorkItem, action: str) -> None:
    host.clock.run(reference.on_resolution(Resolution(item.id, action)))
    host.clock.run_until(host.clock.now_s() + 60.0)


def letters(host: FakeHost) -> list[str]:
    return host.storage.keys("dead_letters")


def test_documents_of_one_cause_join_one_item(host: FakeHost, reference: Reference) -> None:
    take(host, reference, poison(1), poison(2), poison(3))
    (item,) = host.items.values()
    assert item.keys == ("US-1", "US-2", "US-3")
    assert len(letters(host)) == 3


def test_another_field_or_another_type_is_another_item(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2, lacks="location"))
    assert [item.keys for item in host.items.values()] == [("US-1",), ("US-2",)]


def test_figures_of_a_document_make_no_other_cause() -> None:
    places = [cause_of(f"F-{n}.txt: Damaged: line {n}: got {n}.5", "BANK") for n in (3, 14)]
    assert places[0] == places[1] != cause_of("F-3.txt: Damaged: line 3: got 3.5", "CLINIC2")


def test_a_decision_is_one_for_all_documents_and_each_comes_to_its_end(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2), poison(3))
    (item,) = host.items.values()
    decide(host, reference, item, "dismiss")
    assert letters(host) == []
    by_key = [(keys, reason) for id_, keys, reason in host.ended if id_ == item.id]
    assert by_key == [
        (("US-1",), "given up by a clerk"),
        (("US-2",), "given up by a clerk"),
        ((), "given up by a clerk"),
    ]


def test_what_comes_after_the_decision_opens_an_item_of_its_own(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2))
    (first,) = host.items.values()
    decide(host, reference, first, "dismiss")
    take(host, reference, poison(3), poison(4))
    second = next(item for item in host.items.values() if item.id != first.id)
    assert second.keys == ("US-3", "US-4")
    assert second.id not in host.closed


def test_what_is_read_again_in_vain_is_one_item_that_can_only_be_given_up(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2))
    (first,) = host.items.values()
    decide(host, reference, first, "retry")
    still = next(item for item in host.items.values() if item.id != first.id)
    assert (still.keys, still.actions) == (("US-1", "US-2"), ("dismiss",))
    assert host.closed == {first.id: "read again in vain"}
    assert len(letters(host)) == 2


def test_what_is_mended_leaves_the_item_of_the_others(host: FakeHost, reference: Reference) -> None:
    take(host, reference, poison(1), poison(2), good(1))
    (item,) = host.items.values()
    assert item.id not in host.closed
    assert [keys for _, keys, _ in host.ended] == [("US-1",)]
    take(host, reference, good(2))
    assert item.id in host.closed
    assert letters(host) == []
    assert host.systems["erp"].called("post_cost") == 2


def test_after_a_crash_the_item_is_known_with_all_that_belongs_to_it(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2))
    (item,) = host.items.values()
    after = started(host)
    take(host, after, poison(3))
    assert host.items[item.id].keys == ("US-1", "US-2", "US-3")
    decide(host, after, item, "dismiss")
    assert letters(host) == []
    assert item.id in host.closed


def test_a_crash_amid_a_decision_leaves_what_the_decision_finds_when_it_comes_again(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1), poison(2), poison(3))
    (item,) = host.items.values()
    first = host.clock.run(reference.dead_letters.find(item.id))[0]
    # The process ends after the first of three letters, before the item hears of it.
    host.clock.run(reference.store.revive(first.key, {}))
    after = started(host)
    decide(host, after, item, "dismiss")
    assert letters(host) == []
    assert item.id in host.closed


def test_a_crash_between_the_last_letter_and_the_closing_is_made_good(
    host: FakeHost, reference: Reference
) -> None:
    take(host, reference, poison(1))
    (item,) = host.items.values()
    (only,) = host.clock.run(reference.dead_letters.find(item.id))
    host.clock.run(reference.store.revive(only.key, {}))
    after = started(host)
    assert item.id not in host.closed
    decide(host, after, item, "dismiss")
    assert item.id in host.closed


def test_a_key_that_another_letter_of_the_item_stands_for_stays() -> None:
    problems = Problems()
    item = {"id": "dead/a", "keys": ["PO-1"], "cause": "c"}
    for key in ("a", "b"):
        problems.join(key, item)
    assert problems.item_of("c", "dead/c") == "dead/a"
    assert problems.leave("a", item) == ()
    assert problems.leave("b", item) is None
    assert problems.item_of("c", "dead/c") == "dead/c"


def test_a_hundred_poisoned_messages_are_one_item_and_hold_nobody_up(
    host: FakeHost, reference: Reference
) -> None:
    poisoned = range(100, 200)
    for number in poisoned:
        take(host, reference, poison(number), good(number - 100))
    (item,) = host.items.values()
    assert item.keys == tuple(f"US-{number}" for number in poisoned)
    assert host.systems["erp"].called("post_cost") == 100
    decide(host, reference, item, "retry")
    still = next(each for each in host.items.values() if each.id != item.id)
    mended = list(poisoned)[::2]
    take(host, reference, *(good(number) for number in mended))
    assert host.systems["erp"].called("post_cost") == 150
    decide(host, reference, still, "dismiss")
    assert (len(host.items), len(host.closed)) == (2, 2)
    assert letters(host) == []
    ended = [keys for id_, keys, _ in host.ended if id_ == still.id]
    assert len(ended) == 100
