"""F22: the reference survives a crash at any point, a mutant does not (a slice of all points)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pkgutil import resolve_name

import pytest

from integration_under_test.faulty.acks_before_commit import AcksBeforeCommit
from integration_under_test.reference import Reference
from scenarios.flow_slices import SLICES
from sim.cli import RunRequest, build_spec, new_integration
from sim.cli.crash import flow_slices
from sim.experiment.crash_attempts import Flow, Tried, attempt, attempts
from sim.experiment.crash_flows import (
    Again,
    CrashPlan,
    Slice,
    first_crashes,
    read_flow,
    second_crashes,
)
from sim.experiment.crash_points import Build, CrashTrial, calm_run, try_crashes
from sim.host import Crashes
from sim.obligations import FLOWS

CALM = partial(new_integration, "reference")
ALL = [
    pytest.param(part, id=f"{name}-{n}")
    for name in SLICES
    for n, part in enumerate(flow_slices((name,), RunRequest("", "reference")))
]
"""Every slice of every flow."""
SPEC = build_spec(RunRequest("ordinary_day", "reference", scale=0.002))


def trials(build: Build, every: int) -> Iterator[CrashTrial]:
    calm = calm_run(SPEC, build)
    assert calm.outcome == "pass"
    plans = [Crashes((point,)) for point in range(1, calm.points, every)]
    yield from try_crashes(calm, build, plans)


def lost(found: Iterable[CrashTrial]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.spec.replay_command(), one.differences) for one in found if not one.survived]


def flow_in(part: Slice) -> Flow:
    flow = read_flow(part, CALM)
    assert flow is not None
    assert flow.calm.outcome == "pass"
    return flow


def first_of(name: str) -> Flow:
    return flow_in(next(flow_slices((name,), RunRequest("", "reference"))))


def tried(flow: Flow, plan: CrashPlan) -> list[Tried]:
    with attempts(plan.jobs) as make:
        first = list(make(first_crashes(flow, plan)))
        return [*first, *make(second_crashes(first, plan))]


def test_the_reference_ends_with_the_same_books_wherever_it_crashes() -> None:
    assert lost(trials(Reference, every=1499)) == []


@pytest.mark.parametrize(("name", "every"), [("P05", 29), ("P06", 19), ("P09", 10)])
def test_a_document_of_a_flow_survives_a_crash_at_its_points(name: str, every: int) -> None:
    assert lost(one.trial for one in tried(first_of(name), CrashPlan(every))) == []


def test_a_second_crash_in_the_recovery_changes_nothing() -> None:
    found = tried(first_of("P09"), CrashPlan(30, Again.ENDS))
    assert any(len(one.attempt.points) == 2 for one in found)
    assert lost(one.trial for one in found) == []


def test_who_acknowledges_before_it_stores_is_found() -> None:
    assert any(not trial.survived for trial in trials(AcksBeforeCommit, every=101))


def test_several_processes_find_the_same_in_the_same_order() -> None:
    flow = first_of("P09")
    alone, shared = (tried(flow, CrashPlan(29, jobs=jobs)) for jobs in (1, 2))
    assert [(one.trial, one.recovery) for one in alone] == [
        (one.trial, one.recovery) for one in shared
    ]


def test_a_branch_of_a_run_ends_as_a_run_of_its_own() -> None:
    """Where it crashes at a point, and where it stands for a crash at an earlier one. Meanwhile the
    vendors are asked, one after the other, for events that they gave up."""
    flow = first_of("P09")
    vendors = len({one.system for one in Reference.subscriptions})
    found = tried(flow, CrashPlan())
    like_others = [one for one in found if one.crash != one.attempt.points[-1]]
    assert 5 < len(found) - len(like_others) < 15 + vendors
    for one in (found[0], found[-1], *like_others[::5]):
        alone = attempt(one.attempt)
        assert (alone.trial, alone.recovery) == (one.trial, one.recovery)


def test_a_run_with_a_crash_is_repeatable() -> None:
    calm = calm_run(SPEC, Reference)
    plan = [Crashes((1500, 1600))]
    first, second = (next(try_crashes(calm, partial(Reference), plan)) for _ in range(2))
    assert first == second
    assert "--crash-at 1500,1600" in first.spec.replay_command()


@pytest.mark.slow
@pytest.mark.parametrize("part", ALL)
def test_every_point_of_a_document_of_every_flow_and_of_its_recoveries(part: Slice) -> None:
    flow = flow_in(part)
    every = 29 if part.flow == "P14" else 1  # the files of a site are long
    with attempts(1) as make:
        once = list(make(first_crashes(flow, CrashPlan())))
        assert lost(one.trial for one in once) == []
        twice = make(second_crashes(once, CrashPlan(every, Again.ENDS)))
        assert lost(one.trial for one in twice) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SLICES)
def test_the_documents_of_a_flow_meet_every_kind_of_effect_that_it_owes(name: str) -> None:
    flows = [flow_in(part) for part in flow_slices((name,), RunRequest("", "reference"))]
    met = {kind for flow in flows for kind, _ in flow.document.effects}
    assert met == {duty.target for duty in resolve_name(FLOWS[name]).duties}


@pytest.mark.slow
def test_one_point_in_eleven_of_a_day() -> None:
    assert lost(trials(Reference, every=11)) == []
