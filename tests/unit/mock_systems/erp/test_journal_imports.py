"""Journal files and accruals (S01): all or nothing, once, taken back in time (P16, S18)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk

DEBIT = {"Account": "6010", "CostCenter": "CC-1010", "Debit": "10.00"}
CREDIT = {"Account": "2210", "Credit": "10.00"}


def journal(reference: str, **changes: Any) -> dict[str, Any]:
    return {
        "Reference": reference,
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-30",
        "Category": "PAYROLL",
        "Lines": [DEBIT, CREDIT],
        **changes,
    }


def batch(**changes: Any) -> dict[str, Any]:
    return {
        "Source": "PAYROLL",
        "BatchNumber": "2026-09",
        "ControlCount": 2,
        "ControlDebit": "20.00",
        "ControlCredit": "20.00",
        "Journals": [journal("J-1"), journal("J-2")],
        **changes,
    }


def test_batch_posts_every_journal_once(desk: Desk) -> None:
    answer = desk.done("import_journal_batch", **batch())
    assert answer["JournalNumbers"] == ["JE-00000001", "JE-00000002"]
    assert (desk.balance("6010"), desk.balance("2210")) == (2000, -2000)
    (effect,) = desk.effects("erp.journal_batch")
    assert (effect.key, effect.amount_minor, effect.quantity) == ("PAYROLL/2026-09", 2000, 2)
    keys = [effect.key for effect in desk.effects("erp.feed_journal")]
    assert keys == ["PAYROLL/J-1", "PAYROLL/J-2"]
    outcome = desk.refused("import_journal_batch", **batch())
    assert (outcome.status, outcome.code) == (409, "DUPLICATE_BATCH")
    found = desk.done("find_journal_batches", Source="PAYROLL", BatchNumber="2026-09")["items"]
    assert found == [answer]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ControlCount": 3}, "CONTROL_TOTAL_MISMATCH"),
        ({"ControlDebit": "20.01"}, "CONTROL_TOTAL_MISMATCH"),
        ({"Journals": [journal("J-1"), journal("J-1")]}, "DUPLICATE_REFERENCE"),
        (
            {"Journals": [journal("J-1"), journal("J-2", BusinessUnit="BU9")]},
            "UNKNOWN_BUSINESS_UNIT",
        ),
        (
            {"Journals": [journal("J-1"), journal("J-2", AccountingDate="2026-03-31")]},
            "PERIOD_CLOSED",
        ),
        (
            {
                "Journals": [
                    journal("J-1"),
                    journal("J-2", Lines=[DEBIT, {**CREDIT, "TaxCode": "X"}]),
                ]
            },
            "UNKNOWN_TAX_CODE",
        ),
        (
            {
                "Journals": [
                    journal("J-1", Lines=[DEBIT, {**CREDIT, "Credit": "9.00"}]),
                    journal("J-2", Lines=[DEBIT, {**CREDIT, "Credit": "11.00"}]),
                ]
            },
            "UNBALANCED_JOURNAL",
        ),
    ],
)
def test_one_bad_journal_keeps_the_whole_batch_out(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    assert desk.refused("import_journal_batch", **batch(**changes)).code == code


def test_reversal_can_wait_for_its_period_to_open(desk: Desk) -> None:
    body = {
        **journal("x", ReversalDate="2026-06-01", ReversalMode="WHEN_PERIOD_OPENS"),
        "Category": "ACCRUAL",
    }
    del body["Reference"]
    assert desk.done("post_journal", **body)["ReversalJournalNumber"] == ""
    assert desk.balance("6010") == 1000
    assert desk.done("open_period", PeriodName="2026-06")["Status"] == "OPEN"
    assert desk.balance("6010") == 0
    assert [effect.period for effect in desk.effects("erp.journal")] == ["2026-04", "2026-06"]
    assert desk.events("erp.period.changed")[-1]["PeriodName"] == "2026-06"
    assert desk.refused("open_period", PeriodName="2026-06").code == "PERIOD_EXISTS"


def test_reversal_into_an_open_period_is_posted_at_once_in_either_mode(desk: Desk) -> None:
    body = journal("x", ReversalDate="2026-05-01", ReversalMode="WHEN_PERIOD_OPENS")
    del body["Reference"]
    assert desk.done("post_journal", **body)["ReversalJournalNumber"] == "JE-00000002"


def accrual(**changes: Any) -> dict[str, Any]:
    return {
        "AccrualNumber": "RENT",
        "BusinessUnit": "BU100",
        "Category": "ACCRUAL",
        "FirstPeriod": "2026-04",
        "LastPeriod": "2026-05",
        "Lines": [{**DEBIT, "Account": "6100"}, {**CREDIT, "Account": "2130"}],
        **changes,
    }


def test_recurring_accrual_is_posted_once_a_period_and_taken_back_in_the_next(desk: Desk) -> None:
    desk.done("create_recurring_accrual", **accrual())
    april = desk.done("post_accruals", PeriodName="2026-04")
    assert (april["JournalNumbers"], april["WaitingReversals"]) == (["JE-00000001"], 0)
    assert desk.done("post_accruals", PeriodName="2026-04")["JournalNumbers"] == []
    assert desk.balance("6100") == 0
    may = desk.done("post_accruals", PeriodName="2026-05")
    assert (len(may["JournalNumbers"]), may["WaitingReversals"]) == (1, 1)
    assert desk.balance("6100") == 1000
    desk.done("open_period", PeriodName="2026-06")
    assert desk.balance("6100") == 0
    assert desk.done("post_accruals", PeriodName="2026-06")["JournalNumbers"] == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"LastPeriod": "2026-03"}, "INVALID_DATES"),
        ({"BusinessUnit": "X"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"Lines": [DEBIT, {**CREDIT, "Credit": "9.00"}]}, "UNBALANCED_JOURNAL"),
    ],
)
def test_bad_accrual_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert desk.refused("create_recurring_accrual", **accrual(**changes)).code == code


def test_accrual_number_is_taken_once(desk: Desk) -> None:
    desk.done("create_recurring_accrual", **accrual())
    assert desk.refused("create_recurring_accrual", **accrual()).code == "DUPLICATE_ACCRUAL"
