"""Catalogue prices: imported whole or not at all, in effect from day to day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite, line, price, prices


def total_on(suite: Suite, day: int, month: int = 4) -> str:
    """What one box of item 100 costs on a day."""
    suite.clock.instant = datetime(2026, month, day, 15, tzinfo=UTC)
    total: str = suite.requisition(line("100", 1))["total"]
    return total


def test_the_seeded_price_holds_until_an_imported_one_starts() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/10/2026")))
    assert [total_on(suite, 9), total_on(suite, 10)] == ["12.50", "11.00"]


def test_the_seeded_price_holds_again_after_the_imported_one_ended() -> None:
    suite = Suite()
    line_1 = price("100", "11.0000", "04/10/2026", "04/12/2026")
    suite.ok("import_catalogue_prices", prices(1, line_1))
    assert [total_on(suite, 12), total_on(suite, 13)] == ["11.00", "12.50"]


def test_an_earlier_version_holds_until_the_next_one_starts() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/01/2026")))
    suite.ok("import_catalogue_prices", prices(2, price("100", "10.0000", "05/01/2026")))
    assert [total_on(suite, 30), total_on(suite, 1, month=5)] == ["11.00", "10.00"]


def test_a_price_starts_at_midnight_of_the_ship_to() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "05/01/2026")))
    suite.clock.instant = datetime(2026, 5, 1, 4, 30, tzinfo=UTC)
    assert suite.requisition(line("100", 1), ship_to="SHIP-1001")["total"] == "12.50"
    assert suite.requisition(line("100", 1), ship_to="SHIP-1002")["total"] == "11.00"


def test_a_requisition_keeps_the_price_of_its_day() -> None:
    suite = Suite()
    created = suite.requisition(line("100", 1))
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/01/2026")))
    read = suite.ok("get_requisition", {"id": created["id"]})
    assert (read["total"], read["lines"][0]["unit-price"]) == ("12.50", "12.5000")


def test_an_import_effects_each_line() -> None:
    suite = Suite()
    second = price("300", "0.8500", "04/10/2026", line=2)
    answer = suite.ok(
        "import_catalogue_prices", prices(3, price("100", "11.00", "04/10/2026"), second)
    )
    assert answer == {"contract-number": "K-9", "contract-version": 3, "lines-loaded": 2}
    effects = suite.effects("procurement.catalogue_price")
    assert [(e.key, e.amount_minor, e.version) for e in effects] == [
        ("K-9/3/1", 1100, 3),
        ("K-9/3/2", 85, 3),
    ]


def test_the_same_version_again_changes_nothing() -> None:
    suite = Suite()
    body = prices(1, price("100", "11.0000", "04/10/2026"))
    suite.ok("import_catalogue_prices", body)
    before = suite.state()
    assert suite.ok("import_catalogue_prices", body)["lines-loaded"] == 0
    assert suite.state() == before


def test_an_older_version_overwrites_the_newer_one() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(2, price("100", "10.0000", "04/01/2026")))
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/01/2026")))
    found = suite.ok("find_catalogue_prices", {"contract-number": "K-9"})
    assert (found["contract-version"], found["lines"][0]["unit-price"]) == (1, "11.0000")
    assert total_on(suite, 15) == "11.00"


def test_an_older_version_removes_a_newer_price_on_days_it_does_not_cover() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(2, price("100", "10.0000", "05/01/2026")))
    old = price("100", "11.0000", "04/01/2026", "04/30/2026")
    suite.ok("import_catalogue_prices", prices(1, old))
    assert [total_on(suite, 15), total_on(suite, 15, month=5)] == ["11.00", "12.50"]


def test_the_contract_imported_last_prices_an_item_of_two() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.00", "04/01/2026")))
    later = prices(1, price("100", "9.00", "04/01/2026"), contract="K-8")
    suite.ok("import_catalogue_prices", later)
    created = suite.requisition(line("100", 1))
    read = suite.ok("get_requisition", {"id": created["id"]})
    assert (read["total"], read["lines"][0]["contract-number"]) == ("9.00", "K-8")


def test_a_contract_without_prices_is_found_empty() -> None:
    answer = Suite().ok("find_catalogue_prices", {"contract-number": "K-0"})
    assert answer == {"contract-number": "K-0", "contract-version": 0, "lines": []}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([price("999", "1.00", "04/01/2026")], "UNKNOWN_ITEM"),
        ([price("100", "1.00", "04/01/2026", uom="case")], "UOM_MISMATCH"),
        ([price("100", "1.00", "04/01/2026", "03/31/2026")], "INVALID_DATES"),
        ([price("100", "1.00", "04/01/2026"), price("300", "1.00", "04/01/2026")], "DUPLICATE"),
        (
            [
                price("100", "1.00", "04/01/2026", "04/30/2026"),
                price("100", "2.00", "04/30/2026", line=2),
            ],
            "OVERLAPPING_PRICES",
        ),
        ([price("100", "1.0001", "04/01/2026")], "whole cents"),
        ([price("100", "1.00000", "04/01/2026")], "at most 4 decimals"),
        ([price("100", "1.00", "2026-04-01")], "MM/DD/YYYY"),
        ([], "INVALID_REQUEST"),
    ],
)
def test_an_import_with_one_bad_line_loads_none(lines: list[Body], code: str) -> None:
    good = price("200", "2.00", "04/01/2026", line=77)
    body = prices(1, *([good, *lines] if lines else []))
    answer = Suite().refused("import_catalogue_prices", body)
    assert answer.status == 422
    assert code in answer.text


def test_an_import_for_an_unknown_supplier_is_refused() -> None:
    body = prices(1, price("100", "1.00", "04/01/2026")) | {"erp-supplier-number": "39999999"}
    assert "UNKNOWN_SUPPLIER" in Suite().refused("import_catalogue_prices", body).text


def test_the_catalogue_lists_seeded_and_dated_prices() -> None:
    suite = Suite()
    suite.ok("import_catalogue_prices", prices(1, price("100", "11.0000", "04/10/2026")))
    row = suite.ok("list_catalogue", {"limit": "1"})["catalogue"][0]
    assert (row["unit-price"], row["contract-number"]) == ("12.5000", "K-1")
    assert row["prices"][0]["start-date"] == "04/10/2026"
