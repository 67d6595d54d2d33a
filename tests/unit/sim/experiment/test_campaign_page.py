"""The page of campaigns says what was found, and of a cell that was not run nothing."""

from __future__ import annotations

from dataclasses import replace

from sim.experiment.campaign import Leg, Tried
from sim.experiment.campaign_page import Suite, Told, campaign_page

PASSED = Tried("testbed run a", "pass", (), 2000, 300, 1.0, "0123456789ab", "abc1234")
FAILED = replace(PASSED, replay="testbed run b", outcome="fail", said=("loss: 1",))
UNKNOWN = replace(PASSED, replay="testbed run c", outcome="unknown", said=("met none",))


def told(run: Tried | None, faults: str = "F01@mild", circumstance: str = "C01") -> Told:
    return Told(Leg("ordinary_day", faults, 0.01), circumstance, run)


def test_a_suite_without_failures_is_given_with_its_bound() -> None:
    legs = [told(PASSED), told(replace(PASSED, commit="def5678"))]
    page = campaign_page([Suite("turns", legs, 3)])
    assert "| `turns` | 2 | 2 | 0 | 0 | 600 | 4,000 | 77.64% | 3 | abc1234, def5678 |" in page
    assert "Nothing." in page
    assert "circumstance" not in page


def test_what_did_not_pass_is_told_with_its_command_and_no_bound() -> None:
    page = campaign_page([Suite("turns", [told(PASSED), told(FAILED), told(UNKNOWN)], 0)])
    assert "| `turns` | 3 | 1 | 1 | 1 | 900 | 6,000 |  | 0 | abc1234 |" in page
    assert "- fail: `testbed run b`: loss: 1" in page
    assert "- unknown: `testbed run c`: met none" in page


def test_the_table_tells_what_passed_was_not_run_and_cannot_be() -> None:
    cells = [told(PASSED), told(None, circumstance="C02"), told(UNKNOWN, "F36@mild", "C02")]
    page = campaign_page([Suite("cells", cells, 0)])
    assert "| fault | C01 | C02 |" in page
    assert "| `F01@mild` | ● |  |" in page
    assert "| `F36@mild` | – | ? |" in page


def test_a_run_of_many_faults_tells_of_each_that_met_something() -> None:
    idle = "fault F03#2 was switched on, but no key was seen to meet it"
    run = replace(UNKNOWN, said=(idle,))
    plan = "F01@mild+F02@harsh@8-12+F03@rough"
    page = campaign_page([Suite("cells", [told(run, plan)], 0)])
    assert "| `F01@mild` | ● |" in page
    assert "| `F02@harsh` | ● |" in page
    assert "| `F03@rough` | ? |" in page


def test_other_suites_tell_of_cells_as_well_and_a_failure_is_shown_whatever_passed() -> None:
    suites = [
        Suite("pairs", [told(PASSED, "F01@mild+F02@mild"), told(FAILED, "F02@mild")], 0),
        Suite("turns", [told(PASSED, "rough_day")], 0),
        Suite("cells", [told(None, "F01@mild"), told(None, "F03@mild")], 0),
    ]
    page = campaign_page(suites)
    assert "| `F01@mild` | ● |" in page
    assert "| `F02@mild` | ✗ |" in page
    assert "| `F03@mild` |  |" in page
    assert "rough_day" not in page
