"""The repricing wave of 1 January (C05): it is one, and the reference carries it over."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pandas as pd

from integration_under_test.reference import Reference
from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run

DAY_US = 86_400_000_000
NEW_YEARS_EVE, FIRST_OFFICE_DAY = 3, 7
"""Days of the run: 31 December 2026, 4 January 2027."""


@lru_cache
def wave() -> Judged:
    spec = build_spec(RunRequest("contract_repricing", "reference", scale=0.005))
    return run(spec, Reference(), None)


def activations() -> pd.DataFrame:
    effects = wave().history.effects
    return effects[effects["f"] == "contracts.activation"]


def test_the_reference_passes() -> None:
    found = wave().verdict
    assert found.outcome == "pass", [f.summary for f in found.findings if f.outcome != "pass"]


def test_most_contracts_are_repriced_and_most_of_them_before_new_year() -> None:
    days = Counter((activations()["t_us"] // DAY_US).tolist())
    early = sum(n for day, n in days.items() if day <= NEW_YEARS_EVE)
    late = sum(n for day, n in days.items() if day >= FIRST_OFFICE_DAY)
    assert early > late > 0
    assert days[NEW_YEARS_EVE] > days[0]


def test_every_price_of_every_version_reaches_its_target() -> None:
    owed = match(wave().history).obligations
    prices = owed[owed["flow"] == "P03"]
    assert set(prices["f"].astype(str)) == {
        "erp.price_condition",
        "procurement.catalogue_price",
        "billing.supply_cost",
    }
    assert set(prices["state"].astype(str)) == {"met"}
