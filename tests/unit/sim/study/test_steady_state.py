"""A warm-up is that of the slowest, the same for all, and none where a scenario has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from scenarios import SCENARIOS
from scenarios.acquisition import PACKAGE
from scenarios.soak import SOAK
from sim.experiment.scenario import Scenario, with_package
from sim.plugins import load
from sim.study.figures import FIGURES
from sim.study.steady_state import SINCE, cut, find_warm_up, latency_by_day
from tests.unit.sim.history_builder import DAY, Story

DAYS = 120


def settling(slow_days: int, level_s: float, days: int = DAYS) -> list[float]:
    """Ten times as slow for some days, then the same up and down for ever."""
    return [level_s * (10 if day < slow_days else 1) + 0.2 * (-1) ** day for day in range(days)]


def table(series: Sequence[float], name: str, flow: str = "P09") -> pd.DataFrame:
    lines = [
        {"run": f"{name}-1", "integration": name, "flow": flow, "day": day, "mean_s": mean_s}
        | {"n_of_day": 4, **dict.fromkeys(SINCE, float(day))}
        for day, mean_s in enumerate(series)
    ]
    return pd.DataFrame(lines)


def test_the_slowest_integration_decides_for_all() -> None:
    quick, slow = table(settling(40, 1.0), "quick"), table(settling(10, 9.0), "slow")
    found = find_warm_up(pd.concat([quick, slow]))
    assert found.from_day == 10
    assert "10 days by P09 of slow" in found.told


def test_of_two_flows_the_longer_warm_up_is_cut() -> None:
    both = [table(settling(10, 1.0), "one"), table(settling(25, 1.0), "one", "P07")]
    assert find_warm_up(pd.concat(both)).from_day == 25


def test_a_run_too_short_for_the_rule_is_not_cut_and_that_is_said() -> None:
    found = find_warm_up(table(settling(3, 1.0, days=12), "one"))
    assert found.from_day == 0
    assert "P09 of one has 12 of the 50 days" in found.told


def test_a_series_that_never_settles_is_not_cut_and_that_is_said() -> None:
    rising = [float(day**2) for day in range(DAYS)]
    found = find_warm_up(table(rising[::-1], "one"))
    assert found.from_day == 0
    assert "had not settled by the middle" in found.told


def test_days_without_documents_are_no_days_of_the_series() -> None:
    lines = table(settling(10, 1.0), "one")
    lines.loc[lines["day"] % 7 == 6, ["n_of_day", "mean_s"]] = [0, np.nan]
    assert 10 <= find_warm_up(lines).from_day <= 15


def test_a_cut_takes_speed_from_that_day_on_and_leaves_the_rest() -> None:
    columns = ["run", "measure", "item", "column", "value"]
    whole = [
        ("one-1", "latency", "P09", "p95_s", 99.0),
        ("one-1", "duplicates", "", "d_gross", 2.0),
    ]
    found = cut(pd.DataFrame(whole, columns=columns), table(settling(10, 1.0), "one"), 10)
    assert FIGURES["latency_usage_p95"].of(found).to_dict() == {"one-1": 10.0}
    assert FIGURES["duplicates"].of(found).to_dict() == {"one-1": 2.0}


def test_an_effect_goes_with_its_trigger_however_late_it_came() -> None:
    story = Story()
    story.owe("early", 10, flow="P09", f="billing.charge")
    story.owe("late", DAY + 10, flow="P09", f="billing.charge")
    story.effect("late", DAY + 40, flow="P09", f="billing.charge")
    story.effect("early", DAY + 50, flow="P09", f="billing.charge")
    found = latency_by_day(story.end(2 * DAY)).set_index("day")
    assert found["n"].to_dict() == {0: 2.0, 1: 1.0}
    assert found["max_observed_s"].to_dict() == {0: DAY + 40.0, 1: 30.0}
    assert found["mean_s"].to_dict() == {0: DAY + 40.0, 1: 30.0}


def test_the_year_alone_is_steady_and_with_a_package_it_is_not() -> None:
    loaded: list[Scenario] = [load(place, "scenario") for place in SCENARIOS.values()]
    assert [one.name for one in loaded if one.is_steady] == ["soak"]
    assert not with_package(SOAK, PACKAGE).is_steady


@pytest.mark.parametrize("flows", [[], ["P01"]])
def test_without_the_flows_that_are_judged_nothing_is_cut(flows: list[str]) -> None:
    lines = [table(settling(10, 1.0), "one", flow) for flow in flows]
    empty = table([], "one").reindex(columns=["flow", "n_of_day", "integration", "mean_s", "day"])
    found = find_warm_up(pd.concat(lines) if lines else empty)
    assert found.from_day == 0
    assert "no run has a latency of P09 or P07" in found.told
