"""S15: the trouble that the world planted in its masters is told to a steward, once."""

from __future__ import annotations

import pandas as pd

from tests.couriers.house import outcomes
from tests.integration.reference.runs import judged


def doubts() -> pd.DataFrame:
    found = judged(("analytics",), days=3)
    assert outcomes(found) == {}
    items = found.history.items
    return items[items["type"] == "master_data_doubt"]


def test_stewards_hear_of_drift_and_of_duplicates_with_the_reason() -> None:
    told = doubts().groupby(["flow"])["reason"].first()
    assert "same tax number" in told["P01"]
    assert "in inventory" in told["P02"]
    assert set(doubts()["owner"]) == {"master data desk"}


def test_a_doubt_is_told_on_one_night_only() -> None:
    told = doubts()
    assert len(told) > 5
    assert not told.duplicated(["business_key", "flow", "item_id"]).any()
    nights = told["item_id"].astype(str).str.rpartition("/")[[0, 2]]
    assert not nights.drop_duplicates().duplicated([0]).any()
