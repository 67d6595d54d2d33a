"""P19 in whole runs of the plain reference: each night's cut of the books is loaded once."""

from __future__ import annotations

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged

PARTIES = ("analytics",)


def test_every_day_of_every_book_is_loaded_once() -> None:
    found = judged(PARTIES)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P19")
    assert set(owed) == {"analytics.day_loaded met"}
    loaded = effects(found, "analytics.day_loaded")
    assert set(loaded.values()) == {1}
    assert len(loaded) == owed.total() > 4
    assert {key.partition("/")[0] for key in loaded} == {"erp", "billing", "inventory"}


def test_a_rough_day_neither_loses_a_batch_nor_counts_it_twice() -> None:
    found = judged(PARTIES, faults="rough_day")
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    loaded = effects(found, "analytics.day_loaded")
    assert set(loaded.values()) == {1}
    assert loaded == effects(judged(PARTIES), "analytics.day_loaded")
