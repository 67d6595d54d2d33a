"""What a study keeps of queues: by flow and five minutes, what arrived and what was done."""

from __future__ import annotations

from sim.study.tables import WAITING, waiting
from tests.unit.sim.history_builder import Story


def test_a_document_arrives_and_is_done_in_its_own_window() -> None:
    story = Story()
    for key, at_s, done_s in (("a", 10, 20), ("b", 200, 700), ("c", 610, 640)):
        story.owe(key, at_s)
        story.effect(key, done_s)
    table = waiting(story.end(2000)).set_index("t_s")
    assert table["arrived"].to_dict() == {0.0: 2, 600.0: 1}
    assert table["done"].to_dict() == {0.0: 1, 600.0: 2}


def test_a_document_that_is_never_done_waits_for_good() -> None:
    story = Story()
    story.owe("a", 10)
    table = waiting(story.end(2000))
    assert (table["arrived"].sum(), table["done"].sum()) == (1, 0)


def test_a_history_without_documents_has_an_empty_table_of_the_same_columns() -> None:
    table = waiting(Story().history())
    assert list(table.columns) == list(WAITING)
    assert table.empty
