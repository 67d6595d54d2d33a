"""P16 feeds and P18 projects in whole runs of the reference alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

CALM = Parameters(feed_faulty_share=0.0, feed_resent_share=0.0)
ROUGH = Parameters(feed_faulty_share=0.4, feed_resent_share=0.4)
BUILDING = Parameters(ROUGH | {"projects_per_bed_year": 20.0})
FEEDS = ("feeds",)
MONTH_END = date(2026, 4, 29)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_every_batch_is_posted_once_and_spoilt_files_go_back(faults: str) -> None:
    found = judged(FEEDS, faults=faults, parameters=ROUGH)
    assert outcomes(found) == {}
    owed = states(found, "P16")
    assert owed["erp.journal_batch met"] >= 8
    assert owed["feeds.rejection met"] >= 4
    assert all(state.endswith(" met") for state in owed)
    assert set(effects(found, "erp.journal_batch").values()) == {1}
    assert not found.history.world["f"].eq("refused").any()


def test_a_spoilt_batch_is_posted_under_its_own_number_once_it_is_corrected() -> None:
    found = judged(FEEDS, parameters=ROUGH)
    faulty = {k for k in effects(found, "feeds.faulty_file") if not k.startswith("ASSETS/")}
    corrected = faulty & set(effects(found, "feeds.journal_batch"))
    assert corrected
    assert corrected <= set(effects(found, "erp.journal_batch"))


def test_assets_are_put_in_service_and_written_off_at_the_month_end() -> None:
    found = judged(FEEDS, parameters=CALM, first_day=MONTH_END)
    assert outcomes(found) == {}
    assert states(found, "P16")["erp.depreciation met"] >= 2
    assert states(found, "P16")["erp.asset met"] >= 3
    assert states(found, "P18")["erp.asset met"] >= 2


def test_a_project_is_ordered_received_billed_and_capitalised_at_its_cost() -> None:
    found = judged(FEEDS, scale=0.005, faults="rough_day", parameters=BUILDING, days=24)
    assert outcomes(found) == {}
    owed = states(found, "P18")
    assert owed["erp.project_line met"] >= 15
    assert owed["erp.project_cost met"] >= 100
    assert owed["erp.asset met"] >= 8
    assert all(state.endswith(" met") for state in owed)
