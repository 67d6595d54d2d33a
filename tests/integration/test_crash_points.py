"""F22: the reference survives a crash at any point, a mutant does not (a slice of all points)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pytest

from integration_under_test.faulty.acks_before_commit import AcksBeforeCommit
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.crash_points import Build, CrashTrial, calm_run, try_crashes
from sim.host import Crashes

SPEC = build_spec(RunRequest("ordinary_day", "reference", scale=0.002))


def trials(build: Build, every: int, again: int = 0) -> Iterator[CrashTrial]:
    calm = calm_run(SPEC, build)
    assert calm.outcome == "pass"
    plans = []
    for point in range(1, calm.points, every):
        second = (point + again,) if again else ()
        plans.append(Crashes((point, *second)))
    yield from try_crashes(calm, build, plans)


def lost(found: Iterable[CrashTrial]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.spec.replay_command(), one.differences) for one in found if not one.survived]


def test_the_reference_ends_with_the_same_books_wherever_it_crashes() -> None:
    assert lost(trials(Reference, every=499)) == []


@pytest.mark.parametrize("again", [20, 60])
def test_a_second_crash_in_the_recovery_changes_nothing(again: int) -> None:
    assert lost(trials(Reference, every=1801, again=again)) == []


def test_who_acknowledges_before_it_stores_is_found() -> None:
    assert any(not trial.survived for trial in trials(AcksBeforeCommit, every=101))


def test_a_run_with_a_crash_is_repeatable() -> None:
    calm = calm_run(SPEC, Reference)
    plan = [Crashes((1500, 1600))]
    first, second = (next(try_crashes(calm, partial(Reference), plan)) for _ in range(2))
    assert first == second
    assert "--crash-at 1500,1600" in first.spec.replay_command()


@pytest.mark.slow
def test_one_point_in_eleven_of_a_day() -> None:
    assert lost(trials(Reference, every=11)) == []
