"""Reference data, budgets from planning, orders that begin here (S01, P17, S21)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, BOXED, Desk

ACCOUNT = {"Account": "6700", "Name": "Training", "Type": "EXPENSE"}
CENTER = {"CostCenter": "CC-1020", "Name": "Ward", "BusinessUnit": "BU100", "Budget": "50.00"}


def entry(account: str, center: str = "") -> dict[str, Any]:
    return {
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-30",
        "Category": "MANUAL",
        "Lines": [
            {"Account": account, "CostCenter": center, "Debit": "5.00"},
            {"Account": "2130", "Credit": "5.00"},
        ],
    }


def test_new_account_is_told_then_used_and_counts_against_the_budget(desk: Desk) -> None:
    assert desk.refused("post_journal", **entry("6700")).code == "UNKNOWN_ACCOUNT"
    desk.done("create_account", **ACCOUNT)
    (event,) = desk.events("erp.reference.changed")
    assert event == {
        "Kind": "ACCOUNT",
        "Code": "6700",
        "Name": "Training",
        "Version": 1,
        "Status": "ACTIVE",
        "EffectiveDate": "",
        "BusinessUnit": "",
        "CostCenter": "",
    }
    desk.done("post_journal", **entry("6700", "CC-1010"))
    answer = desk.done("check_budget", CostCenter="CC-1010", Amount="1", ReferenceNumber="R")
    assert answer["AvailableAmount"] == "995.00"
    (effect,) = desk.effects("erp.reference")
    assert (effect.key, effect.version) == ("ACCOUNT/6700", 1)


def test_blocked_reference_takes_nothing_new(desk: Desk) -> None:
    desk.done("create_account", **ACCOUNT)
    desk.done("create_cost_center", **CENTER)
    answer = desk.done("update_account", Account="6700", Status="INACTIVE")
    assert (answer["Version"], answer["Status"]) == (2, "INACTIVE")
    desk.done("update_cost_center", CostCenter="CC-1020", Status="INACTIVE")
    assert desk.refused("post_journal", **entry("6700")).code == "ACCOUNT_INACTIVE"
    assert desk.refused("post_journal", **entry("6100", "CC-1020")).code == "COST_CENTER_INACTIVE"


def test_tax_code_changes_its_rate_in_a_new_version(desk: Desk) -> None:
    desk.done("create_tax_code", TaxCode="IL", Name="Illinois", RateBasisPoints=625)
    answer = desk.done("update_tax_code", TaxCode="IL", RateBasisPoints=700)
    assert answer["Version"] == 2
    assert desk.erp.tables.reference.tax_codes["IL"].tax_minor(10_050) == 704


@pytest.mark.parametrize(
    ("operation", "body", "status"),
    [
        ("create_account", {**ACCOUNT, "Account": "2110"}, 409),
        ("create_cost_center", {**CENTER, "CostCenter": "CC-1010"}, 409),
        ("create_cost_center", {**CENTER, "BusinessUnit": "X"}, 422),
        ("update_account", {"Account": "6701", "Name": "x"}, 404),
        ("update_cost_center", {"CostCenter": "CC-1010"}, 422),
        ("create_tax_code", {"TaxCode": "IL", "Name": "Illinois", "RateBasisPoints": False}, 422),
    ],
)
def test_bad_reference_is_refused(
    desk: Desk, operation: str, body: dict[str, Any], status: int
) -> None:
    assert desk.refused(operation, **body).status == status


def test_references_are_listed_by_kind_with_their_version(desk: Desk) -> None:
    desk.done("update_cost_center", CostCenter="CC-1010", Name="Theatres")
    found = desk.done("list_references", Kind="COST_CENTER")["items"]
    assert [(row["Code"], row["Version"]) for row in found] == [("CC-1010", 2), ("CC-2010", 1)]
    assert desk.done("list_references", Kind="ACCOUNT", Code="6700")["items"] == []


def budget(version: int, amount: str, **changes: Any) -> dict[str, Any]:
    line = {"CostCenter": "CC-1010", "PeriodName": "2026-04", "Amount": amount}
    body = {"BudgetName": "FY26", "Version": version, "ControlTotal": amount, "Lines": [line]}
    return {**body, **changes}


def available(desk: Desk, center: str = "CC-1010") -> str:
    body = {"CostCenter": center, "Amount": "1.00", "ReferenceNumber": "R"}
    return str(desk.done("check_budget", **body)["AvailableAmount"])


def test_imported_budget_replaces_the_one_on_file(desk: Desk) -> None:
    assert desk.done("import_budget", **budget(2, "700.00"))["LinesLoaded"] == 1
    assert available(desk) == "700.00"
    assert desk.done("import_budget", **budget(2, "700.00"))["LinesLoaded"] == 0
    outcome = desk.refused("import_budget", **budget(1, "1.00"))
    assert (outcome.status, outcome.code) == (409, "STALE_VERSION")
    (effect,) = desk.effects("erp.budget")
    assert (effect.key, effect.version) == ("FY26/2/CC-1010/2026-04", 2)


def test_budget_file_with_a_wrong_total_changes_nothing(desk: Desk) -> None:
    body = budget(1, "700.00", ControlTotal="701.00")
    assert desk.refused("import_budget", **body).code == "CONTROL_TOTAL_MISMATCH"
    lines = budget(1, "700.00")["Lines"] * 2
    assert desk.refused("import_budget", **budget(1, "1", Lines=lines)).code == "DUPLICATE_LINE"


def test_transfer_moves_budget_and_outlives_a_new_version(desk: Desk) -> None:
    body = {
        "Reference": "T-1",
        "PeriodName": "2026-04",
        "FromCostCenter": "CC-1010",
        "ToCostCenter": "CC-2010",
        "Amount": "600.00",
    }
    desk.done("transfer_budget", **body)
    assert (available(desk), available(desk, "CC-2010")) == ("400.00", "1600.00")
    assert desk.refused("transfer_budget", **body).code == "INSUFFICIENT_BUDGET"
    assert len(desk.done("find_budget_transfers", Reference="T-1")["items"]) == 1
    desk.done("import_budget", **budget(1, "900.00"))
    answer = desk.done("get_budget", CostCenter="CC-1010", PeriodName="2026-04")
    assert (answer["GrantedAmount"], answer["AvailableAmount"]) == ("300.00", "300.00")


def direct(**changes: Any) -> dict[str, Any]:
    line = {"LineNumber": 1, "ItemNumber": BOXED, "Quantity": 4, "UOMCode": "BX"}
    return {
        "Reference": "REQ-1",
        "SupplierNumber": BOX_SUPPLIER,
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "OrderDate": "2026-04-10",
        "ContractNumber": "C-1",
        "Lines": [line],
        **changes,
    }


@pytest.fixture
def priced(desk: Desk) -> Desk:
    line = {"LineNumber": 1, "ItemNumber": BOXED, "UOMCode": "BX", "UnitPrice": "48.00"}
    line |= {"StartDate": "2026-01-01", "EndDate": "2026-12-31"}
    desk.done(
        "import_price_agreement",
        AgreementNumber="C-1",
        Version=1,
        SupplierNumber=BOX_SUPPLIER,
        Lines=[line],
    )
    return desk


def test_direct_order_takes_the_contract_price_and_is_told(priced: Desk) -> None:
    answer = priced.done("create_direct_order", **direct())
    assert answer["Amount"] == "192.00"
    (event,) = priced.events("erp.order.issued")
    assert (event["OrderNumber"], event["SourceOrderNumber"]) == (answer["OrderNumber"],) * 2
    assert event["Lines"][0]["UnitPrice"] == "48.00"
    (effect,) = priced.effects("erp.order")
    assert (effect.key, effect.facts["reference"]) == (answer["OrderNumber"], "REQ-1")
    assert priced.balance("9100") == 19200
    assert len(priced.done("find_direct_orders", Reference="REQ-1")["items"]) == 1


def test_direct_order_beyond_the_budget_is_refused(priced: Desk) -> None:
    lines = [{**direct()["Lines"][0], "Quantity": 21}]
    outcome = priced.refused("create_direct_order", **direct(Lines=lines))
    assert (outcome.status, outcome.code) == (409, "BUDGET_EXCEEDED")


def test_direct_order_without_any_price_is_refused(priced: Desk) -> None:
    body = direct(ContractNumber="C-9")
    assert priced.refused("create_direct_order", **body).code == "NO_PRICE"
    late = direct(OrderDate="2027-01-01")
    assert priced.refused("create_direct_order", **late).code == "NO_PRICE"


def room(**changes: Any) -> dict[str, Any]:
    return {
        "LocationCode": "H01-OR-R1",
        "Name": "Theatre store",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "EffectiveDate": "2026-04-13",
        **changes,
    }


def test_a_stock_location_is_told_with_its_place_and_first_day(desk: Desk) -> None:
    desk.done("create_stock_location", **room())
    (event,) = desk.events("erp.reference.changed")
    assert (event["Kind"], event["Code"], event["EffectiveDate"]) == (
        *("LOCATION", "H01-OR-R1"),
        "2026-04-13",
    )
    assert (event["BusinessUnit"], event["CostCenter"]) == ("BU100", "CC-1010")
    body = {"LocationCode": "H01-OR-R1", "Status": "INACTIVE"}
    assert desk.done("update_stock_location", **body)["Version"] == 2
    (found,) = desk.done("list_references", Kind="LOCATION")["items"]
    assert (found["Status"], found["Version"]) == ("INACTIVE", 2)


def test_a_stock_location_belongs_to_the_hospital_of_its_cost_center(desk: Desk) -> None:
    outcome = desk.refused("create_stock_location", **room(CostCenter="CC-2010"))
    assert outcome.code == "BUSINESS_UNIT_MISMATCH"
    desk.done("create_stock_location", **room())
    assert desk.refused("create_stock_location", **room()).code == "DUPLICATE_CODE"
    assert desk.refused("update_stock_location", LocationCode="X", Name="x").status == 404
