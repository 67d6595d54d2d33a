"""Reads the ERP's books straight from its tables, for whoever judges them.

The control totals are added up from the documents, not from running balances: they are the
independent side of the comparison with the general ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mock_systems.erp.accounts import (
    ACCOUNTS_PAYABLE,
    ENCUMBRANCE,
    GRNI,
    INTERCOMPANY_DUE_FROM,
    INTERCOMPANY_DUE_TO,
    INTRACOMPANY_DUE_FROM,
    INTRACOMPANY_DUE_TO,
    RECEIVABLES,
)
from mock_systems.erp.controls import WHERE_USED, control_totals
from mock_systems.erp.ledger import Ledger
from mock_systems.erp.tables import Tables
from mock_systems.service import BookEntry

ALWAYS = (ACCOUNTS_PAYABLE, GRNI, ENCUMBRANCE)
DUE_PAIRS = (
    (INTERCOMPANY_DUE_FROM, INTERCOMPANY_DUE_TO),
    (INTRACOMPANY_DUE_FROM, INTRACOMPANY_DUE_TO),
)


def read_books(tables: Tables) -> Iterator[BookEntry]:
    """Balances, journals out of balance (none, if all is well), control totals, roll-forwards."""
    yield from _balances(tables.ledger)
    yield from _out_of_balance(tables.ledger)
    yield from _controls(tables)
    yield from _receivable_rolls(tables)
    yield from _eliminations(tables)
    yield from _exceptions(tables)


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
    """What each control account should hold, with the sign of the ledger.

    An account that only some hospitals use is shown where it was used.
    """
    totals = control_totals(tables)
    used = {
        (business_unit, account)
        for (business_unit, _), balances in tables.ledger.balances.items()
        for account in balances
    }
    for business_unit in sorted(tables.locations):
        for account in (*ALWAYS, *WHERE_USED):
            key = (business_unit, account)
            if account in ALWAYS or key in used or totals[key]:
                yield BookEntry(
                    "erp.subledger",
                    f"{business_unit}/{account}",
                    amount_minor=totals[key],
                    facility=business_unit,
                    account=account,
                )


def _receivable_rolls(tables: Tables) -> Iterator[BookEntry]:
    """Movements of patient receivables by type; their sum is the control account (CR5)."""
    for (business_unit, period), rolled in sorted(tables.receivables.rolled.items()):
        for type_, minor in sorted(rolled.items()):
            yield BookEntry(
                "erp.receivable_roll",
                f"{business_unit}/{period}/{type_}",
                amount_minor=minor,
                facility=business_unit,
                period=period,
                account=RECEIVABLES,
            )


def _eliminations(tables: Tables) -> Iterator[BookEntry]:
    """What is left of due-from and due-to when all units are added up: zero, if all is well."""
    left: Counter[str] = Counter()
    for balances in tables.ledger.balances.values():
        for due_from, due_to in DUE_PAIRS:
            pair = f"{due_from}/{due_to}"
            if due_from in balances or due_to in balances:
                left[pair] += balances.get(due_from, 0) + balances.get(due_to, 0)
    for pair, minor in sorted(left.items()):
        yield BookEntry("erp.intercompany_elimination", pair, amount_minor=minor)


def _exceptions(tables: Tables) -> Iterator[BookEntry]:
    """None, if all is well: accounts without two people's approval (SM5), assets that cost
    something else than their project (P18)."""
    for versions in tables.bank.accounts.values():
        for account in versions:
            if not account.is_approved_by_two:
                key = f"{account.supplier}/{account.version}"
                yield BookEntry("erp.bank_account_unapproved", key)
    for asset in tables.assets.by_number.values():
        if asset.project:
            difference_minor = asset.cost_minor - tables.projects[asset.project].cost_minor
            if difference_minor:
                yield BookEntry(
                    "erp.capitalisation_difference",
                    asset.number,
                    amount_minor=difference_minor,
                    facility=asset.business_unit,
                )
