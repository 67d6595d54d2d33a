"""Projects that become assets (S01, P18): capitalised once, at exactly what they cost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import (
    LOOSE,
    Desk,
    invoice_body,
    invoice_line,
    order_body,
    order_line,
    receipt_body,
)

PROJECT = {
    "ProjectNumber": "P-1",
    "Name": "Theatre 5",
    "BusinessUnit": "BU100",
    "CostCenter": "CC-1010",
}


@pytest.fixture
def built(desk: Desk) -> Desk:
    """Ten lamps at $100, billed at $101 each."""
    desk.done("create_project", **PROJECT)
    line = {**order_line(1, LOOSE, 10, "EA", "100.00"), "ProjectNumber": "P-1"}
    order = desk.done("create_purchase_order", **order_body(Lines=[line]))["OrderNumber"]
    desk.done("create_receipt", **receipt_body(order, Quantity=10, UOMCode="EA"))
    lines = [invoice_line(1, 1, 10, "EA", "101.00")]
    desk.done("create_invoice", **invoice_body(order, InvoiceAmount="1010.00", Lines=lines))
    return desk


def asset(**changes: Any) -> dict[str, Any]:
    return {
        "AssetNumber": "A-1",
        "ProjectNumber": "P-1",
        "Description": "Theatre lights",
        "InServiceDate": "2026-04-30",
        "Cost": "1010.00",
        "LifeMonths": 7,
        **changes,
    }


def test_receipt_and_price_difference_are_costs_of_the_project(built: Desk) -> None:
    assert built.done("get_project", ProjectNumber="P-1")["Cost"] == "1010.00"
    assert (built.balance("1590"), built.balance("1310"), built.balance("5120")) == (101000, 0, 0)
    (received,), (billed,) = built.effects("erp.project_cost"), built.effects("erp.project_invoice")
    assert (received.key, received.amount_minor) == ("P-1/RC-1", 100000)
    assert (billed.key, billed.amount_minor) == ("P-1/30000101/INV-1", 1000)


def test_project_becomes_an_asset_once_at_its_cost(built: Desk) -> None:
    assert built.refused("capitalise_asset", **asset(Cost="1000.00")).code == "COST_MISMATCH"
    built.done("capitalise_asset", **asset())
    assert (built.balance("1500"), built.balance("1590")) == (101000, 0)
    (effect,) = built.effects("erp.asset")
    assert (effect.key, effect.amount_minor, effect.facts) == ("A-1", 101000, {"project": "P-1"})
    again = built.refused("capitalise_asset", **asset(AssetNumber="A-2"))
    assert (again.status, again.code) == (409, "ALREADY_CAPITALISED")
    controls = {entry.key: entry.amount_minor for entry in built.books("erp.subledger")}
    assert (controls["BU100/1500"], controls["BU100/1590"]) == (101000, 0)


def test_project_with_orders_under_way_is_not_capitalised(built: Desk) -> None:
    line = {**order_line(1, LOOSE, 1, "EA", "100.00"), "ProjectNumber": "P-1"}
    built.done("create_purchase_order", **order_body(SourceOrderNumber="PO-2", Lines=[line]))
    assert built.refused("capitalise_asset", **asset()).code == "ORDERS_UNDER_WAY"


def test_finished_project_takes_no_more_cost(built: Desk) -> None:
    built.done("capitalise_asset", **asset())
    body = receipt_body("US00000001", Quantity=1, UOMCode="EA")
    assert built.refused("create_receipt", **body).code == "PROJECT_CLOSED"
    void: dict[str, Any] = {
        "InvoiceId": 300000000000001,
        "AccountingDate": "2026-04-30",
        "Reason": "x",
    }
    assert built.refused("cancel_invoice", **void).code == "PROJECT_CLOSED"
    line = {**order_line(1, LOOSE, 1, "EA", "1.00"), "ProjectNumber": "P-1"}
    body = order_body(Lines=[line])
    assert built.refused("create_purchase_order", **body).code == "PROJECT_CLOSED"


def test_project_belongs_to_one_business_unit(built: Desk) -> None:
    line = {**order_line(1, LOOSE, 1, "EA", "1.00"), "ProjectNumber": "P-1"}
    body = order_body(Lines=[line], BusinessUnit="BU200", CostCenter="CC-2010")
    assert built.refused("create_purchase_order", **body).code == "BUSINESS_UNIT_MISMATCH"


def test_status_of_a_project_is_reference_data(built: Desk) -> None:
    built.done("update_project", ProjectNumber="P-1", Status="CLOSED")
    events = built.events("erp.reference.changed")
    assert [(e["Code"], e["Version"], e["Status"]) for e in events] == [
        ("P-1", 1, "OPEN"),
        ("P-1", 2, "CLOSED"),
    ]
    built.done("capitalise_asset", **asset())
    changed = built.refused("update_project", ProjectNumber="P-1", Status="OPEN")
    assert changed.code == "ALREADY_CAPITALISED"
    assert built.refused("create_project", **PROJECT).code == "DUPLICATE_CODE"


def test_months_of_depreciation_add_up_to_the_cost(built: Desk) -> None:
    built.done("capitalise_asset", **asset())
    months = (
        "2026-04",
        "2026-05",
        "2026-06",
        "2026-07",
        "2026-08",
        "2026-09",
        "2026-10",
        "2026-11",
    )
    for month in months[2:]:
        built.done("open_period", PeriodName=month)
    for month in months:
        body = {"PeriodName": month, "BusinessUnit": "BU100", "AccountingDate": f"{month}-30"}
        built.done("post_depreciation", **body)
        assert built.refused("post_depreciation", **body).code == "ALREADY_DEPRECIATED"
    assert (built.balance("6400"), built.balance("1510")) == (101000, -101000)
    amounts = [effect.amount_minor for effect in built.effects("erp.depreciation")]
    assert amounts == [14428, 14429, 14428, 14429, 14428, 14429, 14429, 0]
    controls = {entry.key: entry.amount_minor for entry in built.books("erp.subledger")}
    assert controls["BU100/1510"] == -101000


def test_asset_of_the_feed_clears_what_was_bought(desk: Desk) -> None:
    body = {key: value for key, value in asset().items() if key != "ProjectNumber"}
    body |= {"BusinessUnit": "BU100", "CostCenter": "CC-1010"}
    desk.done("add_asset", **body)
    assert (desk.balance("1500"), desk.balance("1595")) == (101000, -101000)
    assert desk.refused("add_asset", **body).code == "DUPLICATE_ASSET"
    (found,) = desk.done("find_assets", AssetNumber="A-1")["items"]
    assert found["Cost"] == "1010.00"


def test_loaded_asset_keeps_the_months_it_had(desk: Desk) -> None:
    body = {key: value for key, value in asset().items() if key != "ProjectNumber"}
    body |= {"BusinessUnit": "BU100", "CostCenter": "CC-1010", "MonthsTaken": 6}
    desk.erp.load("assets", [body])
    depreciation = {"PeriodName": "2026-04", "BusinessUnit": "BU100"}
    desk.done("post_depreciation", **depreciation, AccountingDate="2026-04-30")
    assert (desk.balance("1500"), desk.balance("1510")) == (101000, -101000)


def ordered_without_project(desk: Desk) -> str:
    desk.done("create_project", **PROJECT)
    line = order_line(1, LOOSE, 10, "EA", "100.00")
    return str(desk.done("create_purchase_order", **order_body(Lines=[line]))["OrderNumber"])


def test_an_order_line_is_moved_to_a_project_before_anything_is_received(desk: Desk) -> None:
    order = ordered_without_project(desk)
    body: dict[str, Any] = {"OrderNumber": order, "LineNumber": 1, "ProjectNumber": "P-1"}
    desk.done("assign_project", **body)
    desk.done("assign_project", **body)
    (effect,) = desk.effects("erp.project_line")
    assert (effect.amount_minor, effect.facts) == (100000, {"project": "P-1"})
    assert desk.done("get_project", ProjectNumber="P-1")["OpenLines"] == 1
    desk.done("create_receipt", **receipt_body(order, Quantity=10, UOMCode="EA"))
    assert desk.balance("1590") == 100000
    lines = [invoice_line(1, 1, 10, "EA", "100.00")]
    desk.done("create_invoice", **invoice_body(order, InvoiceAmount="1000.00", Lines=lines))
    assert desk.done("get_project", ProjectNumber="P-1")["OpenLines"] == 0


def test_a_line_that_was_received_stays_where_it_is(desk: Desk) -> None:
    order = ordered_without_project(desk)
    desk.done("create_receipt", **receipt_body(order, Quantity=1, UOMCode="EA"))
    body: dict[str, Any] = {"OrderNumber": order, "LineNumber": 1, "ProjectNumber": "P-1"}
    assert desk.refused("assign_project", **body).code == "LINE_IN_USE"
    assert desk.refused("assign_project", **{**body, "OrderNumber": "US1"}).status == 404


def test_a_line_builds_one_project(built: Desk) -> None:
    built.done("create_project", **{**PROJECT, "ProjectNumber": "P-2"})
    body: dict[str, Any] = {"OrderNumber": "US00000001", "LineNumber": 1, "ProjectNumber": "P-2"}
    assert built.refused("assign_project", **body).code == "OTHER_PROJECT"
