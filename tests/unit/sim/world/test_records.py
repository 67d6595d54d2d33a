"""Master data trouble as built: duplicates, dormant firms, drift, obsolete items, wrong packs."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic_core import from_json, to_json

from mock_systems.service import CallContext
from sim.streams import Streams
from sim.world.builders.records import normalised_tax_id
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from tests.unit.sim.world.stand_in import Settings, Town

CALENDAR = Calendar(date(2026, 4, 1))
OFF = {
    "duplicate_supplier_share": 0.0,
    "dormant_suppliers_per_active": 0.0,
    "supplier_blocks_per_week": 0.0,
    "item_drift_per_year": 0.0,
    "obsolete_item_share": 0.0,
}


def build(**parameters: float) -> Enterprise:
    return build_enterprise(Streams(7), load_parameters(parameters), 0.1, CALENDAR)


@pytest.fixture(scope="module")
def group() -> Enterprise:
    return build()


def test_one_record_in_twenty_doubles_a_supplier_under_another_spelling(group: Enterprise) -> None:
    doubles = [record for record in group.supplier_records if record.doubles]
    on_file = len(group.suppliers) + len(group.supplier_records)
    assert len(doubles) / on_file == pytest.approx(0.05, abs=0.001)
    for record in doubles:
        original = group.supplier(record.doubles)
        assert record.tax_id != original.tax_id
        assert normalised_tax_id(record.tax_id) == normalised_tax_id(original.tax_id)
        assert record.name != original.name


def test_some_duplicates_are_active_beside_their_original_and_some_are_not(
    group: Enterprise,
) -> None:
    active = [record.active for record in group.supplier_records if record.doubles]
    assert {True, False} == set(active)


def test_dormant_firms_outnumber_the_suppliers_and_double_none(group: Enterprise) -> None:
    dormant = [record for record in group.supplier_records if not record.doubles]
    assert len(dormant) == 3 * len(group.suppliers)
    assert not any(record.active for record in dormant)
    known = {normalised_tax_id(supplier.tax_id) for supplier in group.suppliers}
    assert known.isdisjoint(normalised_tax_id(record.tax_id) for record in dormant)


def test_numbers_of_records_are_unique(group: Enterprise) -> None:
    parties = (*group.suppliers, *group.supplier_records)
    for key in ("erp_number", "procurement_id", "party_id"):
        assert len({getattr(party, key) for party in parties}) == len(parties)


def test_a_quarter_of_the_descriptions_drifted_apart_in_a_year(group: Enterprise) -> None:
    """1 - exp(-0.3) of them, each in one system."""
    assert len(group.drifted) / len(group.items) == pytest.approx(0.259, abs=0.02)
    assert {system for system, _ in group.drifted} == {"procurement", "inventory", "billing"}
    (system, number), older = next(iter(group.drifted.items()))
    item = group.item(number)
    assert group.description(system, item) == older != item.description
    assert group.description("erp", item) == item.description


def test_every_trouble_can_be_turned_off_without_moving_another_draw(group: Enterprise) -> None:
    quiet = build(**OFF)
    assert (quiet.supplier_records, quiet.obsolete_items, quiet.drifted) == ((), (), {})
    for what in ("items", "suppliers", "contracts", "shelves", "open_invoices", "budgets"):
        assert getattr(quiet, what) == getattr(group, what)


def test_disputed_packs_are_off_by_default_and_only_concern_packs(group: Enterprise) -> None:
    assert group.erp_packs == {}
    disputed = build(purchase_unit_mismatch_share=0.02)
    assert 0 < len(disputed.erp_packs) < 0.02 * len(disputed.items)
    for number, factor in disputed.erp_packs.items():
        assert disputed.item(number).factor > 1
        assert factor != disputed.item(number).factor


def rows(town: Town, system: str, operation: str, body: dict[str, int]) -> list[dict[str, object]]:
    answer = town.systems[system].dispatch(operation, to_json(body), CallContext("integration"))
    return next(v for v in from_json(answer.payload).values() if isinstance(v, list))


def test_the_systems_hold_what_the_group_has_on_file() -> None:
    town = Town(Settings())
    group = town.enterprise
    suppliers = rows(town, "erp", "list_suppliers", {"Limit": 500, "Offset": 0})
    assert len(suppliers) == len(group.suppliers) + len(group.supplier_records)
    assert {row["Status"] for row in suppliers} == {"ACTIVE", "INACTIVE"}
    obsolete = {item.erp_number for item in group.obsolete_items}
    page = {"limit": 500, "offset": 1000}
    items = rows(town, "inventory", "list_items", page)
    assert obsolete <= {str(row["erp_item_number"]) for row in items}
    orderable = rows(town, "procurement", "list_catalogue", page)
    assert obsolete.isdisjoint(str(row["item-number"]) for row in orderable)


def test_the_desk_blocks_only_suppliers_under_which_nothing_is_bought() -> None:
    town = Town(Settings(parameters={"supplier_blocks_per_week": 1000.0}))
    town.run(7.0)
    blocked = {e.key for e in town.of("erp.supplier") if e.facts["status"] == "INACTIVE"}
    assert blocked
    assert blocked.isdisjoint(item.supplier for item in town.enterprise.items)
    assert town.noted()["refused"] == 0


def test_the_desk_now_and_then_takes_on_a_firm_that_is_on_file() -> None:
    town = Town(Settings(parameters={"duplicate_supplier_share": 0.5}))
    town.run(20.0)
    known = {normalised_tax_id(supplier.tax_id) for supplier in town.enterprise.suppliers}
    created = [e for e in town.of("erp.supplier") if e.version == 1]
    doubled = [e for e in created if normalised_tax_id(e.facts["tax_id"]) in known]
    assert 0 < len(doubled) < len(created)


def test_a_fifth_of_the_price_changes_arrives_after_its_effective_date() -> None:
    """Binomial over the amendments: the interval of 95 % holds the calibrated 20 %."""
    town = Town(Settings(parameters={"contract_amendments_per_week_min": 60.0}))
    town.run(28.0)
    late = []
    for effect in town.of("contracts.activation"):
        number, version = effect.key.split("/")
        body = {"contractNumber": number}
        contract = town.world.site.desk.do("contracts", "get_contract", body, "reader")
        row = next(v for v in contract["versions"] if v["version"] == int(version))
        late.append(row["effectiveFrom"])
    entered = [
        town.calendar.day(t_s, "America/Chicago").isoformat()
        for t_s, _, effect in town.effects
        if effect.kind == "contracts.activation"
    ]
    share = sum(start < day for start, day in zip(late, entered, strict=True)) / len(late)
    assert len(late) > 150
    assert abs(share - 0.20) < 1.96 * (0.2 * 0.8 / len(late)) ** 0.5
