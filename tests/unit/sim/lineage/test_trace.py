"""A document is followed from key to key, and no further than it reaches."""

from __future__ import annotations

from sim.history.reading import History
from sim.lineage import nearest_keys, trace
from sim.lineage.trace import HUB_ROWS
from tests.unit.sim.history_builder import Story


def one_usage(number: str = "US-1", correlation: str = "inventory:US-1") -> Story:
    """A usage that was told of, sent, and booked."""
    story = Story()
    story.effect(number, 0, f="inventory.usage", process="world/ward")
    story.owe(number)
    story.delivery("inventory-1", key=number, correlation_id=correlation)
    story.call(number, correlation_id=correlation)
    story.effect(number, correlation_id=correlation)
    return story


def numbers(history: History, document: str, hops: int = 2) -> list[int]:
    return [step.i for step in trace(history, document, hops).steps]


def test_all_that_carries_the_key_is_told_in_order_of_time() -> None:
    steps = trace(one_usage().end(), "US-1", 0).steps
    assert [step.t_us for step in steps] == sorted(step.t_us for step in steps)
    assert [step.line.split("  ")[1] for step in steps] == [
        *("effect", "owe", "invoke", "ok", "invoke", "ok", "effect")
    ]


def test_an_event_leads_to_what_it_caused() -> None:
    history = one_usage().end()
    assert numbers(history, "inventory-1", 0) == [2, 3], "the delivery and its answer"
    assert numbers(history, "inventory-1", 1) == [0, 1, 2, 3, 4, 5, 6]


def test_a_correlation_id_names_the_key_that_it_began_with() -> None:
    story = Story()
    story.effect("US-1", 0, f="inventory.usage", process="world/ward")
    story.effect("CH-9", 60, f="billing.charge", correlation_id="inventory:US-1")
    found = trace(story.end(), "CH-9")
    assert [(step.i, step.hop) for step in found.steps] == [(0, 1), (1, 0)]


def test_an_obligation_leads_from_its_trigger_to_what_is_owed() -> None:
    story = Story()
    story.owe("RC-1/2", business_key="PO-1")
    story.effect("PO-1", f="procurement.order")
    story.effect("RC-1/2")
    assert numbers(story.end(), "PO-1") == [0, 1, 2]


def test_a_file_leads_to_what_was_booked_because_of_it_and_back() -> None:
    story = Story()
    layout = "text/plain;layout=charge"
    story.delivery("C2.CHARGE.000007.txt", key="C2.CHARGE.000007.txt", source="C2", f=layout)
    story.effect("CH-1", f="billing.charge", correlation_id="C2|charge|7")
    story.effect("CH-2", f="billing.charge", correlation_id="C2|charge|8")
    story.effect("CH-3", f="billing.charge", correlation_id="C2|journal|7")
    history = story.end()
    assert numbers(history, "C2.CHARGE.000007.txt") == [0, 1, 2]
    assert numbers(history, "CH-1") == [0, 1, 2]


def test_other_documents_are_left_out() -> None:
    story = one_usage()
    story.effect("US-2")
    assert len(story.rows) - 1 not in numbers(story.history(), "US-1")


def test_a_key_that_half_the_run_shares_is_named_but_not_followed() -> None:
    story = Story()
    story.effect("US-1", correlation_id="ALL|of|them")
    for number in range(HUB_ROWS + 1):
        story.effect(f"OTHER-{number}", correlation_id="ALL|of|them")
    found = trace(story.end(), "US-1")
    assert (len(found.steps), found.hubs) == (1, ("ALL|of|them",))


def test_a_bare_small_number_leads_nowhere() -> None:
    story = Story()
    story.call("2", correlation_id="procurement:REQ-2")
    story.call("2", correlation_id="procurement:REQ-7")
    assert numbers(story.end(), "procurement:REQ-2") == [0, 1]


def test_a_work_item_belongs_to_the_story_of_its_key() -> None:
    story = one_usage()
    item = story.item("US-1", "unmapped_code")
    assert item in numbers(story.end(), "US-1")


def test_an_unknown_document_has_no_steps_but_near_ones_are_named() -> None:
    history = one_usage().end()
    assert trace(history, "US-99").steps == ()
    assert nearest_keys(history, "US-99")[0] == "US-1"
    assert nearest_keys(history, "tory-1") == ["inventory-1"]
