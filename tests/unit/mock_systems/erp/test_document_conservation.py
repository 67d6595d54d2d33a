"""Subledgers equal their control accounts under any sequence of the later documents' operations.

The other machine keeps a model of orders, receipts, invoices; this one asks the books.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.unit.mock_systems.erp.document_machine import CENTERS, REACHED, UNITS, Documents


class Conserving(Documents):
    """The promises that hold after every step."""

    @invariant()
    def trial_balance_is_zero_in_every_unit_and_period(self) -> None:
        totals: Counter[tuple[str, str]] = Counter()
        for entry in self.desk.books("erp.gl_balance"):
            totals[entry.facility, entry.period] += entry.amount_minor
        assert not any(totals.values())
        assert not list(self.desk.books("erp.journal_out_of_balance"))

    @invariant()
    def subledgers_equal_their_control_accounts(self) -> None:
        balances: Counter[tuple[str, str]] = Counter()
        for entry in self.desk.books("erp.gl_balance"):
            balances[entry.facility, entry.account] += entry.amount_minor
        for entry in self.desk.books("erp.subledger"):
            assert entry.amount_minor == balances[entry.facility, entry.account], entry

    @invariant()
    def nothing_is_left_between_companies_nor_unexplained(self) -> None:
        for entry in self.desk.books("erp.intercompany_elimination"):
            assert entry.amount_minor == 0
        for kind in ("erp.bank_account_unapproved", "erp.capitalisation_difference"):
            assert not list(self.desk.books(kind))

    @invariant()
    def encumbrance_of_departments_equals_that_of_their_orders(self) -> None:
        tables = self.desk.erp.tables
        for unit in UNITS:
            bound = tables.encumbered.get(CENTERS[unit], 0)
            assert bound == self.desk.balance("9100", unit) == -self.desk.balance("9190", unit)

    @invariant()
    def receivable_roll_is_the_control_account_by_period(self) -> None:
        rolled: Counter[tuple[str, str]] = Counter()
        for entry in self.desk.books("erp.receivable_roll"):
            rolled[entry.facility, entry.period] += entry.amount_minor
        for (unit, period), minor in rolled.items():
            assert self.desk.erp.tables.ledger.balances[unit, period]["1210"] == minor

    @invariant()
    def invoices_are_paid_once_and_never_above_their_amount(self) -> None:
        tables = self.desk.erp.tables
        standing: Counter[int] = Counter()
        paid: Counter[int] = Counter()
        for payment in tables.payments:
            if payment.status != "REJECTED":
                standing[payment.invoice_id] += 1
                paid[payment.invoice_id] += payment.amount_minor
        for invoice in tables.invoices.values():
            assert standing[invoice.id] == (invoice.status == "PAID")
            assert 0 <= invoice.credited_minor <= invoice.amount_minor
            if invoice.status == "PAID":
                assert paid[invoice.id] + invoice.credited_minor == invoice.amount_minor
        for memo in tables.credits.memos:
            assert 0 <= memo.applied_minor <= memo.amount_minor

    @invariant()
    def queues_hold_what_their_status_says(self) -> None:
        tables = self.desk.erp.tables
        payable = [number for _, number in tables.payable]
        assert len(payable) == len(set(payable))
        for invoice in tables.invoices.values():
            assert (invoice.id in tables.held) == (invoice.status == "HELD")
            assert bool(invoice.holds) == (invoice.status == "HELD")
            if invoice.status == "APPROVED":
                assert invoice.id in payable
        for key, waiting in tables.awaiting_receipt.items():
            targets = [target for target, _ in waiting]
            line = tables.orders[key[0]].lines[key[1]]
            assert targets == sorted(targets)
            assert targets[-1] == line.billed_each
            assert all(invoice.status != "CANCELLED" for _, invoice in waiting)
        counted = Counter(
            invoice.id for waiting in tables.awaiting_receipt.values() for _, invoice in waiting
        )
        for invoice in tables.invoices.values():
            if invoice.status != "CANCELLED":
                assert invoice.uncovered == counted[invoice.id]

    @invariant()
    def nothing_is_received_or_billed_below_zero(self) -> None:
        for order in self.orders():
            for line in order.lines.values():
                assert min(line.received_each, line.billed_each) >= 0


def test_books_hold_under_any_sequence_of_documents() -> None:
    REACHED.clear()
    run_state_machine_as_test(
        Conserving, settings=settings(max_examples=25, stateful_step_count=40, deadline=None)
    )
    vacuous = EXPECTED - REACHED.keys()
    assert not vacuous, f"the machine never met {sorted(vacuous)}"


EXPECTED = {
    *("create_purchase_order", "create_receipt", "create_invoice", "create_expense_invoice"),
    *("run_payments", "post_receivable", "record_cash_receipt", "change_purchase_order"),
}
