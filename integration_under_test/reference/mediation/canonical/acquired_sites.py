"""Acquired sites: what their own numbers mean in the group, and what they leave open.

A site's numbers are unique within the site alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteVendor:
    """Two records of one tax number are one firm, whatever they call it."""

    site: str
    number: str
    name: str
    tax_id: str
    terms: str

    @property
    def firm(self) -> str:
        """The tax number in digits alone."""
        return "".join(filter(str.isdigit, self.tax_id))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A vendor of a site that joins; its master file is of the day `as_of`."""

    site: str
    vendor: str
    as_of: str


@dataclass(frozen=True, slots=True)
class SiteItem:
    """`item` is the ERP's number; the site's unit holds `factor` EA."""

    site: str
    number: str
    item: str
    factor: int


@dataclass(frozen=True, slots=True)
class SiteAccount:
    site: str
    number: str
    account: str


@dataclass(frozen=True, slots=True)
class SiteChargeCode:
    site: str
    code: str
    charge_code: str


@dataclass(frozen=True, slots=True)
class AcquiredSite:
    """`business_unit` is the group's; `store` is its number in legacy materials management."""

    code: str
    business_unit: str
    store: str
    version: int
    accounts: tuple[SiteAccount, ...]
    items: tuple[SiteItem, ...]


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """What a purchase order of a site still commits to."""

    site: str
    number: str
    vendor: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class SiteBill:
    """A vendor's bill of a site. `account` is the site's own; "" for a bill that the site's ledger
    has accrued, which is posted to no expense again."""

    site: str
    number: str
    vendor: str
    account: str
    amount_minor: int
    posted_on: str


@dataclass(frozen=True, slots=True)
class SiteReturn:
    """A document that its site takes back; `kind` is ORDER, OPENING_BILL or BILL."""

    site: str
    number: str
    kind: str
    amount_minor: int
    returned_on: str


@dataclass(frozen=True, slots=True)
class VendorChange:
    """The terms of a vendor in a version of the site's own."""

    site: str
    vendor: str
    terms: str
    version: int
