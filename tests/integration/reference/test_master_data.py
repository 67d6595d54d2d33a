"""P02 items, P17 references and budgets in whole runs of the reference alone."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

SPOILT = Parameters(feed_faulty_share=1.0, feed_resent_share=0.5)
TWICE = Parameters(feed_faulty_share=0.0, feed_resent_share=1.0)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_every_change_is_known_in_its_last_version_where_it_is_used(faults: str) -> None:
    found = judged(("master_data",), faults=faults)
    assert outcomes(found) == {}
    references, items = states(found, "P17"), states(found, "P02")
    assert references["procurement.reference met"] >= 6
    assert references["inventory.reference met"] >= 4
    assert references["billing.reference met"] >= 3
    assert items["procurement.item met"] == items["inventory.item met"] >= 5
    assert items["billing.item met"] >= 1
    assert all(state.endswith(" met") for state in (*references, *items))


def test_a_budget_that_is_sent_twice_is_loaded_once() -> None:
    found = judged(("planning",), parameters=TWICE)
    assert outcomes(found) == {}
    assert set(states(found, "P17")) == {"erp.budget met"}
    loaded = effects(found, "erp.budget")
    assert {key.split("/")[1] for key in loaded} == {"1", "2"}
    assert set(loaded.values()) == {1}


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_a_spoilt_budget_goes_back_and_comes_again_corrected(faults: str) -> None:
    found = judged(("planning",), faults=faults, parameters=SPOILT)
    assert outcomes(found) == {}
    owed = states(found, "P17")
    assert owed["planning.rejection met"] >= 1
    assert owed["erp.budget met"] >= 100
    assert not found.history.world["f"].eq("refused").any()
