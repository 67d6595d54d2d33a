"""Items and references of the ERP in the words of those who use them (P02, P17)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import Event
from integration_under_test.reference.exceptions import NotYet, UnknownCode
from integration_under_test.reference.mediation.billing import departments, supply_codes
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import items as erp_items
from integration_under_test.reference.mediation.erp import references as erp_references
from integration_under_test.reference.mediation.inventory import items, references
from integration_under_test.reference.mediation.procurement import items as catalogue_items
from integration_under_test.reference.mediation.procurement import lookup_values
from integration_under_test.reference.orchestration.item_master import on_item_changed
from integration_under_test.reference.orchestration.reference_data import on_reference_changed
from tests.unit.integration_under_test.reference.fakes import crosswalk

CENTER: dict[str, Any] = {
    "Kind": "COST_CENTER",
    "Code": "CC-90001",
    "Name": "PROGRAMME 1",
    "Version": 2,
    "Status": "ACTIVE",
    "EffectiveDate": "2026-04-15",
    "BusinessUnit": "BU100",
    "CostCenter": "",
}
ROOM = CENTER | {"Kind": "LOCATION", "Code": "H01-OR-R1", "CostCenter": "CC-1010"}
PROJECT = CENTER | {"Kind": "PROJECT", "Code": "CIP-26-0001", "EffectiveDate": ""}
ITEM: dict[str, Any] = {
    "ItemNumber": "90000001",
    "Description": "NEW SUPPLY 1 BX OF 10",
    "StandardCost": "12.34",
    "Stocked": False,
    "Billable": True,
    "GTIN": "",
    "PurchaseUnit": {"UOMCode": "BX", "Factor": 10},
    "SupplierNumber": "300",
    "ListPrice": "123.40",
    "Status": "ACTIVE",
    "Version": 1,
}
HERE = Context(crosswalk())


def event(type_: str, data: dict[str, Any]) -> Event:
    return Event("erp-1", "/erp", type_, "2026-04-14T15:00:00Z", "1", data)


def test_a_cost_center_is_a_lookup_a_cost_center_and_a_department() -> None:
    center = erp_references.read(CENTER)
    assert from_json(to_json(center)) == center
    assert lookup_values.write(center, HERE) == {
        "lookup": "cost-center",
        "code": "CC-90001",
        "name": "PROGRAMME 1",
        "active": True,
        "ship-to": "SHIP-1001",
        "usable-from": "04/15/2026",
        "erp-version": 2,
    }
    assert references.write_cost_center(center, HERE) == {
        "cost_center": "CC-90001",
        "name": "PROGRAMME 1",
        "facility": "H01",
        "active": True,
        "erp_version": 2,
    }
    assert departments.write(center, HERE) == {
        "departmentCode": "CC-90001",
        "name": "PROGRAMME 1",
        "facilityId": 11,
        "active": True,
        "erpVersion": 2,
    }


def test_a_stock_room_belongs_to_its_cost_center() -> None:
    body = references.write_stock_room(erp_references.read(ROOM), HERE)
    assert (body["location"], body["cost_center"]) == ("H01-OR-R1", "CC-1010")


@pytest.mark.parametrize("status", ["INACTIVE", "CLOSED", "CAPITALISED"])
def test_what_has_ended_is_shown_as_such_and_usable_at_once_without_a_day(status: str) -> None:
    body = lookup_values.write(erp_references.read(PROJECT | {"Status": status}), HERE)
    assert (body["lookup"], body["active"]) == ("project", False)
    assert "usable-from" not in body


def test_what_the_whole_group_uses_has_no_delivery_address() -> None:
    account = CENTER | {"Kind": "ACCOUNT", "Code": "670001", "BusinessUnit": ""}
    assert lookup_values.write(erp_references.read(account), HERE)["ship-to"] == ""


def test_an_unknown_business_unit_waits_for_the_masters() -> None:
    center = erp_references.read(CENTER | {"BusinessUnit": "BU999"})
    with pytest.raises(UnknownCode, match="BU999"):
        departments.write(center, HERE)


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (CENTER, ["put_lookup_value", "put_cost_center", "put_department"]),
        (ROOM, ["put_lookup_value", "put_location"]),
        (PROJECT, ["put_lookup_value"]),
    ],
)
def test_a_reference_goes_where_its_kind_is_used(data: dict[str, Any], kinds: list[str]) -> None:
    steps = on_reference_changed(event("erp.reference.changed", data), crosswalk())
    assert [step.kind for step in steps] == kinds
    assert {step.key for step in steps} == {f"{data['Kind']}/{data['Code']}"}


def test_a_kind_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(LookupError):
        on_reference_changed(event("erp.reference.changed", CENTER | {"Kind": "BIN"}), crosswalk())


def test_an_item_is_catalogued_with_supplier_pack_and_price() -> None:
    item = erp_items.read(ITEM)
    assert from_json(to_json(item)) == item
    assert catalogue_items.write(item, replace(HERE, consulted=7)) == {
        "item-number": "90000001",
        "description": "NEW SUPPLY 1 BX OF 10",
        "uom": "box",
        "pack": 10,
        "active": True,
        "supplier-id": 7,
        "unit-price": "123.40",
        "erp-version": 1,
    }


def test_an_item_without_supplier_keeps_what_the_catalogue_has() -> None:
    body = catalogue_items.write(erp_items.read(ITEM | {"SupplierNumber": ""}), HERE)
    assert not {"supplier-id", "unit-price"} & set(body)


def test_the_active_record_of_a_supplier_sells() -> None:
    rows = [{"id": 1, "status": "inactive"}, {"id": 2, "status": "active"}]
    assert catalogue_items.read_supplier({"suppliers": rows}) == 2
    with pytest.raises(NotYet):
        catalogue_items.read_supplier({"suppliers": []})


def test_an_item_is_kept_by_its_pack_and_billed_by_the_cost_of_one() -> None:
    item = erp_items.read(ITEM | {"Status": "INACTIVE"})
    assert items.write(item, HERE) == {
        "erp_item_number": "90000001",
        "description": "NEW SUPPLY 1 BX OF 10",
        "purchase_uom": "BX",
        "factor": 10,
        "active": False,
        "erp_version": 1,
    }
    assert supply_codes.write(item, HERE) == {
        "supplyItem": "90000001",
        "description": "NEW SUPPLY 1 BX OF 10",
        "costCents": 12340,
        "purchaseUnit": "BX",
        "eachesPerUnit": 10,
        "active": False,
        "itemVersion": 1,
    }


def test_an_item_has_its_charge_code_before_anybody_can_use_it() -> None:
    billed = on_item_changed(event("erp.item.changed", ITEM), crosswalk())
    assert [step.kind for step in billed] == [
        "put_catalogue_item",
        "put_supply_code",
        "put_stock_item",
    ]
    assert [step.sequence for step in billed] == ["", "item/90000001", "item/90000001"]
    unbilled = on_item_changed(event("erp.item.changed", ITEM | {"Billable": False}), crosswalk())
    assert [step.kind for step in unbilled] == ["put_catalogue_item", "put_stock_item"]
