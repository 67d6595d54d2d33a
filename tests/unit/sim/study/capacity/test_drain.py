"""A backlog is what an outage adds, and its drain is held against the formula for a fluid."""

from __future__ import annotations

from math import inf, isnan

import pandas as pd
import pytest

from sim.experiment.settings import SettingsError
from sim.faults.f01_duplicate import Duplicate
from sim.faults.f46_outage import Outage as Away
from sim.study.capacity.drain import (
    Outage,
    arrivals_per_h,
    closed_form,
    drained,
    excess,
    fluid_drain_h,
    hit_flows,
    outage_of,
)
from sim.study.tables import STEP_S

A_WINDOW = 10
"""Documents that arrive in five minutes: 120 an hour."""
TWO_HOURS = Outage("F46@2-4", 2.0, 4.0)


def table(done_by_window: list[int]) -> pd.DataFrame:
    """As the table `waiting`: steady arrivals for eight hours, done as told."""
    windows = range(len(done_by_window))
    arrived = [A_WINDOW if n < 96 else 0 for n in windows]
    t_s = [float(n * STEP_S) for n in windows]
    return pd.DataFrame({"flow": "P09", "t_s": t_s, "arrived": arrived, "done": done_by_window})


def calm() -> pd.DataFrame:
    """Each document is done in the window in which it came."""
    return table([A_WINDOW] * 96)


def hit(per_window: int) -> pd.DataFrame:
    """Nothing is done from hour 2 to 4, then so many in each window until all is done."""
    done, waiting = [], 0
    for n in range(144):
        waiting += A_WINDOW if n < 96 else 0
        able = 0 if 24 <= n < 48 else A_WINDOW if n < 24 else per_window
        done.append(min(able, waiting))
        waiting -= done[-1]
    return table(done)


def test_the_formula_is_arrivals_times_outage_over_what_is_to_spare() -> None:
    assert closed_form(120.0, 360.0, 2.0) == (240.0, 1.0)
    assert closed_form(120.0, 120.0, 2.0) == (240.0, inf)
    assert closed_form(0.0, 0.0, 2.0) == (0.0, 0.0)


@pytest.mark.parametrize("per_window", [15, 20, 30])
def test_a_steady_queue_drains_as_the_formula_says(per_window: int) -> None:
    found = drained(excess(hit(per_window), calm()), TWO_HOURS)
    backlog, hours = closed_form(120.0, per_window * 12.0, 2.0)
    assert found["peak"] == backlog
    assert found["peak_h"] == 4.0
    # Over when a twentieth is left, to the window.
    assert hours * 0.95 - STEP_S / 3600.0 <= found["drain_h"] <= hours


def test_a_fluid_of_steady_arrivals_drains_as_the_formula_says() -> None:
    hours = fluid_drain_h(calm(), ["P09"], TWO_HOURS, 360.0)
    assert closed_form(120.0, 360.0, 2.0)[1] == 1.0
    assert 0.95 <= hours <= 1.0


def test_a_fluid_drains_sooner_where_fewer_documents_come_after_the_outage() -> None:
    evening = calm().assign(arrived=[A_WINDOW if n < 48 else 0 for n in range(96)])
    assert fluid_drain_h(evening, ["P09"], TWO_HOURS, 130.0) < 2.0
    assert closed_form(120.0, 130.0, 2.0)[1] == 24.0


def test_a_fluid_never_drains_where_nothing_can_be_done() -> None:
    assert fluid_drain_h(calm(), ["P09"], TWO_HOURS, 0.0) == inf


def test_what_waits_without_an_outage_is_no_backlog() -> None:
    slow = table([0] * 6 + [A_WINDOW] * 90)
    assert excess(slow, slow).to_numpy().max() == 0.0
    found = drained(excess(slow, slow), TWO_HOURS)
    assert (found["peak"], found["drain_h"]) == (0.0, 0.0)


def test_a_backlog_that_still_waits_at_the_end_has_no_drain_time() -> None:
    lost = hit(A_WINDOW)
    assert isnan(drained(excess(lost[lost["t_s"] < 6 * 3600.0], calm()), TWO_HOURS)["drain_h"])


def test_flows_that_the_outage_did_not_touch_do_not_arrive_in_the_formula() -> None:
    other = calm().assign(flow="P04")
    more = excess(pd.concat([hit(20), other]), pd.concat([calm(), other]))
    assert hit_flows(more, TWO_HOURS) == ["P09"]
    both = pd.concat([calm(), other])
    assert arrivals_per_h(both, ["P09"], TWO_HOURS) == 120.0


def test_an_outage_needs_a_fault_with_an_end() -> None:
    assert outage_of("F46@9-11", [Away(from_h=9, until_h=11)]).hours == 2.0
    with pytest.raises(SettingsError, match="it never ends"):
        outage_of("F01", [Duplicate()])
    with pytest.raises(SettingsError, match="expected a fault"):
        outage_of("none", [])
