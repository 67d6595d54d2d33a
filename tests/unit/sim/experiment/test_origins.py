"""Where orders and receipts begin is a setting of scenario and run, refused when unknown."""

from __future__ import annotations

from datetime import date

import pytest

from sim.cli import RunRequest, build_spec
from sim.experiment.scenario import Scenario
from sim.experiment.spec import RunSpec
from sim.plugins import UnknownName
from sim.world.origins import Origins

SCENARIO = Scenario(
    name="quiet",
    circumstance="C01",
    title="Quiet",
    first_day=date(2026, 4, 14),
    days=1,
    expects={},
    origins=Origins(orders="erp"),
)


def test_a_run_goes_by_its_scenario_unless_it_was_asked_otherwise() -> None:
    assert RunSpec(SCENARIO, "x").origins == ("erp", "inventory")
    asked = RunSpec(SCENARIO, "x", order_origin="procurement", receipt_origin="erp")
    assert asked.origins == ("procurement", "erp")


def test_the_replay_command_names_origins_that_were_asked_for() -> None:
    asked = RunSpec(SCENARIO, "x", order_origin="procurement", receipt_origin="erp")
    assert "--order-origin procurement --receipt-origin erp" in asked.replay_command()
    assert "origin" not in RunSpec(SCENARIO, "x").replay_command()


def test_an_unknown_origin_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownName, match="inventory"):
        build_spec(RunRequest("ordinary_day", "reference", receipt_origin="inventry"))
    with pytest.raises(UnknownName, match="procurement"):
        build_spec(RunRequest("ordinary_day", "reference", order_origin="procurment"))
