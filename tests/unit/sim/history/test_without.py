"""A recording without some of its rows: the others keep their numbers, however long it is."""

from __future__ import annotations

from sim.history.reading import History
from tests.unit.sim.history_builder import Story


def story() -> Story:
    told = Story()
    for n in range(40):
        told.owe(f"US-{n}", n)
        told.call(f"US-{n}", n)
    return told


def test_the_other_rows_keep_their_numbers_and_their_answers() -> None:
    history = story().history()
    own = history.without([0, 3])
    assert own.rows == history.rows - 2
    assert own.owed["i"].tolist()[:2] == [6, 9]
    assert own.calls["outcome"].astype(str).tolist() == ["ok"] * 40
    assert own.numbered([6])["effect_key"].tolist() == ["US-2"]
    assert history.owed["i"].tolist()[:2] == [0, 3], "the whole one is as it was"


def test_nothing_is_left_out_for_no_numbers() -> None:
    history = story().history()
    assert history.without([]).rows == history.rows


def test_a_recording_in_parts_is_read_whole_without_its_first_rows() -> None:
    own = story().history().without(range(60))
    parted = History(own._stored, part_rows=20)
    assert sum(len(calls) for calls in parted._call_parts()) == len(own.calls) == 20
    assert sum(len(part.intent) for part in parted.parts()) == len(own.intent) == 20
