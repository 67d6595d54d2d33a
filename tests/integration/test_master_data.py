"""References (P17) and items (P02) of the ERP (S01) reach procurement, inventory and billing."""

from __future__ import annotations

from tests.couriers.house import effects, outcomes, serve, states
from tests.couriers.master_data import IgnoresVersions, Items, References, WrongFactor

PARTY = ("master_data",)


def test_every_change_is_known_in_its_last_version_where_it_is_used() -> None:
    judged, _ = serve((References, Items), PARTY)
    assert judged.verdict.outcome == "pass", outcomes(judged)
    references, items = states(judged, "P17"), states(judged, "P02")
    assert references["procurement.reference met"] >= 5
    assert references["inventory.reference met"] >= 2
    assert references["billing.reference met"] >= 1
    assert items["procurement.item met"] == items["inventory.item met"] >= 4
    assert items["billing.item met"] >= 1
    assert all(state.endswith(" met") for state in (*references, *items))


def test_new_codes_are_used_only_from_their_announced_day_on() -> None:
    judged, _ = serve((References, Items), PARTY)
    rows = judged.history.effects
    created = rows[(rows["f"] == "erp.reference") & rows["effect_key"].str.startswith("COST_C")]
    used = rows[(rows["f"] == "procurement.requisition_decision")]
    used = used[used["process"] == "world/finance/controllers"]
    assert len(used) >= 1
    assert created["t_us"].min() + 8 * 3_600_000_000 < used["t_us"].min()


def test_without_the_party_no_reference_and_no_item_changes() -> None:
    judged, _ = serve((References, Items), ())
    assert judged.verdict.outcome == "pass", outcomes(judged)
    assert not effects(judged, "erp.reference")
    assert not effects(judged, "erp.item")


def test_who_ignores_versions_keeps_the_old_ones() -> None:
    judged, _ = serve((IgnoresVersions, Items), PARTY)
    assert judged.verdict.outcome == "fail"
    failed = outcomes(judged)
    assert failed["loss"].startswith("fail")
    assert failed["consistency"].startswith("fail")


def test_who_brings_another_factor_brings_another_unit() -> None:
    judged, _ = serve((References, WrongFactor), PARTY)
    assert judged.verdict.outcome == "fail"
    assert "in a wrong unit" in outcomes(judged)["variance"]
