"""Price agreements: a version as a whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import BOX_SUPPLIER, BOXED, LOOSE, Desk


def line(number: int, item: str, uom: str, price: str, **changes: Any) -> dict[str, Any]:
    return {
        "LineNumber": number,
        "ItemNumber": item,
        "UOMCode": uom,
        "UnitPrice": price,
        "StartDate": "2026-04-01",
        "EndDate": "2027-03-31",
        **changes,
    }


def agreement(version: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "AgreementNumber": "C-1",
        "Version": version,
        "SupplierNumber": BOX_SUPPLIER,
        "Lines": [line(1, BOXED, "BX", "49.90"), line(2, LOOSE, "EA", "12.00")],
        **changes,
    }


def test_import_loads_every_line_with_one_effect_each(desk: Desk) -> None:
    answer = desk.done("import_price_agreement", **agreement())
    assert answer["LinesLoaded"] == 2
    effects = desk.effects("erp.price_condition")
    assert [(e.key, e.amount_minor, e.version) for e in effects] == [
        ("C-1/1/1", 4990, 1),
        ("C-1/1/2", 1200, 1),
    ]
    found = desk.done("get_price_agreement", AgreementNumber="C-1")
    assert found["Lines"] == agreement()["Lines"]


def test_same_version_again_changes_nothing(desk: Desk) -> None:
    desk.done("import_price_agreement", **agreement())
    assert desk.done("import_price_agreement", **agreement())["LinesLoaded"] == 0
    assert len(desk.effects("erp.price_condition")) == 2


def test_newer_version_replaces_and_older_version_is_stale(desk: Desk) -> None:
    desk.done("import_price_agreement", **agreement(3, Lines=[line(1, BOXED, "BX", "48.00")]))
    stale = desk.refused("import_price_agreement", **agreement(2))
    assert (stale.status, stale.code) == (409, "STALE_VERSION")
    desk.done("import_price_agreement", **agreement(4))
    assert desk.done("get_price_agreement", AgreementNumber="C-1")["Version"] == 4


@pytest.mark.parametrize(
    ("last_line", "code"),
    [
        (line(2, "1", "EA", "1.00"), "UNKNOWN_ITEM"),
        (line(2, LOOSE, "BX", "1.00"), "UOM_MISMATCH"),
        (line(1, LOOSE, "EA", "1.00"), "DUPLICATE_LINE"),
        (line(2, LOOSE, "EA", "1.00", EndDate="2026-03-31"), "INVALID_DATES"),
        (line(2, BOXED, "BX", "1.00", StartDate="2027-03-31"), "OVERLAPPING_LINES"),
        (line(2, LOOSE, "EA", "1.005"), "INVALID_REQUEST"),
    ],
)
def test_one_bad_line_keeps_all_lines_out(desk: Desk, last_line: dict[str, Any], code: str) -> None:
    lines = [line(1, BOXED, "BX", "49.90"), last_line]
    outcome = desk.refused("import_price_agreement", **agreement(Lines=lines))
    assert (outcome.status, outcome.code) == (422, code)


def test_prices_of_one_item_may_follow_each_other(desk: Desk) -> None:
    later = line(2, BOXED, "BX", "51.00", StartDate="2027-04-01", EndDate="2028-03-31")
    lines = [later, line(1, BOXED, "BX", "49.90")]
    assert desk.done("import_price_agreement", **agreement(Lines=lines))["LinesLoaded"] == 2


def test_unknown_supplier_or_agreement_is_refused(desk: Desk) -> None:
    unknown = desk.refused("import_price_agreement", **agreement(SupplierNumber="1"))
    assert unknown.code == "UNKNOWN_SUPPLIER"
    assert desk.refused("get_price_agreement", AgreementNumber="C-9").status == 404
