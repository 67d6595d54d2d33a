"""Objectives are read with their units, refused with the nearest name, and met by what is known."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.settings import SettingsError
from sim.plugins import UnknownName
from sim.study.capacity.objectives import (
    check_known,
    default_objectives,
    read_objective,
    read_objectives,
)

MINUTE_S = 60.0


@pytest.mark.parametrize(
    ("text", "limit", "title"),
    [
        ("latency_usage_p95<=900", 900.0, "usage to charge, p95 ≤ 15 min"),
        ("latency_usage_p95 <= 15min", 900.0, "usage to charge, p95 ≤ 15 min"),
        ("latency_usage_p95<2h", 7200.0, "usage to charge, p95 < 2 h"),
        ("lost_silently<=0", 0.0, "documents lost silently ≤ 0"),
        ("manual_hours<=1d", 24.0, "manual work ≤ 24 h"),
        ("variance_at_end<=5$", 500.0, "money apart at the end ≤ $5"),
        ("latency/p95_s/P07<=1h", 3600.0, "latency/p95_s/P07 ≤ 1 h"),
        ("transaction_success/share/P09<1%", 0.01, "transaction_success/share/P09 < 1.0%"),
        ("mttr/mean_s/reconcile/faults<=1h", 3600.0, "mttr/mean_s/reconcile/faults ≤ 1 h"),
    ],
)
def test_an_objective_is_told_in_the_unit_of_its_figure(
    text: str, limit: float, title: str
) -> None:
    found = read_objective(text)
    assert (found.limit, found.title) == (limit, title)


def test_at_most_holds_at_the_limit_and_below_does_not() -> None:
    assert read_objective("duplicates<=2").holds(2.0)
    assert not read_objective("duplicates<2").holds(2.0)


def test_what_nobody_can_show_was_not_met() -> None:
    assert not read_objective("latency_usage_p95<=900").holds(float("nan"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("latency_usage_p95", "expected FIGURE<=NUMBER"),
        ("latency_usage_p95>=3", "expected FIGURE<=NUMBER"),
        ("lost_silently<=none", "expected FIGURE<=NUMBER"),
        ("lost_silenty<=0", "did you mean 'lost_silently'"),
        ("latancy/p95_s/P09<=1", "did you mean 'latency'"),
        ("duplicates<=3min", "in count: expected no unit or one of: none; got 'min'"),
        ("latency_usage_p95<=3%", "expected no unit or one of: s, min, h, d"),
    ],
)
def test_another_form_is_refused_with_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_objective(text)


def test_one_figure_has_one_objective() -> None:
    with pytest.raises(SettingsError, match="expected one objective for it"):
        read_objectives(["duplicates<=3", "duplicates<=0"])


def test_the_default_is_the_deadline_that_the_flow_declares_and_nothing_lost_or_doubled() -> None:
    limits = {one.name: one.limit for one in read_objectives(())}
    assert limits == {
        "latency_usage_p95": 15 * MINUTE_S,
        "lost": 0.0,
        "lost_silently": 0.0,
        "duplicates_standing": 0.0,
    }
    assert default_objectives() == read_objectives(())


def test_a_column_that_no_run_has_is_refused_with_the_nearest_address() -> None:
    measures = pd.DataFrame([("latency", "p95_s", "P09")], columns=["measure", "column", "item"])
    check_known(read_objectives(["latency/p95_s/P09<=900", "duplicates<=0"]), measures)
    with pytest.raises(UnknownName, match="latency/p95_s/P09"):
        check_known(read_objectives(["latency/p95_s/P99<=900"]), measures)
