"""Manual journals with their reversals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mock_systems.erp.desk import Desk

DEBIT = {"Account": "6100", "CostCenter": "CC-1010", "Debit": "75.50"}
CREDIT = {"Account": "2130", "Credit": "75.50"}


def body(**changes: Any) -> dict[str, Any]:
    return {
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-30",
        "Category": "ACCRUAL",
        "Lines": [DEBIT, CREDIT],
        **changes,
    }


def test_balanced_journal_is_posted(desk: Desk) -> None:
    answer = desk.done("post_journal", "world/finance", **body())
    assert answer == {"JournalNumber": "JE-00000001", "ReversalJournalNumber": ""}
    assert (desk.balance("6100"), desk.balance("2130")) == (7550, -7550)
    (effect,) = desk.effects("erp.journal")
    assert (effect.key, effect.amount_minor) == ("JE-00000001", 7550)
    assert (effect.facility, effect.period) == ("BU100", "2026-04")


def test_reversal_date_posts_the_mirror_image_in_its_period(desk: Desk) -> None:
    answer = desk.done("post_journal", **body(ReversalDate="2026-05-01"))
    assert answer["ReversalJournalNumber"] == "JE-00000002"
    balances = {(e.period, e.account): e.amount_minor for e in desk.books("erp.gl_balance")}
    assert balances == {
        ("2026-04", "6100"): 7550,
        ("2026-04", "2130"): -7550,
        ("2026-05", "6100"): -7550,
        ("2026-05", "2130"): 7550,
    }
    assert [(e.key, e.period) for e in desk.effects("erp.journal")] == [
        ("JE-00000001", "2026-04"),
        ("JE-00000002", "2026-05"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Lines": [DEBIT, {**CREDIT, "Credit": "75.49"}]}, "UNBALANCED_JOURNAL"),
        ({"Lines": [DEBIT, {**CREDIT, "Account": "9999"}]}, "UNKNOWN_ACCOUNT"),
        ({"Lines": [DEBIT, {**CREDIT, "Account": "2110"}]}, "CONTROL_ACCOUNT"),
        ({"Lines": [{**DEBIT, "CostCenter": "X"}, CREDIT]}, "UNKNOWN_COST_CENTER"),
        ({"Lines": [{**DEBIT, "Credit": "75.50"}, CREDIT]}, "INVALID_LINE"),
        ({"Lines": [DEBIT, CREDIT, {"Account": "6100"}]}, "INVALID_LINE"),
        ({"Lines": [DEBIT]}, "INVALID_REQUEST"),
        ({"BusinessUnit": "BU999"}, "UNKNOWN_BUSINESS_UNIT"),
        ({"AccountingDate": "2026-03-31"}, "PERIOD_CLOSED"),
        ({"ReversalDate": "2026-06-01"}, "PERIOD_CLOSED"),
        ({"ReversalDate": "2026-04-30"}, "INVALID_DATES"),
    ],
)
def test_journal_that_would_spoil_the_books_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    outcome = desk.refused("post_journal", **body(**changes))
    assert (outcome.status, outcome.code) == (422, code)
