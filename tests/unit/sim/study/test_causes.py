"""What the money apart is made of adds up to what is apart, and says when nothing is left over."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.study.causes import WITHOUT_TOTAL, by_cause
from sim.study.figures import FIGURES

LINES = [
    ("a-1", "variance_outstanding", "erp>procurement/H01/2026-04/missing", "usd_days", 10.0),
    ("a-1", "variance_outstanding", "inventory>erp/H02/2026-04/in_flight", "usd_days", 4.0),
    ("a-2", "variance_outstanding", "inventory>erp///missing", "usd_days", 2.0),
    ("a-2", "variance_causes", "inventory>erp///missing", "minor", 700.0),
    ("a-2", "variance_causes", "inventory>erp///missing", "units", 1.0),
    ("a-2", "variance_causes", "inventory>erp/H01/2026-04/period", "minor", 90.0),
    ("a-1", "variance_rates", "all", "v_abs_minor", 0.0),
    ("a-2", "variance_rates", "inventory>erp", "v_abs_minor", 700.0),
    ("a-2", "variance_rates", "all", "v_abs_minor", 700.0),
    ("b-1", "variance_rates", "all", "v_abs_minor", 0.0),
    ("c-1", "variance_outstanding", "inventory>erp///missing", "usd_days", 5.0),
]
MEASURES = pd.DataFrame(LINES, columns=["run", "measure", "item", "column", "value"])
RUNS = pd.DataFrame(
    [("a-1", "a", "fail"), ("a-2", "a", "fail"), ("b-1", "b", "pass"), ("c-1", "a", "crashed")],
    columns=["run", "integration", "outcome"],
)


def of(integration: str) -> pd.DataFrame:
    found = by_cause(RUNS, MEASURES)
    return found[found["integration"] == integration].set_index("cause")


def test_over_time_the_causes_add_up_to_the_figure() -> None:
    runs = MEASURES[MEASURES["run"].str.startswith("a")]
    expected = FIGURES["variance_dollar_days"].of(runs).mean()
    assert of("a")["usd_days"].sum() == pytest.approx(expected) == 8.0


def test_at_the_end_all_causes_but_the_period_add_up_to_the_figure() -> None:
    runs = MEASURES[MEASURES["run"].str.startswith("a")]
    expected = FIGURES["variance_at_end"].of(runs).mean()
    own = of("a")
    assert own.drop(index=list(WITHOUT_TOTAL))["end_minor"].sum() == expected == 350.0
    assert own.loc["period", "end_minor"] == 45.0


def test_what_was_never_apart_is_zero_and_not_left_out() -> None:
    assert of("b")["usd_days"].tolist() == [0.0] * len(of("a"))


def test_nothing_unexplained_is_a_line_of_its_own() -> None:
    (line,) = of("a").loc[["unexplained"]].to_dict("records")
    assert (line["usd_days"], line["end_minor"], line["end_units"]) == (0.0, 0.0, 0.0)


def test_the_end_counts_each_pair_once_although_their_sum_is_a_line_too() -> None:
    assert FIGURES["variance_at_end"].of(MEASURES)["a-2"] == 700.0
