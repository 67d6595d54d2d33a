"""Accounts, tax codes, stock locations that were set up here besides the built-in ones (P17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.erp.accounts import NAMES


class Account(NamedTuple):
    """An account of the chart; an EXPENSE counts against the budget of its cost center."""

    code: str
    name: str
    type: str
    status: str = "ACTIVE"
    version: int = 1
    effective_date: str = ""


class TaxCode(NamedTuple):
    """A tax rate in hundredths of a percent."""

    code: str
    name: str
    rate_bp: int
    status: str = "ACTIVE"
    version: int = 1
    effective_date: str = ""

    def tax_minor(self, net_minor: int) -> int:
        """Half a cent up."""
        return (net_minor * self.rate_bp + 5_000) // 10_000


class StockLocation(NamedTuple):
    """A room that keeps stock; the inventory application works there."""

    code: str
    name: str
    business_unit: str
    cost_center: str
    status: str = "ACTIVE"
    version: int = 1
    effective_date: str = ""


@dataclass(slots=True)
class ReferenceData:
    """By code; the built-in chart stays as it is."""

    accounts: dict[str, Account] = field(default_factory=dict)
    tax_codes: dict[str, TaxCode] = field(default_factory=dict)
    stock_locations: dict[str, StockLocation] = field(default_factory=dict)

    def account_status(self, code: str) -> str:
        """ACTIVE, INACTIVE, or "" for an account that does not exist."""
        if code in NAMES:
            return "ACTIVE"
        account = self.accounts.get(code)
        return account.status if account else ""
