"""A scroll has the manners of a list that never shrinks."""

from __future__ import annotations

import pickle
from copy import deepcopy

import pytest

from mock_systems.service import archive
from mock_systems.service.scroll import Scroll

Entry = tuple[str, int]


def unpack(value: Entry) -> Entry:
    return value[0], value[1]


@pytest.fixture
def scroll(monkeypatch: pytest.MonkeyPatch) -> Scroll[Entry]:
    """Ten entries, of which a few are still in the buffer."""
    monkeypatch.setattr(archive, "_BUFFERED", 4)
    monkeypatch.setattr(archive, "_PAGE", 3)
    made: Scroll[Entry] = Scroll(tuple, unpack)
    for n in range(10):
        made.append((f"E{n}", n))
    return made


def test_entries_are_read_by_place_as_from_a_list(scroll: Scroll[Entry]) -> None:
    assert len(scroll) == 10
    assert scroll[0] == ("E0", 0)
    assert scroll[-1] == ("E9", 9)
    assert scroll[1:6:2] == [("E1", 1), ("E3", 3), ("E5", 5)]
    assert [n for _, n in scroll] == list(range(10))
    with pytest.raises(IndexError):
        scroll[10]


def test_a_part_is_read_without_what_stands_before_it(scroll: Scroll[Entry]) -> None:
    assert [n for _, n in scroll.at(range(4, 9))] == [4, 5, 6, 7, 8]
    assert list(scroll.at(range(9, 9))) == []
    assert [n for _, n in scroll.at(range(8, 20))] == [8, 9]


def test_an_entry_that_was_changed_is_put_back(scroll: Scroll[Entry]) -> None:
    scroll[3] = ("E3", 33)
    assert scroll[3] == ("E3", 33)
    assert [n for _, n in scroll.at(range(2, 5))] == [2, 33, 4]


def test_a_copy_is_equal_until_either_is_changed(scroll: Scroll[Entry]) -> None:
    for copied in (deepcopy(scroll), pickle.loads(pickle.dumps(scroll))):
        assert copied == scroll
        copied.append(("E10", 10))
        assert copied != scroll
        assert len(scroll) == 10


def test_it_shows_its_entries() -> None:
    one: Scroll[Entry] = Scroll(tuple, unpack)
    one.append(("E0", 0))
    assert repr(one) == "Scroll([('E0', 0)])"
