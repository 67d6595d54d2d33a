"""A cut-over undone at the legacy ERP: the site works here again with everything that it had."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.legacy_erp import LegacyErp
from tests.unit.mock_systems.legacy_erp.test_system import (
    SITE,
    VOUCHER,
    Desk,
    balances,
    call,
    desk,
    done,
    erp,
)

__all__ = ["desk", "erp"]
DAY = {**SITE, "DAY": "20260415"}
NEXT_DAY = {**SITE, "DAY": "20260416"}


@pytest.fixture
def gone(erp: LegacyErp) -> LegacyErp:
    """A site that left with V000001 in flight; V000002 came to the old address since."""
    done(erp, "enter_voucher", {**VOUCHER, "HOLD": "Y"})
    done(erp, "cut_over_site", DAY)
    done(erp, "enter_voucher", VOUCHER)
    return erp


def status_of(erp: LegacyErp, number: str) -> str:
    return erp.tables.vouchers["CLINIC1", number].status


def test_what_was_given_away_is_listed_under_its_old_numbers(gone: LegacyErp, desk: Desk) -> None:
    answer = done(gone, "take_back_site", NEXT_DAY)
    assert [row["ORDER"] for row in answer["ORDERS"]] == ["PO000001"]
    assert [row["VOUCHER"] for row in answer["PAYABLES"]] == ["AP000001"]
    assert [row["VOUCHER"] for row in answer["BILLS"]] == ["V000001", "V000002"]
    told = [(e.kind, e.key, e.version) for e in desk.effects if ".returned_" in e.kind]
    assert told == [
        ("legacy_erp.returned_order", "CLINIC1/PO000001", 1),
        ("legacy_erp.returned_payable", "CLINIC1/AP000001", 1),
        ("legacy_erp.returned_bill", "CLINIC1/V000001", 1),
        ("legacy_erp.returned_bill", "CLINIC1/V000002", 1),
    ]


def test_a_bill_that_came_back_is_entered_again_for_a_person_to_look_at(gone: LegacyErp) -> None:
    entered = done(gone, "take_back_site", NEXT_DAY)["ENTERED"]
    assert [(row["VOUCHER"], row["DAY"]) for row in entered] == [
        ("V000003", "20260416"),
        ("V000004", "20260416"),
    ]
    assert [status_of(gone, f"V00000{n}") for n in range(1, 5)] == [
        *("BACK", "BACK"),
        *("PARKED", "PARKED"),
    ]
    assert gone.tables.vouchers["CLINIC1", "V000003"].was == "V000001"
    done(gone, "release_voucher", {**SITE, "VOUCHER": "V000003"})
    assert balances(gone)["CLINIC1/5000"] == 12_345


def test_nothing_that_came_back_is_forwarded_any_more(gone: LegacyErp) -> None:
    done(gone, "take_back_site", NEXT_DAY)
    assert done(gone, "run_night", {"DAY": "20260416"})["FORWARDED"] == []


def test_a_site_that_came_back_posts_and_pays_here(gone: LegacyErp) -> None:
    done(gone, "take_back_site", NEXT_DAY)
    assert done(gone, "enter_voucher", VOUCHER)["STATUS"] == "POSTED"
    assert done(gone, "pay_vouchers", {"UP_TO": "20260401"}) == {"COUNT": 1, "AMOUNT": 700}


def test_a_second_cut_over_tells_its_documents_from_those_of_the_first(
    gone: LegacyErp, desk: Desk
) -> None:
    done(gone, "take_back_site", NEXT_DAY)
    answer = done(gone, "cut_over_site", {**SITE, "DAY": "20260417"})
    assert [row["VOUCHER"] for row in answer["PARKED"]] == ["V000003", "V000004"]
    keys = [e.key for e in desk.effects if e.kind.startswith("legacy_erp.open_")]
    assert keys == [
        *("CLINIC1/PO000001", "CLINIC1/AP000001"),
        *("CLINIC1/PO000001#2", "CLINIC1/AP000001#2"),
    ]
    done(gone, "take_back_site", {**SITE, "DAY": "20260418"})
    keys = [e.key for e in desk.effects if e.kind == "legacy_erp.returned_payable"]
    assert keys == ["CLINIC1/AP000001", "CLINIC1/AP000001#2"]


@pytest.mark.parametrize(
    ("site", "code"), [("CLINIC1", "CO0003"), ("CLINIC9", "CO0002")], ids=["here", "unknown"]
)
def test_a_site_that_has_not_left_cannot_come_back(erp: LegacyErp, site: str, code: str) -> None:
    body: dict[str, Any] = {**NEXT_DAY, "SITE": site}
    status, answer = call(erp, "take_back_site", body)
    assert status >= 400
    assert answer["MSGID"] == code
