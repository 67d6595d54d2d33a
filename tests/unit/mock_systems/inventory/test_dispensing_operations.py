"""Drugs are asked for by NDC in dispensing units, taken in whole eaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

NDC = "00071015523"
VIAL = {
    "item_id": "IV-000008",
    "erp_item_number": "100000008",
    "description": "Heparin 10 mL",
    "lot_tracked": True,
    "implant": False,
    "purchase_uom": "BX",
    "factor": 25,
    "ndc": NDC,
    "dispensing_uom": "ML",
    "dispensing_factor": 10,
}
DOSE: dict[str, Any] = {
    "facility": "H01",
    "location": "H01-OR",
    "ndc": NDC,
    "quantity": 13,
    "uom": "ML",
    "encounter_id": "ENC-1",
}


@pytest.fixture(autouse=True)
def drug(house: House) -> None:
    house.system.load("items", [VIAL])
    house.stock("H01-OR", "IV-000008", 5, "A", "20270101")


def test_a_dose_opens_whole_vials_and_says_what_is_discarded(house: House) -> None:
    answer = house.call("dispense_item", **DOSE)
    assert (answer["qty"], answer["discarded_quantity"], answer["lot"]) == (2, 7, "A")
    assert house.books() == {"H01-OR/IV-000008/A": 3}
    assert house.data("inventory.medication.dispensed") == [answer]
    assert house.data("inventory.usage.recorded")[0]["qty"] == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"uom": "MG"}, 422, "UOM_MISMATCH"),
        ({"ndc": "00000000000"}, 404, "UNKNOWN_NDC"),
        ({"ndc": "0071-0155-23"}, 422, "INVALID_REQUEST"),
        ({"quantity": 51}, 409, "INSUFFICIENT_STOCK"),
    ],
)
def test_a_bad_dose_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    assert house.refusal("dispense_item", **{**DOSE, **change}) == (status, code)


def test_drugs_are_listed_with_their_units(house: House) -> None:
    page = house.call("list_pharmacy_items")
    (drug,) = page["items"]
    assert (drug["ndc"], drug["dispensing_uom"], drug["dispensing_factor"]) == (NDC, "ML", 10)
    assert house.call("get_item", item_id="IV-000008") == drug


@pytest.mark.parametrize(
    "change",
    [
        {"item_id": "IV-9"},
        {"item_id": "IV-9", "ndc": "1234567890"},
        {"ndc": "", "dispensing_factor": 0},
    ],
)
def test_a_bad_drug_is_not_loaded(house: House, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        house.system.load("items", [{**VIAL, "item_id": "IV-9", **change}])
