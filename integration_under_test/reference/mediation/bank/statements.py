"""What the bank's statements say of payments and deposits (P08, P10)."""

from __future__ import annotations

import re

from integration_under_test.reference.mediation.canonical.bank_entries import (
    BankDeposit,
    BankEntry,
    BankReturn,
    Clearing,
)
from integration_under_test.reference.mediation.protocols.bai2 import Account, Entry, Statement
from integration_under_test.reference.releases.table import Table

BUSINESS_UNITS = Table("mappings.bank_account", {"4000117": "BU100"})
"""Account at the bank -> the ERP's business unit that keeps it: all is the treasury's."""
SETTLED = frozenset({"451", "475"})
"""ACH debit, cheque paid."""
RETURNED = "257"
"""ACH return item; its text begins `RETURN R02`, with the network's reason code."""
DEPOSITED = "142"
"""ACH credit; its text begins with the payer's id."""
_RETURN = re.compile(r"RETURN (R[0-9]{2})\b")


def read(
    statement: Statement, account: Account, entry: Entry
) -> Clearing | BankReturn | BankDeposit | BankEntry:
    """A transaction as what it means here, or as it is where it means nothing that we know.

    Raises LookupError for an account that is not the group's.
    """
    unit = BUSINESS_UNITS[account.number]
    # The line makes the reference distinct: a payment that is debited twice is not one clearing.
    reference = f"{statement.number}/{entry.line}"
    number, minor = entry.customer_reference, entry.amount_minor
    reason = _RETURN.match(entry.text)
    payer = entry.text.partition(" ")[0]
    if number and entry.code in SETTLED:
        return Clearing(number, reference, minor, account.day)
    if number and entry.code == RETURNED and reason:
        return BankReturn(number, reason[1], account.day)
    if number and entry.code == DEPOSITED and payer:
        return BankDeposit(number, payer, unit, minor, account.day)
    return BankEntry(reference, entry.code, minor, number, entry.text)
