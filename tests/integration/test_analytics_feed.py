"""S17 and P19 in whole runs: each night's cut of the books is in the warehouse by six."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.couriers.analytics import AnalyticsCourier
from tests.couriers.house import effects, outcomes, serve, states


class DropsOne(AnalyticsCourier):
    """Loses the last charge of each batch; its control figures are made of what is left."""

    async def load(self, feed: str, table: str, day: str, facts: dict[str, Any]) -> None:
        if table == "charge":
            facts = {gln: rows[:-1] for gln, rows in facts.items() if len(rows) > 1}
        await super().load(feed, table, day, facts)


class LoadsTwice(AnalyticsCourier):
    """Takes another batch id for each attempt, and attempts twice."""

    async def send(self, batch: dict[str, Any]) -> None:
        await super().send(batch)
        if batch["table"] == "usage":
            await super().send({**batch, "batch_id": f"{batch['batch_id']}-again"})


class WrongHospital(AnalyticsCourier):
    """Maps every business unit to the first."""

    async def load(self, feed: str, table: str, day: str, facts: dict[str, Any]) -> None:
        if table == "journal":
            rows = [row for gln in sorted(facts) for row in facts[gln]]
            facts = {min(facts): rows}
        await super().load(feed, table, day, facts)


def test_every_day_of_every_book_is_loaded_once() -> None:
    found, _ = serve((AnalyticsCourier,), ("analytics",))
    assert outcomes(found) == {}
    assert found.verdict.outcome == "pass"
    owed = states(found, "P19")
    assert set(owed) == {"analytics.day_loaded met"}
    loaded = effects(found, "analytics.day_loaded")
    assert sum(loaded.values()) == owed.total()
    assert {key.partition("/")[0] for key in loaded} == {"erp", "billing", "inventory"}


def test_without_the_data_office_nothing_is_cut() -> None:
    found, _ = serve((AnalyticsCourier,), ())
    assert states(found, "P19") == Counter()
    assert effects(found, "erp.day_cut") == Counter()


def test_a_dropped_transaction_is_a_variance_and_breaks_the_condition() -> None:
    found, _ = serve((DropsOne,), ("analytics",))
    failed = outcomes(found)
    assert failed.keys() == {"variance", "consistency"}
    assert "K146" in _broken(found)


def test_a_day_loaded_under_two_batch_ids_is_a_duplicate() -> None:
    found, _ = serve((LoadsTwice,), ("analytics",))
    assert {"duplicates", "variance", "consistency"} == outcomes(found).keys()
    assert {"K147", "K148"} <= _broken(found)


def test_journals_under_the_wrong_hospital_are_lost_there_and_too_many_here() -> None:
    found, _ = serve((WrongHospital,), ("analytics",))
    assert {"loss", "variance", "consistency"} <= outcomes(found).keys()
    assert "K145" in _broken(found)


def _broken(found: Any) -> set[str]:
    finding = found.verdict.finding("consistency")
    return {evidence.key for evidence in finding.evidence}
