"""The hospital group as built: the same for the same seed, of the calibrated size."""

from __future__ import annotations

from datetime import date

import pytest

from sim.streams import Streams
from sim.world.calendar import EASTERN, HOME_ZONE, Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.identifiers import gs1_check_digit

CALENDAR = Calendar(date(2026, 4, 1))
PARAMETERS = load_parameters()


def build(seed: int, scale: float) -> Enterprise:
    return build_enterprise(Streams(seed), PARAMETERS, scale, CALENDAR)


@pytest.fixture(scope="module")
def small() -> Enterprise:
    return build(7, 0.02)


@pytest.fixture(scope="module")
def middle() -> Enterprise:
    return build(7, 0.1)


def test_the_same_seed_builds_the_same_group(small: Enterprise) -> None:
    assert build(7, 0.02) == small


def test_another_seed_builds_another_group(small: Enterprise) -> None:
    assert build(8, 0.02).items != small.items


@pytest.mark.parametrize(
    ("scale", "hospitals", "beds", "items", "suppliers"),
    [(0.001, 2, 20, 120, 12), (0.02, 2, 36, 1200, 60), (0.1, 2, 180, 6000, 300)],
)
def test_size_follows_the_scale(
    scale: float, hospitals: int, beds: int, items: int, suppliers: int
) -> None:
    group = build(1, scale)
    assert len(group.facilities) == hospitals
    assert group.beds == beds
    assert len(group.items) == items
    assert len(group.suppliers) == suppliers


def test_both_time_zones_are_present_at_any_scale() -> None:
    for scale in (0.001, 0.02, 0.1):
        zones = {facility.time_zone for facility in build(1, scale).facilities}
        assert zones == {HOME_ZONE, EASTERN}


def test_every_own_code_of_a_hospital_leads_to_the_groups_code(small: Enterprise) -> None:
    first, second = small.facilities
    assert small.facility_code("erp", "BU100") == first.code == "H01"
    assert small.facility_code("procurement", "SHIP-1002") == second.code
    assert small.facility_code("billing", 12) == small.facility_code("billing", "12") == "H02"
    assert small.facility_code("inventory", second.gln) == second.code
    with pytest.raises(KeyError, match="BU900"):
        small.facility_code("erp", "BU900")


def test_location_numbers_have_right_check_digits(middle: Enterprise) -> None:
    for facility in middle.facilities:
        assert facility.gln[-1] == gs1_check_digit(facility.gln[:-1])
    for item in middle.items[:200]:
        assert item.gtin[-1] == gs1_check_digit(item.gtin[:-1])


def test_items_have_whole_cents_and_a_standard_cost_of_one_each(middle: Enterprise) -> None:
    for item in middle.items:
        assert item.price_minor >= item.factor
        assert abs(item.standard_cost_minor * item.factor - item.price_minor) <= item.factor / 2
        assert (item.purchase_uom == "EA") == (item.factor == 1)


def test_fifteen_percent_of_the_items_are_stocked(middle: Enterprise) -> None:
    assert sum(item.stocked for item in middle.items) == 900
    assert {1, 10, 12, 50, 100} <= {item.factor for item in middle.items}


def test_eight_percent_of_stocked_theatre_items_are_implants(middle: Enterprise) -> None:
    implants = [item for item in middle.items if item.implant]
    assert len(implants) == round(450 * 0.08)
    assert all(item.charge_code and item.factor == 1 and item.stocked for item in implants)


def test_every_hospital_can_operate_even_at_the_smallest_scale() -> None:
    group = build(1, 0.001)
    for department in group.departments:
        shelves = group.shelves_at(department.location)
        assert bool(shelves) == (department.kind != "store")
        if department.kind == "theatre":
            assert any(group.item(shelf.item).implant for shelf in shelves)


def test_expected_use_of_stock_costs_its_share_of_the_calibrated_spend(middle: Enterprise) -> None:
    per_day_minor = sum(
        shelf.daily_use * middle.item(shelf.item).standard_cost_minor for shelf in middle.shelves
    )
    per_bed_year = per_day_minor * 365.25 / 100 / middle.beds
    share = PARAMETERS["implant_spend_share"] + PARAMETERS["stock_spend_share"]
    assert per_bed_year == pytest.approx(share * 170_000, rel=0.01)


def test_shelves_start_between_par_and_what_their_next_order_day_finds(middle: Enterprise) -> None:
    low = 0
    for shelf in middle.shelves:
        assert shelf.reorder_qty < 2 * shelf.opening_qty <= 2 * shelf.par_qty
        assert middle.department_at(shelf.location).facility == shelf.facility
        low += shelf.opening_qty <= shelf.reorder_qty
    assert 0.05 < low / len(middle.shelves) < 0.30


def test_contract_lines_agree_with_their_items(middle: Enterprise) -> None:
    lines = 0
    for contract in middle.contracts:
        for line in contract.lines:
            item = middle.item(line.item)
            assert (item.contract, item.contract_line) == (contract.number, line.line)
            assert (item.supplier, item.price_minor) == (contract.supplier, line.price_minor)
            lines += 1
    assert lines == sum(bool(item.contract) for item in middle.items)
    assert 0.60 <= lines / len(middle.items) <= 0.70


def test_opening_invoices_fall_due_during_the_days_payable(middle: Enterprise) -> None:
    days = [(invoice.due - CALENDAR.first_day).days for invoice in middle.open_invoices]
    assert min(days) == 0
    assert max(days) == 39
    per_month = len(days) / 40 * 30.44
    assert per_month / middle.beds == pytest.approx(10.0, rel=0.02)
    ordered = [i.amount_minor / 100 for i in middle.open_invoices if i.order]
    assert 1_000 < sum(ordered) / len(ordered) < 2_000
    assert not any(i.contract for i in middle.open_invoices if not i.order)


def test_every_cost_center_has_a_budget_and_a_few_are_tight(middle: Enterprise) -> None:
    assert set(middle.budgets) == {d.cost_center for d in middle.departments}
    assert all(budget > 0 for budget in middle.budgets.values())


def test_only_central_stores_have_a_tight_budget() -> None:
    """A theatre without budget would stop operating, which no hospital would allow."""
    generous = load_parameters({"tight_cost_center_share": 0.0})
    plain = build_enterprise(Streams(7), generous, 0.3, CALENDAR)
    tight = build(7, 0.3)
    changed = {c for c, budget in tight.budgets.items() if plain.budgets[c] != budget}
    assert changed
    assert {tight.department(center).kind for center in changed} == {"store"}


@pytest.mark.parametrize("scale", [0.001, 0.1])
def test_no_firm_is_taken_on_both_by_the_desk_and_by_request(scale: float) -> None:
    group = build(3, scale)
    desk = {firm.tax_id for firm in group.prospects}
    asked = {firm.tax_id for firm in group.applicants}
    on_file = {supplier.tax_id for supplier in group.suppliers}
    assert len(desk) == len(group.prospects) > 0
    assert len(asked) == len(group.applicants) > 0
    assert not desk & asked
    assert not (desk | asked) & on_file
