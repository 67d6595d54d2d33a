"""The ledger refuses what does not balance."""

from __future__ import annotations

import copy

import pytest

from mock_systems.erp.ledger import Journal, Ledger, Unbalanced


def journal(*lines: tuple[str, str, int], date: str = "2026-04-30") -> Journal:
    return Journal("BU100", date, "COST", "US-1", lines)


def test_balanced_journal_moves_the_balances_of_its_unit_and_period() -> None:
    ledger = Ledger()
    assert ledger.post(journal(("5110", "CC-1", 500), ("1310", "", -500))) == 1
    assert ledger.post(journal(("5110", "CC-1", 7), ("1310", "", -7), date="2026-05-01")) == 2
    assert ledger.balances == {
        ("BU100", "2026-04"): {"5110": 500, "1310": -500},
        ("BU100", "2026-05"): {"5110": 7, "1310": -7},
    }
    assert [posted.period for posted in ledger.journals] == ["2026-04", "2026-05"]


def test_unbalanced_journal_is_refused_with_nothing_posted() -> None:
    ledger = Ledger()
    before = copy.deepcopy(ledger)
    with pytest.raises(Unbalanced, match="difference of 1 cents") as caught:
        ledger.post(journal(("5110", "CC-1", 501), ("1310", "", -500)))
    assert caught.value.difference_minor == 1
    assert ledger == before


def test_only_expense_accounts_count_as_spent_by_a_cost_center() -> None:
    ledger = Ledger()
    ledger.post(journal(("5110", "CC-1", 500), ("1310", "CC-1", -500)))
    assert ledger.spent_minor("CC-1", "2026-04") == 500
    assert ledger.spent_minor("CC-1", "2026-05") == 0


def test_journal_that_was_tampered_with_is_found() -> None:
    ledger = Ledger()
    ledger.post(journal(("5110", "CC-1", 500), ("1310", "", -500)))
    ledger.journals[0] = journal(("5110", "CC-1", 500), ("1310", "", -499))
    assert [(number, difference) for number, _, difference in ledger.out_of_balance()] == [
        ("JE-00000001", 1)
    ]
