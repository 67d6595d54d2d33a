"""Charges between business units (S01): both ends balance, nothing is left in sum."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.erp.entities import shares_minor
from tests.unit.mock_systems.erp.desk import MASTERS, Desk


@pytest.fixture
def group() -> Desk:
    """Two hospitals of two companies, one hospital more of the first."""
    desk = Desk()
    codes = (("LE1", "North Inc"), ("LE2", "East Inc"))
    rows = [{"LegalEntity": code, "Name": name} for code, name in codes]
    desk.erp.load("legal_entities", rows)
    north, east = MASTERS["locations"]
    third = {**north, "BusinessUnit": "BU300", "GLN": "0614141000036"}
    locations = [(north, "LE1"), (east, "LE2"), (third, "LE1")]
    desk.erp.load("locations", [{**row, "LegalEntity": code} for row, code in locations])
    for kind in ("cost_centers", "periods"):
        desk.erp.load(kind, MASTERS[kind])
    return desk


def journal(**changes: Any) -> dict[str, Any]:
    return {
        "Reference": "IC-APRIL",
        "AccountingDate": "2026-04-30",
        "ProviderBusinessUnit": "BU100",
        "ProviderAccount": "6590",
        "ReceiverBusinessUnit": "BU200",
        "ReceiverAccount": "6500",
        "ReceiverCostCenter": "CC-2010",
        "Amount": "100.00",
        **changes,
    }


def eliminations(desk: Desk) -> dict[str, int]:
    return {entry.key: entry.amount_minor for entry in desk.books("erp.intercompany_elimination")}


def test_each_end_balances_through_its_due_account(group: Desk) -> None:
    group.done("post_intercompany_journal", **journal())
    assert (group.balance("1810"), group.balance("6590")) == (10000, -10000)
    assert (group.balance("6500", "BU200"), group.balance("2810", "BU200")) == (10000, -10000)
    assert eliminations(group) == {"1810/2810": 0}
    (effect,) = group.effects("erp.intercompany")
    assert (effect.key, effect.amount_minor, effect.facility) == ("IC-APRIL", 10000, "BU100")


def test_units_of_one_company_use_other_accounts(group: Desk) -> None:
    group.done(
        "post_intercompany_journal", **journal(ReceiverBusinessUnit="BU300", ReceiverCostCenter="")
    )
    assert (group.balance("1820"), group.balance("2820", "BU300")) == (10000, -10000)
    assert group.balance("1810") == 0


def test_shared_services_split_adds_up_to_the_cent(group: Desk) -> None:
    allocations = [{"BusinessUnit": unit, "Weight": 1} for unit in ("BU200", "BU300")]
    answer = group.done(
        "charge_shared_services",
        Reference="IT",
        AccountingDate="2026-04-30",
        ProviderBusinessUnit="BU100",
        Amount="0.03",
        Allocations=allocations,
    )
    assert [charge["Amount"] for charge in answer["Charges"]] == ["0.02", "0.01"]
    assert [effect.key for effect in group.effects("erp.intercompany")] == ["IT/BU200", "IT/BU300"]
    assert group.balance("6590") == -3


def test_shares_favour_the_largest_remainder() -> None:
    assert shares_minor(100, [1, 1, 1]) == [34, 33, 33]
    assert shares_minor(10, [1, 2, 4]) == [1, 3, 6]


def test_settlement_clears_both_ends_once(group: Desk) -> None:
    number = group.done("post_intercompany_journal", **journal())["IntercompanyNumber"]
    body = {"IntercompanyNumber": number, "AccountingDate": "2026-05-02"}
    group.done("settle_intercompany", **body)
    assert (group.balance("1810"), group.balance("2810", "BU200")) == (0, 0)
    assert (group.balance("1010"), group.balance("1010", "BU200")) == (10000, -10000)
    assert group.refused("settle_intercompany", **body).code == "ALREADY_SETTLED"


def test_same_reference_twice_charges_twice_and_both_are_found(group: Desk) -> None:
    for _ in range(2):
        group.done("post_intercompany_journal", **journal())
    assert len(group.done("find_intercompany", Reference="IC-APRIL")["items"]) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ReceiverBusinessUnit": "BU100"}, "SAME_BUSINESS_UNIT"),
        ({"ReceiverBusinessUnit": "BU999"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"ReceiverAccount": "2110"}, "CONTROL_ACCOUNT"),
        ({"ProviderAccount": "1810"}, "CONTROL_ACCOUNT"),
        ({"ReceiverCostCenter": "X"}, "UNKNOWN_COST_CENTER"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ({"Amount": "0.00"}, "INVALID_AMOUNT"),
    ],
)
def test_charge_that_would_spoil_the_books_is_refused(
    group: Desk, changes: dict[str, Any], code: str
) -> None:
    assert group.refused("post_intercompany_journal", **journal(**changes)).code == code


def test_masters_without_entities_belong_to_one(desk: Desk) -> None:
    (entity,) = desk.done("list_legal_entities")["items"]
    assert entity["BusinessUnits"] == ["BU100", "BU200"]


def test_trial_balance_of_an_entity_adds_up_to_zero(group: Desk) -> None:
    group.done("post_intercompany_journal", **journal())
    body = {"LegalEntity": "LE1", "PeriodName": "2026-04"}
    lines = group.done("list_trial_balance", **body)["items"]
    assert lines == [
        {"Account": "1810", "Balance": "100.00"},
        {"Account": "6590", "Balance": "-100.00"},
    ]
    assert group.refused("list_trial_balance", **{**body, "LegalEntity": "X"}).status == 404


def test_location_of_an_unknown_entity_is_not_loaded(desk: Desk) -> None:
    with pytest.raises(ValueError, match="loaded LegalEntity"):
        desk.erp.load("locations", [{**MASTERS["locations"][0], "LegalEntity": "LE9"}])
