"""What the numbers of acquired sites mean in the ERP, and what was taken over from them (P14).

A site is known by the code of its onboarding; its own numbers are unique within it alone. The
take-over register is a subledger: what it owes stands on an account of its own until it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

SITE_JOURNAL = "SITE"
"""Category of the journals by which a site's vouchers are posted here."""


class AccountMap(NamedTuple):
    """A row of a site's chart, posted to the group's account from now on."""

    site: str
    number: str
    account: str


class SiteVoucher(NamedTuple):
    """A vendor's bill of a site; an opening one was a liability before the site was cut over."""

    site: str
    reference: str
    supplier: str
    business_unit: str
    account: str
    amount_minor: int
    opening: bool
    accounting_date: str


class SiteOrder(NamedTuple):
    """What a purchase order of a site still commits the group to."""

    site: str
    reference: str
    supplier: str
    business_unit: str
    amount_minor: int


class SiteReturn(NamedTuple):
    """A document that went back to its site; 0 cents for one that had not come yet, or was no
    posting."""

    kind: str
    site: str
    reference: str
    amount_minor: int
    accounting_date: str


@dataclass(slots=True)
class SiteCrosswalk:
    """By (site, the site's own number)."""

    suppliers: dict[tuple[str, str], str] = field(default_factory=dict)
    """SupplierNumber of a site's vendor number."""
    accounts: dict[tuple[str, str], AccountMap] = field(default_factory=dict)
    changes: dict[tuple[str, str], int] = field(default_factory=dict)
    """The last version of a site's vendor that was taken over."""
    vouchers: list[SiteVoucher] = field(default_factory=list)
    orders: list[SiteOrder] = field(default_factory=list)
    returns: dict[tuple[str, str], SiteReturn] = field(default_factory=dict)
    """By (site, reference): a reference that went back never comes again."""
