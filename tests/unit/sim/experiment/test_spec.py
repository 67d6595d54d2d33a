"""The specification of a run: its replay command and the obligations it must have made."""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario
from sim.experiment.spec import RunSpec
from sim.faults.f03_lost import RequestLost

SCENARIO = Scenario(
    "quiet",
    "C01",
    "A quiet day",
    date(2026, 4, 1),
    1,
    expects={"P09": 100, "P13": 1},
    faults=(RequestLost(probability=0.1),),
)


def test_the_replay_command_names_all_that_differs_from_the_defaults() -> None:
    plain = RunSpec(SCENARIO, "reference", seed=7, scale=0.5)
    assert plain.replay_command() == (
        "testbed run quiet --integration reference --seed 7 --scale 0.5"
    )
    special = RunSpec(
        SCENARIO,
        "my:Own",
        arm="asgi",
        fault_plan="rough_day",
        parameters={"spike": 2.0},
        settings={"retry": 3},
    )
    for part in ("--faults rough_day", "--arm asgi", "--set world.spike=2", "integration.retry=3"):
        assert part in special.replay_command()


def test_a_smaller_group_must_make_proportionally_fewer_obligations() -> None:
    assert RunSpec(SCENARIO, "x", scale=0.01).expected_obligations() == {"P09": 50, "P13": 1}
    assert RunSpec(SCENARIO, "x", scale=1.0).expected_obligations() == {"P09": 100, "P13": 1}


def test_the_scenarios_own_faults_come_first() -> None:
    plan = RequestLost(probability=0.5)
    assert RunSpec(SCENARIO, "x", faults=(plan,)).all_faults == (*SCENARIO.faults, plan)
