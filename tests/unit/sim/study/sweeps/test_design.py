"""Designs cover what they promise: all levels, each stratum once, one at a time."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.settings import SettingsError
from sim.study.sweeps.design import Factor, full, latin, one_at_a_time

COLOUR = Factor("colour", levels=("red", "green", "blue"))
SIZE = Factor("size", levels=(1, 2))
RATE = Factor("rate", low=10.0, high=20.0, base=12.0)
WHOLE = Factor("whole", low=1, high=4)


def test_a_full_design_has_every_level_with_every_other() -> None:
    points = full((COLOUR, SIZE), 0)
    assert [(p["colour"], p["size"]) for p in points] == list(product(COLOUR.levels, SIZE.levels))


def test_a_full_design_needs_levels() -> None:
    with pytest.raises(SettingsError, match="factor rate: a full design needs levels"):
        full((COLOUR, RATE), 0)


def test_one_at_a_time_changes_one_thing() -> None:
    base, *others = one_at_a_time((COLOUR, RATE), 0)
    assert base == {"colour": "red", "rate": 12.0}
    assert all(sum(base[name] != point[name] for name in base) == 1 for point in others)
    assert [point["rate"] for point in others[2:]] == [10.0, 20.0]


@given(st.integers(2, 40))
def test_a_latin_hypercube_takes_each_stratum_once(points: int) -> None:
    values = sorted(point["rate"] for point in latin((RATE, COLOUR), points))
    strata = [int((value - 10.0) / 10.0 * points) for value in values]
    assert strata == list(range(points))


def test_levels_take_equal_shares_of_a_hypercube() -> None:
    points = latin((COLOUR, WHOLE, RATE), 12)
    counts = [sum(p["colour"] == level for p in points) for level in COLOUR.levels]
    assert counts == [4, 4, 4]
    assert {type(p["whole"]) for p in points} == {int}
    assert points == latin((COLOUR, WHOLE, RATE), 12)


def test_a_hypercube_of_one_point_is_refused() -> None:
    with pytest.raises(SettingsError, match="at least 2, got 1"):
        latin((RATE,), 1)
