"""What acquired sites' numbers mean in the ERP, and what is taken over from them (S01, P14)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, EACH_SUPPLIER, Desk

ALIAS = {"Site": "CLINIC1", "SiteVendor": "V1001", "SupplierNumber": BOX_SUPPLIER}
MAP = {"Site": "CLINIC1", "SiteAccount": "5000", "Account": "5110"}
VOUCHER = {
    "Site": "CLINIC1",
    "Reference": "V000001",
    "SupplierNumber": BOX_SUPPLIER,
    "BusinessUnit": "BU100",
    "AccountingDate": "2026-04-10",
    "Amount": "12.34",
}
ORDER = {
    "Site": "CLINIC1",
    "Reference": "PO000001",
    "SupplierNumber": BOX_SUPPLIER,
    "BusinessUnit": "BU100",
    "OpenAmount": "900.00",
}


def test_an_alias_is_told_by_the_firm_that_it_means(desk: Desk) -> None:
    desk.done("register_supplier_alias", **ALIAS)
    (effect,) = desk.effects("erp.supplier_alias")
    assert effect.key == "CLINIC1/V1001=123456789"


def test_one_number_may_mean_another_supplier_in_another_site(desk: Desk) -> None:
    desk.done("register_supplier_alias", **ALIAS)
    other = {**ALIAS, "Site": "CLINIC2", "SupplierNumber": EACH_SUPPLIER}
    desk.done("register_supplier_alias", **other)
    desk.done("register_supplier_alias", **{**ALIAS, "SiteVendor": "V1009"})
    of_site = desk.done("find_supplier_aliases", Site="CLINIC1", SiteVendor="V1001")["items"]
    assert of_site == [ALIAS]
    of_supplier = desk.done("find_supplier_aliases", SupplierNumber=BOX_SUPPLIER)["items"]
    assert [row["SiteVendor"] for row in of_supplier] == ["V1001", "V1009"]


def test_a_number_has_one_meaning(desk: Desk) -> None:
    desk.done("register_supplier_alias", **ALIAS)
    again = {**ALIAS, "SupplierNumber": EACH_SUPPLIER}
    assert desk.refused("register_supplier_alias", **again).code == "ALIAS_EXISTS"
    desk.done("map_account", **MAP)
    assert desk.refused("map_account", **{**MAP, "Account": "6100"}).code == "MAP_EXISTS"
    assert desk.done("find_account_maps", Site="CLINIC1")["items"] == [MAP]


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("register_supplier_alias", {**ALIAS, "SupplierNumber": "1"}, "UNKNOWN_SUPPLIER"),
        ("map_account", {**MAP, "Account": "9999"}, "UNKNOWN_ACCOUNT"),
        ("map_account", {**MAP, "Account": "2110"}, "CONTROL_ACCOUNT"),
        ("take_over_voucher", {**VOUCHER, "SupplierNumber": "1"}, "UNKNOWN_SUPPLIER"),
        ("take_over_voucher", {**VOUCHER, "BusinessUnit": "BU9"}, "UNKNOWN_BUSINESS_UNIT"),
        ("take_over_voucher", {**VOUCHER, "Account": "2130"}, "NO_EXPENSE_ACCOUNT"),
        ("take_over_voucher", {**VOUCHER, "AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ("take_over_order", {**ORDER, "BusinessUnit": "BU9"}, "UNKNOWN_BUSINESS_UNIT"),
    ],
)
def test_what_the_masters_do_not_know_is_refused(
    desk: Desk, operation: str, body: dict[str, Any], code: str
) -> None:
    assert desk.refused(operation, **body).code == code


def test_a_site_changes_a_supplier_through_its_alias_once_a_version(desk: Desk) -> None:
    vendor = {"Site": "CLINIC1", "SiteVendor": "V1001"}
    change: dict[str, Any] = {**vendor, "SiteVersion": 2, "PaymentTerms": "NET60"}
    assert desk.refused("change_supplier_by_alias", **change).code == "UNKNOWN_ALIAS"
    desk.done("register_supplier_alias", **ALIAS)
    answer = desk.done("change_supplier_by_alias", **change)
    assert answer == {"SupplierNumber": BOX_SUPPLIER, "ObjectVersionNumber": 2}
    assert desk.done("get_supplier", SupplierNumber=BOX_SUPPLIER)["PaymentTerms"] == "NET60"
    (effect,) = desk.effects("erp.alias_change")
    assert effect.key == "CLINIC1/V1001#2=NET60"
    assert desk.refused("change_supplier_by_alias", **change).code == "OLD_VERSION"


def test_an_opening_bill_moves_from_accrued_expense_to_the_sites_payables(desk: Desk) -> None:
    desk.done("take_over_voucher", **VOUCHER)
    assert (desk.balance("2130"), desk.balance("2115")) == (1_234, -1_234)
    (effect,) = desk.effects("erp.opening_payable")
    assert (effect.key, effect.amount_minor, effect.period) == ("CLINIC1/V000001", 1_234, "2026-04")
    assert not desk.effects("erp.site_voucher")


def test_a_bill_in_flight_is_an_expense_now(desk: Desk) -> None:
    desk.done("take_over_voucher", **VOUCHER, Account="6100")
    assert (desk.balance("6100"), desk.balance("2115")) == (1_234, -1_234)
    (effect,) = desk.effects("erp.site_voucher")
    assert effect.key == "CLINIC1/V000001"


def test_the_same_reference_again_is_another_document_and_a_find_shows_both(desk: Desk) -> None:
    for _ in range(2):
        desk.done("take_over_voucher", **VOUCHER)
        desk.done("take_over_order", **ORDER)
    body = {"Site": "CLINIC1", "Reference": "V000001"}
    assert len(desk.done("find_site_vouchers", **body)["items"]) == 2
    assert not desk.done("find_site_vouchers", **{**body, "Site": "CLINIC2"})["items"]
    assert len(desk.done("find_site_orders", Site="CLINIC1")["items"]) == 2


def test_a_taken_over_order_commits_without_a_posting(desk: Desk) -> None:
    desk.done("take_over_order", **ORDER)
    (effect,) = desk.effects("erp.opening_order")
    assert (effect.key, effect.amount_minor) == ("CLINIC1/PO000001", 90_000)
    assert not list(desk.books("erp.gl_balance"))
