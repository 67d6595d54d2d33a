"""What is asked of the legacy systems (S07, S08), judged by the systems themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from integration_under_test.reference.mediation.canonical.stock_levels import StoreBalance
from integration_under_test.reference.mediation.legacy_erp import tables
from integration_under_test.reference.mediation.legacy_materials import balances
from integration_under_test.reference.mediation.protocols import soap
from mock_systems.legacy import LegacyMaterials
from mock_systems.legacy_erp.system import LegacyErp
from mock_systems.service import CallContext, CloudEvent, Effect, System


class Desk:
    """Clock, recorder and publisher in one; nothing happens."""

    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        raise AssertionError(f"a look-up had the effect {effect.kind}")

    def publish(self, event: CloudEvent) -> None:
        raise AssertionError(f"a look-up was announced as {event.type}")


def answer(system: System, operation: str, body: dict[str, Any]) -> Any:
    response = system.dispatch(operation, to_json(body), CallContext(caller="integration"))
    assert response.status < 300, response.payload
    return from_json(response.payload)


@pytest.fixture
def materials() -> LegacyMaterials:
    desk = Desk()
    system = LegacyMaterials(desk, desk, desk)
    system.load("stores", [{"store": "11", "facility": "BU900"}])
    item = {"number": "A-9", "description": "screw & nut", "unit": "BX", "factor": 10}
    system.load("items", [{**item, "enterprise_number": "1"}])
    system.load("balances", [{"store": "11", "item": "A-9", "quantity": 4}])
    return system


def test_a_balance_is_read_over_soap(materials: LegacyMaterials) -> None:
    found = balances.read(answer(materials, "soap", balances.ask("11", "A-9")))
    assert found == StoreBalance("11", "A-9", "screw & nut", "BX", 4)


@pytest.mark.parametrize(("store", "item"), [("99", "A-9"), ("11", "Z-9")])
def test_an_unknown_store_or_item_is_not_there(
    materials: LegacyMaterials, store: str, item: str
) -> None:
    assert balances.read(answer(materials, "soap", balances.ask(store, item))) is None


def test_another_fault_is_no_answer(materials: LegacyMaterials) -> None:
    with pytest.raises(ValueError, match="MM-002"):
        balances.read(answer(materials, "soap", balances.ask("lower case", "A-9")))


@pytest.mark.parametrize(
    "text",
    ["", "<a>", "<a/>", '<!DOCTYPE x [<!ENTITY e "e">]><a>&e;</a>'],
    ids=["nothing", "broken", "no envelope", "entities"],
)
def test_what_is_no_envelope_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"XML|envelope"):
        soap.read(text)


def test_rows_of_the_legacy_erp_are_found_by_their_columns() -> None:
    desk = Desk()
    system = LegacyErp(desk, desk, desk)
    system.load("sites", [{"code": "S1", "unit": "H01"}])
    vendor = {"site": "S1", "number": "V9", "name": "Acme, Inc.", "tax_id": "52", "terms": "NET30"}
    system.load("vendors", [vendor])
    vendors = answer(system, "extract_table", tables.ask(tables.VENDORS))
    row = tables.find(vendors, VNSITE="S1", VNNO="V9")
    assert row is not None
    assert tables.read_vendor(row).name == "Acme, Inc."
    assert tables.find(vendors, VNSITE="S1", VNNO="V8") is None
    site = tables.find(answer(system, "extract_table", tables.ask(tables.SITES)), COSITE="S1")
    assert site is not None
    assert tables.read_facility(site) == "inventory:H01"
