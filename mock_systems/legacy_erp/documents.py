"""What the legacy ERP keeps: one set of tables for all sites, each with numbers of its own.

Money is in cents. A posting debits an expense, credits the payables; both balances are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

CASH = "1000"
PAYABLES = "2000"

POSTED = "POSTED"
PAID = "PAID"
PARKED = "PARKED"
HANDED = "HANDED"
"""Was parked when its site was cut over: the other ERP's since then."""
FORWARDED = "FWD"
"""Came to the old address after its site was cut over; never posted here."""
BACK = "BACK"
"""Was handed over or forwarded, and came back: entered here again under another number."""

Key = tuple[str, str]
"""(site, number within the site)."""


@dataclass(slots=True)
class Site:
    """`unit` is the group's facility; `cut_over_on` YYYYMMDD, '' while the site works here."""

    code: str
    unit: str
    cut_over_on: str = ""
    cut_overs: int = 0
    vouchers: int = 0

    def reference(self, number: str) -> str:
        """Under which the last cut-over handed a document over; each later one counts."""
        return number if self.cut_overs == 1 else f"{number}#{self.cut_overs}"


@dataclass(slots=True)
class Vendor:
    """`group_version` is the last version that the group's file brought, 0 for none."""

    site: str
    number: str
    name: str
    tax_id: str
    terms: str
    status: str = "ACTIVE"
    version: int = 1
    group_version: int = 0


@dataclass(slots=True)
class Voucher:
    """A vendor's bill; `batch` and `paid_batch` are the nightly batches that took its posting and
    its payment to the group's ledger; `was` is the number under which it came back, if it did."""

    site: str
    number: str
    vendor: str
    account: str
    amount_minor: int
    day: str
    status: str
    batch: int = 0
    paid_batch: int = 0
    forwarded: bool = False
    was: str = ""


class VendorChange(NamedTuple):
    """A version of a vendor as its clerk left it; the group's file may change the vendor again."""

    site: str
    vendor: str
    name: str
    terms: str
    status: str
    version: int


class OpenOrder(NamedTuple):
    """What a purchase order still has to bring."""

    site: str
    number: str
    vendor: str
    amount_minor: int


class TakenBack(NamedTuple):
    """A document that a site took back, under the reference that the other ERP knows it by."""

    site: str
    reference: str
    amount_minor: int


class Summary(NamedTuple):
    """A site's postings of a night: (account, cents, debit positive)."""

    reference: str
    site: str
    day: str
    lines: tuple[tuple[str, int], ...]

    @property
    def debit_minor(self) -> int:
        return sum(minor for _, minor in self.lines if minor > 0)


class PastMonth(NamedTuple):
    """A site's postings of a month that was over before anybody else wanted to know of them."""

    site: str
    period: str
    lines: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Tables:
    """Everything the legacy ERP remembers."""

    sites: dict[str, Site] = field(default_factory=dict)
    accounts: dict[Key, str] = field(default_factory=dict)
    vendors: dict[Key, Vendor] = field(default_factory=dict)
    vouchers: dict[Key, Voucher] = field(default_factory=dict)
    orders: dict[Key, OpenOrder] = field(default_factory=dict)
    balances: dict[Key, int] = field(default_factory=dict)
    batches: list[tuple[Summary, ...]] = field(default_factory=list)
    changes: list[VendorChange] = field(default_factory=list)
    """Made here since the last night."""
    taken_back: list[TakenBack] = field(default_factory=list)
    history: list[PastMonth] = field(default_factory=list)
    """In no batch yet; in the balances all along."""

    def post(self, voucher: Voucher) -> None:
        """Expense up, payables up."""
        voucher.status = POSTED
        self._move(voucher, voucher.account, PAYABLES)

    def pay(self, voucher: Voucher) -> None:
        """Payables down, cash down."""
        voucher.status = PAID
        self._move(voucher, PAYABLES, CASH)

    def _move(self, voucher: Voucher, debited: str, credited: str) -> None:
        for account, minor in (
            (debited, voucher.amount_minor),
            (credited, -voucher.amount_minor),
        ):
            key = (voucher.site, account)
            self.balances[key] = self.balances.get(key, 0) + minor


class HasTables(Protocol):
    """What an operation sees of the legacy ERP."""

    tables: Tables
