"""The chart of accounts, built in since every hospital of the group shares one."""

from __future__ import annotations

INVENTORY = "1310"
CASH = "1010"
ACCOUNTS_PAYABLE = "2110"
GRNI = "2120"
ACCRUED_EXPENSE = "2130"
OPENING_BALANCE = "3900"
SUPPLY_EXPENSE = "5110"
PRICE_VARIANCE = "5120"
OPERATING_EXPENSE = "6100"
ENCUMBRANCE = "9100"
ENCUMBRANCE_RESERVE = "9190"

NAMES = {
    CASH: "Cash",
    INVENTORY: "Inventory",
    ACCOUNTS_PAYABLE: "AccountsPayable",
    GRNI: "GRNI",
    ACCRUED_EXPENSE: "AccruedExpense",
    OPENING_BALANCE: "OpeningBalance",
    SUPPLY_EXPENSE: "SupplyExpense",
    PRICE_VARIANCE: "PurchasePriceVariance",
    OPERATING_EXPENSE: "OperatingExpense",
    ENCUMBRANCE: "Encumbrance",
    ENCUMBRANCE_RESERVE: "ReserveForEncumbrance",
}

EXPENSES = frozenset({SUPPLY_EXPENSE, PRICE_VARIANCE, OPERATING_EXPENSE})
"""What counts against the budget of a cost center."""

CONTROLLED = frozenset({ACCOUNTS_PAYABLE, GRNI, ENCUMBRANCE, ENCUMBRANCE_RESERVE})
"""Moved by documents only; a manual journal there would part the ledger from its subledger."""
