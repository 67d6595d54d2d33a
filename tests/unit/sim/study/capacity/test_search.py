"""The search finds the highest load that meets its objectives, and hides nothing on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sim.experiment.settings import SettingsError
from sim.study.capacity.search import Limits, Searched, search


def test_the_two_ends_are_as_near_as_was_asked() -> None:
    found = search(lambda load: load <= 11.3, Limits(most=64.0, resolution=0.05))
    assert found.capacity is not None
    assert found.missed is not None
    assert found.capacity <= 11.3 < found.missed <= found.capacity * 1.05
    assert found.met_above == ()


def test_loads_are_told_ascending_and_each_is_asked_once() -> None:
    asked: list[float] = []

    def is_met(load: float) -> bool:
        asked.append(load)
        return load < 5.0

    found = search(is_met, Limits())
    assert len(asked) == len(set(asked)) == len(found.tried)
    assert all(a < b for a, b in pairwise(found.tried))


def test_a_load_that_is_never_missed_ends_at_the_highest_tried() -> None:
    found = search(lambda _: True, Limits(most=12.0))
    assert list(found.tried) == [1.0, 2.0, 4.0, 8.0, 12.0]
    assert (found.capacity, found.missed) == (12.0, None)


def test_what_misses_as_it_is_has_no_capacity_and_costs_one_load() -> None:
    found = search(lambda _: False, Limits())
    assert found == Searched({1.0: False})
    assert (found.capacity, found.missed) == (None, 1.0)


def test_a_load_that_is_met_above_a_missed_one_is_told_and_not_taken() -> None:
    odd = search(lambda load: load != 4.0, Limits(most=16.0, resolution=0.2))
    assert odd.capacity is not None
    assert odd.capacity < 4.0 == odd.missed
    assert odd.met_above == (5.66,)


def test_the_search_looks_once_above_the_lowest_load_that_missed() -> None:
    found = search(lambda load: load < 4.0, Limits(most=64.0, resolution=0.2))
    assert max(found.tried) == pytest.approx(4.0 * 2**0.5, rel=0.01)


def test_a_resolution_finer_than_a_load_is_written_ends() -> None:
    found = search(lambda load: load < 30.01, Limits(most=64.0, resolution=0.01))
    assert found.capacity == 30.0
    assert found.missed == pytest.approx(30.2, abs=0.2)


@pytest.mark.parametrize(("most", "resolution"), [(0.5, 0.1), (8.0, 0.0), (8.0, 3.0)])
def test_limits_that_find_nothing_are_refused(most: float, resolution: float) -> None:
    with pytest.raises(SettingsError, match="expected"):
        Limits(most, resolution)
