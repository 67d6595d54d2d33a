"""The sites of acquired companies as frozen records: their own keys, with what those mean here.

Local numbers start alike at every site, so that one number means one thing here, another there.
Only the simulator knows which firm a vendor is; an integration has names with tax numbers, and
what both houses agreed on of items, accounts and charge codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class LocalVendor:
    """A vendor record of a site. `supplier` is the ERP number of the same firm, '' for a new one.

    `firm` is the tax number in digits alone, by which two records are one firm.
    """

    number: str
    name: str
    tax_id: str
    terms: str
    firm: str
    supplier: str


@dataclass(frozen=True, slots=True)
class LocalItem:
    """An item of a site, counted and bought in `unit` of `factor` eaches at its own cost."""

    number: str
    description: str
    unit: str
    factor: int
    unit_cost_minor: int
    """Per each."""
    item: str
    """ERP item number."""
    opening_units: int


@dataclass(frozen=True, slots=True)
class LocalAccount:
    """A row of a site's chart; several may become one `account` of the group's (N:1)."""

    number: str
    name: str
    account: str


@dataclass(frozen=True, slots=True)
class OpenVoucher:
    """A vendor's bill of before the start that is still to be paid."""

    number: str
    vendor: str
    account: str
    amount_minor: int
    day: date


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A purchase order of before the start, of which this much is still to come."""

    number: str
    vendor: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PastMonth:
    """What a site posted in a month before the start: (account, cents, debit positive)."""

    period: str
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AcquiredSite:
    """`facility` is the hospital that runs it; `store` its number in legacy materials; `wave_day`
    the day of the run on which it joins, 1 for the first."""

    code: str
    name: str
    facility: str
    store: str
    vendors: tuple[LocalVendor, ...]
    items: tuple[LocalItem, ...]
    accounts: tuple[LocalAccount, ...]
    vouchers: tuple[OpenVoucher, ...]
    orders: tuple[OpenOrder, ...]
    wave_day: int = 1
    history: tuple[PastMonth, ...] = ()

    @property
    def wave_s(self) -> float:
        """Seconds after the start of the run at which its day of joining begins."""
        return (self.wave_day - 1) * DAY_S

    @property
    def expenses(self) -> tuple[LocalAccount, ...]:
        """The accounts that bills are charged to: numbers from 5000."""
        return tuple(account for account in self.accounts if account.number >= "5000")
