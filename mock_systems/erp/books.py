"""Reads the ERP's books straight from its tables, for whoever judges them.

The control totals are added up from the documents, not from running balances: they are the
independent side of the comparison with the general ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mock_systems.erp.accounts import ACCOUNTS_PAYABLE, ENCUMBRANCE, GRNI
from mock_systems.erp.ledger import Ledger
from mock_systems.erp.match import PAID
from mock_systems.erp.tables import Tables
from mock_systems.service import BookEntry


def read_books(tables: Tables) -> Iterator[BookEntry]:
    """Balances, journals out of balance (none, if all is well), control totals."""
    yield from _balances(tables.ledger)
    yield from _out_of_balance(tables.ledger)
    yield from _controls(tables)


def _balances(ledger: Ledger) -> Iterator[BookEntry]:
    for (business_unit, period), balances in sorted(ledger.balances.items()):
        for account, minor in sorted(balances.items()):
            yield BookEntry(
                "erp.gl_balance",
                f"{business_unit}/{period}/{account}",
                amount_minor=minor,
                facility=business_unit,
                period=period,
                account=account,
            )


def _out_of_balance(ledger: Ledger) -> Iterator[BookEntry]:
    for number, journal, difference_minor in ledger.out_of_balance():
        yield BookEntry(
            "erp.journal_out_of_balance",
            number,
            amount_minor=difference_minor,
            facility=journal.business_unit,
            period=journal.period,
        )


def _controls(tables: Tables) -> Iterator[BookEntry]:
    """What each control account should hold, with the sign of the ledger."""
    totals: Counter[tuple[str, str]] = Counter()
    for invoice in tables.invoices.values():
        if invoice.status != PAID:
            totals[invoice.business_unit, ACCOUNTS_PAYABLE] -= invoice.amount_minor
    for order in tables.orders.values():
        for line in order.lines.values():
            totals[order.business_unit, GRNI] -= line.received_minor - line.billed_minor
            totals[order.business_unit, ENCUMBRANCE] += line.encumbered_minor
    for business_unit in sorted(tables.locations):
        for account in (ACCOUNTS_PAYABLE, GRNI, ENCUMBRANCE):
            yield BookEntry(
                "erp.subledger",
                f"{business_unit}/{account}",
                amount_minor=totals[business_unit, account],
                facility=business_unit,
                account=account,
            )
