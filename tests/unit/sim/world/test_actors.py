"""What actors promise one another: own draws, own pace, no harm from a missing integration."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from sim.world.calendar import DAY_S, HOUR_S
from sim.world.enterprise import Enterprise
from sim.world.entities import Department
from tests.unit.sim.world.stand_in import Settings, Town

EXTRA = "H01-W9"


def with_another_ward(enterprise: Enterprise) -> Enterprise:
    model = enterprise.department_at("H01-W1")
    extra = Department(
        "W9", "Ward 9", "ward", "H01", EXTRA, "CC-1990", model.usages_per_day, adhoc_weight=0.0
    )
    shelves = tuple(
        replace(
            shelf, location=EXTRA, lots=tuple((f"X{lot}", day, q) for lot, day, q in shelf.lots)
        )
        for shelf in enterprise.shelves_at("H01-W1")
    )
    return replace(
        enterprise,
        departments=(*enterprise.departments, extra),
        shelves=(*enterprise.shelves, *shelves),
        budgets={**enterprise.budgets, "CC-1990": 10**9},
    )


def run(days: float = 7.0, **settings: Any) -> Town:
    town = Town(Settings(**settings))
    town.run(days)
    return town


@pytest.fixture(scope="module")
def unconnected() -> Town:
    return run(20.0, connected=False)


def requisition(town: Town, number: str) -> dict[str, Any]:
    body = {"id": int(number[4:])}
    return town.world.site.desk.do("procurement", "get_requisition", body, "buyer")


def usages(town: Town) -> Counter[tuple[Any, ...]]:
    return Counter(
        (t_s, e.quantity, *(e.facts[f] for f in ("location", "item", "lot", "encounter")))
        for t_s, _, e in town.effects
        if e.kind == "inventory.usage" and e.facts["location"] != EXTRA
    )


def orders(town: Town) -> Counter[tuple[Any, ...]]:
    return Counter(
        (t_s, e.facts["supplier"], e.facts["cost_center"], str(e.facts["lines"]))
        for t_s, _, e in town.effects
        if e.kind == "procurement.order" and e.facts["cost_center"] != "CC-1990"
    )


def invoices(town: Town) -> Counter[tuple[Any, ...]]:
    return Counter(
        (t_s, e.key, e.amount_minor)
        for t_s, _, e in town.effects
        if e.kind == "procurement.invoice" and "/INV-1990-" not in e.key
    )


def desks(town: Town) -> Counter[tuple[Any, ...]]:
    kinds = ("erp.supplier", "contracts.activation", "billing.encounter")
    return Counter((t_s, e.kind, e.key, e.version) for t_s, _, e in town.effects if e.kind in kinds)


def test_the_same_seed_gives_the_same_effects_at_the_same_instants() -> None:
    assert run(3.0).effects == run(3.0).effects


def test_another_ward_leaves_every_other_actors_draws_alone() -> None:
    plain, larger = run(), run(change=with_another_ward)
    assert any(e.facts["location"] == EXTRA for e in larger.of("inventory.usage"))
    for view in (usages, orders, invoices, desks):
        assert view(plain)
        assert view(larger) == view(plain)


def test_without_any_integration_requisitions_wait_for_their_budget(unconnected: Town) -> None:
    assert unconnected.count("procurement.requisition") > 50
    assert unconnected.count("procurement.order") == 0
    decided = unconnected.of("procurement.requisition_decision")[0]
    assert requisition(unconnected, decided.key)["status"] in {"pending-budget", "rejected"}
    assert unconnected.noted()["stock_out"] > 20


def test_what_is_stuck_on_order_is_not_ordered_again(unconnected: Town) -> None:
    group = unconnected.enterprise
    ordered: Counter[tuple[str, str]] = Counter()
    for effect in unconnected.of("procurement.requisition"):
        document = requisition(unconnected, effect.key)
        if document["requester"].startswith("buyer"):
            location = group.department(document["cost-center"]).location
            for line in document["lines"]:
                number = line["item-number"]
                ordered[location, number] += line["quantity"] * group.item(number).factor
    par = {(shelf.location, shelf.item): shelf.par_qty for shelf in group.shelves}
    assert ordered
    assert all(
        quantity <= par[shelf] + group.item(shelf[1]).factor for shelf, quantity in ordered.items()
    )


def test_requisitions_of_a_failed_budget_are_written_again() -> None:
    town = run(10.0, parameters={"budget_headroom": 0.01})
    failed = Counter(e.facts["decision"] for e in town.of("procurement.budget_decision"))["failed"]
    assert failed > 10


def test_a_supplier_is_corrected_within_minutes_of_its_change() -> None:
    town = run(10.0, parameters={"supplier_second_version_share": 1.0})
    by_key: dict[str, list[float]] = {}
    for t_s, _, effect in town.effects:
        if effect.kind == "erp.supplier" and effect.version > 1:
            by_key.setdefault(effect.key, []).append(t_s)
    assert all(len(times) >= 2 for times in by_key.values())
    assert min(b - a for a, b in (times[:2] for times in by_key.values())) < HOUR_S


def test_distributors_mostly_deliver_on_the_next_business_day() -> None:
    town = run(14.0)
    ordered = {e.key: (t_s, e) for t_s, _, e in town.effects if e.kind == "procurement.order"}
    days = []
    for t_s, _, effect in town.effects:
        if effect.kind == "inventory.receipt_line":
            ordered_s, order = ordered[effect.facts["po"]]
            if town.enterprise.supplier(order.facts["supplier"]).distributor:
                days.append((t_s - ordered_s) / DAY_S)
    assert sum(day <= 4.2 for day in days) / len(days) > 0.85


def test_deliveries_arrive_in_dock_hours_of_the_hospital() -> None:
    town = run(14.0)
    for t_s, _, effect in town.effects:
        if effect.kind == "inventory.receipt_line":
            zone = town.enterprise.facility(effect.facility).time_zone
            assert 6 <= town.calendar.local(t_s, zone).hour < 14
