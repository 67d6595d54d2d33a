"""A swarm is the same whatever its budget, stays in its range, and is worth its name."""

from __future__ import annotations

from itertools import islice

from scenarios.fault_plans import PLANS
from sim.experiment.swarm import MOST_FAULTS, Range, swarm
from sim.faults.compose import read_plan

RANGE = Range("ordinary_day", "reference", 0.005, ("F01", "F02", "F03", "F04", "F09", "F10"))


def test_a_trial_does_not_depend_on_the_budget() -> None:
    assert list(swarm(RANGE, 5)) == list(islice(swarm(RANGE, 50), 5))


def test_every_plan_can_be_read_and_draws_from_the_named_faults_once() -> None:
    for trial in swarm(RANGE, 100):
        names = [fault.id for fault in read_plan(trial.plan, PLANS)]
        assert set(names) <= set(RANGE.faults)
        assert names == sorted(set(names))
        assert len(names) <= MOST_FAULTS


def test_a_hundred_trials_meet_every_fault_none_and_many_at_once() -> None:
    trials = list(swarm(RANGE, 100))
    met = {part.split("@")[0] for trial in trials for part in trial.faults}
    assert met == set(RANGE.faults)
    assert {len(trial.faults) for trial in trials} == set(range(MOST_FAULTS + 1))
    assert len({trial.seed for trial in trials}) == 100
