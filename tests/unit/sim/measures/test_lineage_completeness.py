"""Effects lead back by their key or their correlation id, obligations lead on to an outcome."""

from __future__ import annotations

import math

from sim.history.reading import History
from sim.measures.lineage_completeness import COLUMNS, lineage_completeness
from tests.unit.sim.history_builder import DAY, Story


def traced(history: History) -> dict[str, tuple[int, int]]:
    """Direction -> traced and total over all systems or flows."""
    lines = lineage_completeness(history)
    alls = lines[lines["where"] == "all"]
    columns = (alls[name].tolist() for name in ("direction", "traced", "total"))
    return {direction: (found, total) for direction, found, total in zip(*columns, strict=True)}


def test_an_empty_history_has_no_share() -> None:
    lines = lineage_completeness(Story().history())
    assert tuple(lines.columns) == COLUMNS
    assert all(math.isnan(share) for share in lines["share"])


def test_an_effect_that_was_owed_leads_back_by_its_key() -> None:
    story = Story()
    story.owe("US-1")
    story.effect("US-1")
    assert traced(story.end()) == {
        "backward": (1, 1),
        "backward_by_key": (1, 1),
        "backward_by_correlation": (0, 1),
        "forward": (1, 1),
    }


def test_the_same_key_of_another_kind_is_no_path() -> None:
    story = Story()
    story.owe("US-1", f="billing.charge")
    story.effect("US-1")
    found = traced(story.end())
    assert (found["backward"], found["forward"]) == ((0, 1), (0, 1))


def test_an_effect_leads_back_by_the_id_of_an_event_that_came_in() -> None:
    story = Story()
    story.delivery("e-1", key="US-1")
    story.effect("X-1", correlation_id="inventory:US-1")
    story.effect("X-2", correlation_id="inventory:US-2")
    assert traced(story.end())["backward_by_correlation"] == (1, 2)


def test_a_documents_id_leads_back_to_its_sender() -> None:
    story = Story()
    story.delivery("A.txt", key="A.txt", source="EHR")
    story.effect("X-1", correlation_id="EHR|ADT|7")
    story.effect("X-2", correlation_id="LAB|ADT|7")
    assert traced(story.end())["backward_by_correlation"] == (1, 2)


def test_what_the_world_did_needs_no_lineage() -> None:
    story = Story()
    story.effect("X-1", process="world/ward")
    assert traced(story.end())["backward"] == (0, 0)


def test_an_obligation_ends_in_an_effect_a_work_item_or_the_future() -> None:
    story = Story()
    story.owe("queued")
    story.item("queued", "unmapped_code")
    story.owe("early", due_s=2 * DAY)
    story.owe("lost")
    assert traced(story.end())["forward"] == (2, 3)


def test_systems_and_flows_have_their_own_lines() -> None:
    story = Story()
    story.owe("US-1")
    story.effect("US-1")
    story.effect("X-1", f="billing.charge")
    lines = lineage_completeness(story.end()).set_index(["direction", "where"])["share"]
    assert (lines["backward", "erp"], lines["backward", "billing"]) == (1.0, 0.0)
    assert lines["forward", "P09"] == 1.0
    assert lines["backward", "all"] == 0.5
