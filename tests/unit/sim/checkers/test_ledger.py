"""The ledger: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from typing import Any

from sim.checkers.ledger import check_ledger
from sim.checkers.verdict import Finding
from tests.unit.sim.history_builder import Story

AP, GRNI = "2110", "2120"


def ledger(story: Story, ap_minor: int = -100, grni_minor: int = 100) -> Story:
    for account, amount in ((AP, ap_minor), (GRNI, grni_minor)):
        key = f"BU100/2026-04/{account}"
        story.book(
            "erp.gl_balance",
            effect_key=key,
            facility="BU100",
            period="2026-04",
            account=account,
            amount_minor=amount,
        )
    return story


def subledger(story: Story, amount_minor: int) -> Finding:
    row: dict[str, Any] = {"facility": "BU100", "account": AP, "amount_minor": amount_minor}
    story.book("erp.subledger", effect_key=f"BU100/{AP}", **row)
    return check_ledger(story.end())


def test_an_empty_history_is_unknown() -> None:
    assert check_ledger(Story().history()).outcome == "unknown"


def test_opening_balances_alone_are_unknown() -> None:
    story = Story()
    story.book("erp.gl_balance", "book_opening", facility="BU100", amount_minor=5)
    assert check_ledger(story.end()).outcome == "unknown"


def test_balanced_books_pass() -> None:
    assert subledger(ledger(Story()), -100).outcome == "pass"


def test_unequal_sides_fail() -> None:
    finding = check_ledger(ledger(Story(), ap_minor=-99).end())
    assert finding.outcome == "fail"
    assert finding.evidence[0].message == "BU100 2026-04: debits exceed credits by 1 cents"


def test_a_subledger_off_its_control_account_fails() -> None:
    finding = subledger(ledger(Story()), -90)
    assert finding.outcome == "fail"
    assert finding.measured["off_control_minor"] == 10
    assert (
        finding.evidence[0].message == "BU100/2110: subledger -90 cents, control account -100 cents"
    )


def test_a_subledger_without_control_account_fails() -> None:
    story = ledger(Story())
    story.book("erp.subledger", facility="BU200", account=AP, amount_minor=7)
    assert check_ledger(story.end()).measured["subledgers_off_control"] == 1


def test_a_journal_out_of_balance_fails() -> None:
    story = ledger(Story())
    story.book("erp.journal_out_of_balance", effect_key="J-1", amount_minor=3)
    finding = check_ledger(story.end())
    assert finding.outcome == "fail"
    assert finding.evidence[0].key == "J-1"
