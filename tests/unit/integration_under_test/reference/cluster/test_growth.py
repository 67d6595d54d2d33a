"""When a cluster takes on a worker, and when it lets one go."""

from __future__ import annotations

from integration_under_test.reference.cluster.growth import (
    GROWS_AFTER_S,
    OLD_S,
    SHRINKS_AFTER_S,
    Growth,
)

OLD, YOUNG = OLD_S + 0.1, OLD_S - 0.1


def wanted(growth: Growth, looks: list[tuple[float, float, int]], workers: int) -> list[int]:
    """What is wanted at each look, of which each is an instant, an age and how many are idle;
    whatever is wanted is done at once."""
    found = []
    for now_s, oldest_s, idle in looks:
        workers = growth.wanted(now_s, workers, oldest_s, idle)
        found.append(workers)
    return found


def test_it_grows_when_what_waits_has_been_too_old_for_a_while() -> None:
    looks = [(float(second), OLD, 0) for second in range(4)]
    assert wanted(Growth(1, 4), looks, 1) == [1, 1, 2, 2]
    assert GROWS_AFTER_S == 2.0


def test_a_burst_that_passes_needs_nobody() -> None:
    looks = [(0.0, OLD, 0), (1.0, OLD, 0), (2.0, YOUNG, 0), (3.0, OLD, 0), (4.0, OLD, 0)]
    assert wanted(Growth(1, 4), looks, 1) == [1] * 5


def test_it_never_passes_the_most_nor_falls_below_the_least() -> None:
    growing = [(float(second), OLD, 0) for second in range(60)]
    assert max(wanted(Growth(2, 3), growing, 2)) == 3
    idle = [(float(second), 0.0, 3) for second in range(200)]
    assert min(wanted(Growth(2, 3), idle, 3)) == 2


def test_it_shrinks_by_one_after_a_longer_while_of_idleness() -> None:
    looks = [(float(second), 0.0, 1) for second in range(int(SHRINKS_AFTER_S) + 2)]
    assert wanted(Growth(1, 4), looks, 3)[-3:] == [3, 2, 2]


def test_while_anything_waits_nobody_is_let_go() -> None:
    looks = [(float(second), YOUNG, 1) for second in range(100)]
    assert set(wanted(Growth(1, 4), looks, 3)) == {3}


def test_who_is_missing_is_wanted_at_once() -> None:
    assert Growth(2, 4).wanted(0.0, 0, 0.0, 0) == 2
