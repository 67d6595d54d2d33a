"""Differences by seed, families of questions, and costs that are weighed against each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics import TooFew, holm, non_dominated, paired_difference, t_interval


def test_pairs_take_away_what_their_worlds_have_in_common() -> None:
    draw = np.random.default_rng(4)
    worlds = draw.normal(100.0, 20.0, 30)
    own = draw.normal(0.0, 1.0, (2, 30))
    first = {seed: float(worlds[seed] + own[0][seed] + 2.0) for seed in range(30)}
    second = {seed: float(worlds[seed] + own[1][seed]) for seed in range(30)}
    found = paired_difference(first, second)
    assert found.t.holds(2.0)
    assert found.bca is not None
    assert found.bca.holds(2.0)
    assert found.p_value < 1e-6
    alone = t_interval(list(first.values())).half_width
    assert found.t.half_width < alone / 5


def test_only_seeds_that_both_have_make_pairs() -> None:
    found = paired_difference({1: 3.0, 2: 4.0, 9: 50.0}, {1: 1.0, 2: 2.0, 7: -50.0})
    assert (found.n, found.t.estimate, found.bca) == (2, 2.0, None)
    with pytest.raises(TooFew):
        paired_difference({1: 3.0}, {2: 3.0})


@pytest.mark.parametrize(("shift", "p_value"), [(0.0, 1.0), (1.0, 0.0)])
def test_differences_without_spread_are_certain(shift: float, p_value: float) -> None:
    first = {seed: seed + shift for seed in range(5)}
    second = {seed: float(seed) for seed in range(5)}
    assert paired_difference(first, second).p_value == p_value


def test_holm_is_that_of_the_example() -> None:
    """Holm 1979: steps of 4, 3, 2, 1 over the sorted values."""
    found = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert found == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert holm({}) == {}


@given(st.dictionaries(st.integers(), st.floats(0.0, 1.0), max_size=8))
def test_holm_keeps_the_order_and_makes_nothing_smaller(p_values: dict[int, float]) -> None:
    found = holm(p_values)
    assert all(p_values[one] <= found[one] <= 1.0 for one in p_values)
    ordered = sorted(p_values, key=lambda one: p_values[one])
    adjusted = [found[one] for one in ordered]
    assert adjusted == sorted(adjusted)


def test_who_is_beaten_in_everything_is_left_out() -> None:
    costs = {"fast": (1.0, 9.0), "right": (9.0, 0.0), "worse": (9.0, 1.0), "middle": (5.0, 5.0)}
    assert non_dominated(costs) == ["fast", "right", "middle"]
    assert non_dominated({"a": (1.0,), "b": (1.0,)}) == ["a", "b"]
