"""S08: vouchers by day, a batch by night, a cut-over, vendor files, the extract."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from mock_systems.legacy_erp import LegacyErp
from mock_systems.service import CallContext, CloudEvent, Effect

SITE = {"SITE": "CLINIC1"}
VOUCHER = {**SITE, "VENDOR": "V1001", "ACCOUNT": "5000", "AMOUNT": 12_345, "DAY": "20260414"}


class Desk:
    """Clock, recorder and publisher in one."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def now(self) -> datetime:
        return datetime(2026, 4, 14, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        raise AssertionError("the legacy ERP has no events")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def erp(desk: Desk) -> LegacyErp:
    system = LegacyErp(desk, desk, desk)
    system.load("sites", [{"code": "CLINIC1", "unit": "H01"}])
    rows = (("2000", "PAYABLES"), ("3000", "NET ASSETS"), ("5000", "SUPPLIES"))
    system.load("accounts", [{"site": "CLINIC1", "number": n, "name": name} for n, name in rows])
    vendor = {"site": "CLINIC1", "number": "V1001", "name": "Acme", "tax_id": "12-3456789"}
    system.load("vendors", [{**vendor, "terms": "NET30"}])
    open_items = {"site": "CLINIC1", "vendor": "V1001"}
    opening = {"number": "AP000001", "account": "3000", "amount_minor": 700, "day": "20260401"}
    system.load("vouchers", [{**open_items, **opening}])
    system.load("orders", [{**open_items, "number": "PO000001", "amount_minor": 900}])
    return system


def call(erp: LegacyErp, operation: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    response = erp.dispatch(operation, to_json(body), CallContext("world/clerk"))
    answer: dict[str, Any] = from_json(response.payload)
    return response.status, answer


def done(erp: LegacyErp, operation: str, body: dict[str, Any]) -> dict[str, Any]:
    status, answer = call(erp, operation, body)
    assert status < 400, answer
    return answer


def balances(erp: LegacyErp) -> dict[str, int]:
    return {entry.key: entry.amount_minor for entry in erp.books()}


def test_an_entered_voucher_is_an_expense_and_a_payable(erp: LegacyErp) -> None:
    assert done(erp, "enter_voucher", VOUCHER)["VOUCHER"] == "V000001"
    found = balances(erp)
    assert found["CLINIC1/5000"] == 12_345
    assert found["CLINIC1/2000"] == -12_345 - 700
    assert sum(found.values()) == 0


def test_a_parked_voucher_is_posted_when_somebody_releases_it(erp: LegacyErp) -> None:
    number = done(erp, "enter_voucher", {**VOUCHER, "HOLD": "Y"})["VOUCHER"]
    assert "CLINIC1/5000" not in balances(erp)
    done(erp, "release_voucher", {**SITE, "VOUCHER": number})
    assert balances(erp)["CLINIC1/5000"] == 12_345
    status, answer = call(erp, "release_voucher", {**SITE, "VOUCHER": number})
    assert (status, answer["MSGID"]) == (409, "AP0107")


def test_a_night_sums_every_posting_once(erp: LegacyErp, desk: Desk) -> None:
    done(erp, "enter_voucher", VOUCHER)
    done(erp, "enter_voucher", {**VOUCHER, "AMOUNT": 55})
    night = done(erp, "run_night", {"DAY": "20260414"})
    assert night["JOURNALS"] == [
        {
            "REFERENCE": "CLINIC1-000001",
            "SITE": "CLINIC1",
            "LINES": [
                {"ACCOUNT": "2000", "DEBIT": 0, "CREDIT": 13_100},
                {"ACCOUNT": "3000", "DEBIT": 700, "CREDIT": 0},
                {"ACCOUNT": "5000", "DEBIT": 12_400, "CREDIT": 0},
            ],
        }
    ]
    batch = desk.effects[-1]
    assert (batch.key, batch.amount_minor, batch.quantity) == ("LEGACYERP/000001", 13_100, 1)
    assert batch.period == "2026-04"
    again = done(erp, "run_night", {"DAY": "20260415"})
    assert (again["BATCH"], again["JOURNALS"]) == (2, [])
    assert desk.effects[-1] is batch, "a night without postings owes nothing"


def test_what_is_paid_is_in_one_night_and_open_no_longer(erp: LegacyErp) -> None:
    done(erp, "run_night", {"DAY": "20260413"})
    done(erp, "enter_voucher", VOUCHER)
    assert done(erp, "pay_vouchers", {"UP_TO": "20260410"}) == {"COUNT": 1, "AMOUNT": 700}
    assert done(erp, "pay_vouchers", {"UP_TO": "20260410"})["COUNT"] == 0
    (journal,) = done(erp, "run_night", {"DAY": "20260414"})["JOURNALS"]
    lines = {line["ACCOUNT"]: line["DEBIT"] - line["CREDIT"] for line in journal["LINES"]}
    assert lines == {"1000": -700, "2000": 700 - 12_345, "5000": 12_345}
    assert done(erp, "run_night", {"DAY": "20260415"})["JOURNALS"] == []
    open_items = done(erp, "cut_over_site", {**SITE, "DAY": "20260415"})["PAYABLES"]
    assert [row["VOUCHER"] for row in open_items] == ["V000001"]
    assert done(erp, "pay_vouchers", {"UP_TO": "20260430"})["COUNT"] == 0, "no longer paid here"


def test_a_cut_over_hands_over_what_is_open_and_forwards_the_rest(
    erp: LegacyErp, desk: Desk
) -> None:
    parked = done(erp, "enter_voucher", {**VOUCHER, "HOLD": "Y"})["VOUCHER"]
    answer = done(erp, "cut_over_site", {**SITE, "DAY": "20260415"})
    assert [row["ORDER"] for row in answer["ORDERS"]] == ["PO000001"]
    assert [row["VOUCHER"] for row in answer["PAYABLES"]] == ["AP000001"]
    assert [row["VOUCHER"] for row in answer["PARKED"]] == [parked]
    kinds = [effect.kind.partition(".")[2] for effect in desk.effects]
    assert kinds == ["open_order", "open_payable", "parked_voucher"]
    assert call(erp, "release_voucher", {**SITE, "VOUCHER": parked})[0] == 409
    assert call(erp, "cut_over_site", {**SITE, "DAY": "20260416"})[1]["MSGID"] == "CO0001"
    late = done(erp, "enter_voucher", VOUCHER)
    assert late["STATUS"] == "FWD"
    assert balances(erp)["CLINIC1/2000"] == -700, "posted nowhere here"
    night = done(erp, "run_night", {"DAY": "20260415"})
    assert [row["VOUCHER"] for row in night["FORWARDED"]] == [parked, late["VOUCHER"]]
    assert done(erp, "run_night", {"DAY": "20260416"})["FORWARDED"] == []


def test_a_change_leaves_as_it_was_made_though_the_group_changes_the_vendor_too(
    erp: LegacyErp,
) -> None:
    vendor = {**SITE, "VENDOR": "V1001"}
    done(erp, "change_vendor", {**vendor, "TERMS": "NET60"})
    row = {**vendor, "NAME": "ACME", "TERMS": "NET10", "STATUS": "ACTIVE", "VERSION": 3}
    done(erp, "load_vendor", row)
    done(erp, "load_vendor", {**row, "TERMS": "NET45", "VERSION": 2})
    assert erp.tables.vendors["CLINIC1", "V1001"].terms == "NET10", "an older version is no news"
    (left,) = done(erp, "run_night", {"DAY": "20260414"})["VENDORS"]
    assert (left["TERMS"], left["VERSION"]) == ("NET60", 2)


@pytest.mark.parametrize("table", ["APVND", "APVCH", "POHDR", "GLBAL", "COSITE"])
def test_every_table_can_be_extracted_as_csv(erp: LegacyErp, table: str) -> None:
    answer = done(erp, "extract_table", {"TABLE": table})
    heading, *rows = list(csv.reader(io.StringIO(answer["CSV"])))
    assert len(rows) == answer["ROWS"] > 0
    assert {len(row) for row in rows} == {len(heading)}


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("enter_voucher", {**VOUCHER, "VENDOR": "V9999"}, "AP0102"),
        ("enter_voucher", {**VOUCHER, "ACCOUNT": "9999"}, "GL0031"),
        ("enter_voucher", {**VOUCHER, "SITE": "CLINIC9"}, "CO0002"),
        ("enter_voucher", {**VOUCHER, "AMOUNT": 0}, "INVALID_REQUEST"),
        ("enter_voucher", {**VOUCHER, "DAY": "20260231"}, "INVALID_REQUEST"),
        ("enter_voucher", {**VOUCHER, "amount": 5}, "INVALID_REQUEST"),
        ("release_voucher", {**SITE, "VOUCHER": "V000009"}, "AP0101"),
        ("change_vendor", {**SITE, "VENDOR": "V9999", "TERMS": "NET30"}, "AP0102"),
        ("change_vendor", {**SITE, "VENDOR": "V1001", "TERMS": "COD"}, "INVALID_REQUEST"),
        ("extract_table", {"TABLE": "PASSWD"}, "INVALID_REQUEST"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    erp: LegacyErp, desk: Desk, operation: str, body: dict[str, Any], code: str
) -> None:
    before = balances(erp)
    status, answer = call(erp, operation, body)
    assert status >= 400
    assert answer["MSGID"] == code
    assert balances(erp) == before
    assert desk.effects == []


def test_a_row_of_an_unknown_kind_or_site_is_refused(erp: LegacyErp) -> None:
    with pytest.raises(ValueError, match="legacy_erp loads"):
        erp.load("users", [])
    with pytest.raises(ValueError, match="CLINIC7"):
        erp.load("accounts", [{"site": "CLINIC7", "number": "1", "name": "x"}])
