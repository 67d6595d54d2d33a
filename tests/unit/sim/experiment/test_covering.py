"""Covering designs: every pair meets, sets are as large as asked for, and few enough."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.covering import covering


@given(st.integers(2, 20), st.integers(2, 6))
def test_any_two_things_stand_together_in_a_set_of_the_size(count: int, size: int) -> None:
    things = [f"F{n:02d}" for n in range(max(count, size))]
    sets = covering(things, size)
    assert {pair for one in sets for pair in combinations(one, 2)} == set(combinations(things, 2))
    assert all(len(set(one)) == size and list(one) == sorted(one) for one in sets)


def test_forty_things_by_five_need_less_than_twice_the_least() -> None:
    """Schoenheim's bound for 40 things, sets of 5: ceil(40/5 * ceil(39/4)) = 80."""
    assert 80 <= len(covering([f"{n:02d}" for n in range(40)], 5)) < 160


@pytest.mark.parametrize("size", [1, 4])
def test_a_size_that_cannot_be_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="from 2 to 3"):
        covering(["a", "b", "c"], size)
