"""An archive has the manners of a dict, whatever is put, replaced, read and dropped."""

from __future__ import annotations

import pickle
from copy import deepcopy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mock_systems.service import archive
from mock_systems.service.archive import Archive

KEYS = st.sampled_from([f"K{n}" for n in range(9)])


def unpack(value: tuple[int, str]) -> tuple[int, str]:
    return value[0], value[1]


def plain() -> Archive[str, tuple[int, str]]:
    return Archive(tuple, unpack)


class Twins(RuleBasedStateMachine):
    """With a dict beside it; the buffer holds three."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = plain()
        self.twin: dict[str, tuple[int, str]] = {}

    @rule(key=KEYS, number=st.integers(), text=st.text(max_size=4))
    def put(self, key: str, number: int, text: str) -> None:
        if -(2**63) <= number < 2**63:
            self.kept[key] = self.twin[key] = (number, text)

    @rule(key=KEYS)
    def drop(self, key: str) -> None:
        assert self.kept.pop(key, None) == self.twin.pop(key, None)

    @rule(key=KEYS)
    def read(self, key: str) -> None:
        assert self.kept.get(key) == self.twin.get(key)
        assert (key in self.kept) == (key in self.twin)

    @rule()
    def copy(self) -> None:
        """What happens to a copy does not concern the original."""
        for copied in (deepcopy(self.kept), pickle.loads(pickle.dumps(self.kept))):
            assert list(copied.items()) == list(self.twin.items())
            assert repr(copied) == f"Archive({self.twin!r})"
            copied["K0"] = (0, "of the copy")
            copied.pop("K1", None)

    @invariant()
    def holds_the_same_in_the_same_order(self) -> None:
        assert len(self.kept) == len(self.twin)
        assert list(self.kept) == list(self.twin)
        assert list(self.kept.values()) == list(self.twin.values())
        assert self.kept == self.twin


Twins.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
test_an_archive_is_a_dict_under_any_sequence = Twins.TestCase


@pytest.fixture(autouse=True)
def small_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BUFFERED", 3)
    monkeypatch.setattr(archive, "_PAGE", 2)


def test_it_may_grow_while_it_is_read() -> None:
    kept = plain()
    for n in range(5):
        kept[f"K{n}"] = (n, "")
    seen = []
    for key, (n, _) in kept.items():
        seen.append(key)
        if n < 5:
            kept[f"L{n}"] = (9, "")
    assert seen == [*(f"K{n}" for n in range(5)), *(f"L{n}" for n in range(5))]


def test_numbers_are_keys_too() -> None:
    kept: Archive[int, tuple[int, ...]] = Archive(tuple, tuple)
    kept[7] = (1, 2)
    assert dict(kept) == {7: (1, 2)}
    assert 8 not in kept


def test_what_is_not_plain_is_refused_and_nothing_changes() -> None:
    kept: Archive[str, object] = Archive(lambda value: value, lambda value: value)
    kept["a"] = 1
    with pytest.raises(ValueError, match="unmarshallable"):
        kept["a"] = object()
    assert kept["a"] == 1


def test_absent_keys_are_named() -> None:
    with pytest.raises(KeyError, match="nothing"):
        plain()["nothing"]
    with pytest.raises(KeyError, match="nothing"):
        del plain()["nothing"]


def test_documents_are_read_from_one_number_to_another() -> None:
    kept = plain()
    for n in range(10):
        kept[f"K{n}"] = (n, "")
    del kept["K4"]
    kept["K2"] = (2, "again")
    assert list(kept.at(range(2, 6))) == [(2, "again"), (3, ""), (5, "")]


def test_large_documents_do_not_wait_in_memory() -> None:
    kept: Archive[int, bytes] = Archive(bytes, bytes)
    for n in range(10):
        kept[n] = bytes(archive._BUFFERED_BYTES // 4)
        assert len(kept._fresh) < 4
    assert len(kept) == 10
