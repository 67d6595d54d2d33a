"""The books of acquired sites: what the legacy systems hold, and what the group took over (P14)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mock_systems.erp.ledger import Journal
from mock_systems.erp.site_crosswalk import SiteCrosswalk
from mock_systems.erp.tables import Tables as ErpTables
from mock_systems.inventory.site_items import SiteItem
from mock_systems.legacy.documents import Item, Stock
from mock_systems.legacy_erp.documents import Summary, Tables, Vendor, Voucher

Key = tuple[str, str]
"""(site, the site's own number)."""


@dataclass(frozen=True)
class Taken:
    """What S01, S04 and S05 keep of acquired sites."""

    erp: ErpTables
    items: Mapping[Key, SiteItem]
    codes: Mapping[Key, str]

    @property
    def crosswalk(self) -> SiteCrosswalk:
        return self.erp.sites


@dataclass(frozen=True)
class SiteBooks:
    """Reads; nothing here changes a table."""

    legacy: Tables
    local_items: Mapping[str, Item]
    stock: Stock
    taken: Taken

    def vendors(self) -> Mapping[Key, Vendor]:
        return self.legacy.vendors

    def vouchers(self) -> Collection[Voucher]:
        return self.legacy.vouchers.values()

    def summaries(self) -> Iterator[Summary]:
        """Every journal of every night."""
        return (journal for batch in self.legacy.batches for journal in batch)

    def journals(self) -> Mapping[str, list[tuple[int, Journal]]]:
        """Reference of a summary -> the group's journals under it, with their places."""
        found: dict[str, list[tuple[int, Journal]]] = {s.reference: [] for s in self.summaries()}
        for place, journal in enumerate(self.taken.erp.ledger.journals if found else (), start=1):
            if journal.reference in found:
                found[journal.reference].append((place, journal))
        return found

    def cut_over(self) -> frozenset[str]:
        """Sites that have left the legacy ERP."""
        return frozenset(site.code for site in self.legacy.sites.values() if site.cut_over_on)

    def on_hand_each(self, store: str, number: str) -> int:
        """What legacy materials management has of a site's item, in eaches."""
        item = self.local_items[f"{store}-{number}"]
        return self.stock.balances.get((store, item.number), 0) * item.factor
