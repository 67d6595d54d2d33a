"""A month of the small group with orders flowing: volumes, money, timing as calibrated.

The ranges are the calibration table's own; the small group is one draw from them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from sim.world.calendar import DAY_S
from tests.unit.sim.world.stand_in import Settings, Town

DAYS = 30
MONTHS = DAYS / 30.44


@pytest.fixture(scope="module")
def town() -> Town:
    town = Town(Settings(scale=0.02))
    town.run(DAYS)
    return town


def per_bed_month(town: Town, count: float) -> float:
    return count / town.enterprise.beds / MONTHS


def test_orders_and_their_lines(town: Town) -> None:
    orders = town.of("procurement.order")
    lines = sum(len(order.facts["lines"]) for order in orders)
    assert 4 <= per_bed_month(town, len(orders)) <= 12
    assert 25 <= per_bed_month(town, lines) <= 35
    assert 3 <= lines / len(orders) <= 6


def test_order_values_and_spend(town: Town) -> None:
    orders = town.of("procurement.order")
    total_usd = sum(order.amount_minor for order in orders) / 100
    assert 1_000 <= total_usd / len(orders) <= 4_000
    assert 130_000 <= total_usd / town.enterprise.beds * 365.25 / DAYS <= 210_000


def test_supply_usages(town: Town) -> None:
    assert per_bed_month(town, town.count("inventory.usage")) == pytest.approx(117, rel=0.06)


def test_implants_are_used_with_their_lot(town: Town) -> None:
    implants = [u for u in town.of("inventory.usage") if u.facts["implant"]]
    assert len(implants) > 50
    assert all(u.facts["lot"] and u.quantity == 1 for u in implants)
    assert all(u.facts["location"].endswith("-OR") for u in implants)


def test_every_usage_names_a_registered_encounter(town: Town) -> None:
    known = {e.id for e in town.enterprise.encounters} | {
        effect.key for effect in town.of("billing.encounter")
    }
    assert {u.facts["encounter"] for u in town.of("inventory.usage")} <= known


def test_stock_outs_are_rare_but_real(town: Town) -> None:
    assert 0 < town.noted()["stock_out"] < 0.02 * town.count("inventory.usage")


def test_nothing_is_refused_on_an_undisturbed_day(town: Town) -> None:
    assert town.noted()["refused"] == 0
    assert town.stand_in is not None
    assert town.stand_in.refused == []


def test_requisitions_pass_their_budget_but_for_tight_cost_centers(town: Town) -> None:
    decisions = Counter(e.facts["decision"] for e in town.of("procurement.budget_decision"))
    assert decisions["passed"] > 30 * decisions["failed"]


def test_payments_leave_every_business_day(town: Town) -> None:
    days = {int(t_s // DAY_S) for t_s, _, e in town.effects if e.kind == "erp.payment"}
    assert len(days) >= 20
    assert per_bed_month(town, town.count("erp.payment")) == pytest.approx(9.5, rel=0.15)


def test_invoices_never_exceed_what_was_shipped(town: Town) -> None:
    orders = Counter({order.key: order.amount_minor for order in town.of("procurement.order")})
    billed: Counter[str] = Counter()
    for invoice in town.of("procurement.invoice"):
        billed[invoice.facts["po"]] += invoice.amount_minor
    assert all(billed[po] <= 1.13 * orders[po] for po in billed)


def test_some_invoices_come_before_their_goods(town: Town) -> None:
    received: dict[str, float] = {}
    for t_s, _, effect in town.effects:
        if effect.kind == "inventory.receipt_line":
            received.setdefault(effect.facts["po"], t_s)
    early = sum(
        t_s < received.get(effect.facts["po"], 0.0)
        for t_s, _, effect in town.effects
        if effect.kind == "procurement.invoice"
    )
    assert 0.02 <= early / town.count("procurement.invoice") <= 0.20


def test_nothing_new_is_started_after_demand_stops(town: Town) -> None:
    stop_s = DAYS * DAY_S
    assert not [e for t_s, _, e in town.effects if t_s > stop_s + DAY_S + 10]
    started = Counter(e.kind for t_s, _, e in town.effects if t_s > stop_s)
    assert not started["procurement.requisition"]
    assert not started["billing.encounter"]
    assert not started["erp.payment"]
