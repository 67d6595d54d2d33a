"""What must be known of an acquired site before its documents can be written (P14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.gateway.command_kind import Answer, Enquiry
from integration_under_test.reference.mediation.acquisition import kept_sites
from integration_under_test.reference.mediation.canonical.acquired_sites import (
    Newcomer,
    OpenOrder,
    SiteBill,
    SiteItem,
    SiteVendor,
)
from integration_under_test.reference.mediation.canonical.journals import JournalBatch
from integration_under_test.reference.mediation.canonical.json_form import from_json
from integration_under_test.reference.mediation.canonical.site_stock import (
    SiteReceipts,
    SiteStock,
)
from integration_under_test.reference.mediation.canonical.suppliers import (
    Supplier,
    SupplierChange,
)
from integration_under_test.reference.mediation.erp import site_crosswalk
from integration_under_test.reference.mediation.erp.credit_memos import SEAT
from integration_under_test.reference.mediation.erp.site_journals import account_of
from integration_under_test.reference.mediation.erp.take_overs import Meaning
from integration_under_test.reference.mediation.inventory import site_items
from integration_under_test.reference.mediation.legacy_erp import vendors
from integration_under_test.reference.mediation.notation import local_day
from integration_under_test.reference.mediation.pages import all_rows

PAGE_ROWS = 500

Facts = Mapping[str, Any]


async def supplier_of_firm(vendor: SiteVendor, enquiry: Enquiry) -> str:
    """The supplier number of a vendor's firm, "" if it has none; tax numbers tell."""
    known = await enquiry.recall(site_crosswalk.firm_key(vendor.firm))
    if known is not None:
        return str(known)
    for row in await _rows(enquiry, "list_suppliers", {}):
        if site_crosswalk.is_firm(row, vendor.firm):
            return str(row["SupplierNumber"])
    return ""


async def supplier_to_alias(vendor: SiteVendor, enquiry: Enquiry) -> str:
    """As `supplier_of_firm`; "" if the site's number means that supplier already. Raises NotYet
    while the firm has no supplier number."""
    number = await supplier_of_firm(vendor, enquiry)
    if not number:
        raise NotYet(f"no supplier has the tax number {vendor.firm} yet")
    return "" if await _alias(vendor.site, vendor.number, enquiry) == number else number


async def is_item_registered(item: SiteItem, enquiry: Enquiry) -> bool:
    """Whether the inventory application knows what a site's item means."""
    inventory_id = enquiry.crosswalk.item(item.item).inventory_id
    answer = await enquiry.call("inventory", "find_site_items", site_items.search(item))
    return site_items.is_registered(item, answer, inventory_id)


async def aliases_of_supplier(supplier: Supplier, enquiry: Enquiry) -> tuple[Answer, ...]:
    """Under which numbers of which sites a supplier is known."""
    ask = {"SupplierNumber": supplier.number}
    return tuple(await _rows(enquiry, "find_supplier_aliases", ask))


async def change_unknown_to(newcomer: Newcomer, enquiry: Enquiry) -> Supplier | None:
    """The supplier that a site's number means, if it was changed since the site's master file was
    made: what changed before is in the file. Of the group's day, since the ERP is the group's."""
    site, vendor = newcomer.site, newcomer.vendor
    known = await enquiry.recall(site_crosswalk.alias_key(site, vendor))
    number = known or await _alias(site, vendor, enquiry)
    kept = await enquiry.recall(vendors.change_key(number))
    if kept is None:
        return None
    change: SupplierChange = from_json(kept)
    day = local_day(change.changed_at, enquiry.crosswalk.facility(SEAT).time_zone)
    return change if day >= newcomer.as_of else None


async def meaning_for_order(order: OpenOrder, enquiry: Enquiry) -> Meaning:
    facts = await _site(order.site, enquiry)
    return Meaning(await _supplier(order.site, order.vendor, enquiry), facts["unit"])


async def meaning_for_bill(bill: SiteBill, enquiry: Enquiry) -> Meaning:
    facts = await _site(bill.site, enquiry)
    account = account_of(bill.site, facts, bill.account) if bill.account else ""
    return Meaning(await _supplier(bill.site, bill.vendor, enquiry), facts["unit"], account)


async def charts_of_sites(batch: JournalBatch, enquiry: Enquiry) -> Mapping[str, Facts]:
    """By site. Raises NotYet while one of them is not onboarded."""
    sites = {journal.business_unit for journal in batch.journals}
    return {site: await _site(site, enquiry) for site in sorted(sites)}


async def facts_of_stores(receipts: SiteReceipts, enquiry: Enquiry) -> Mapping[str, Facts]:
    """By store. Raises NotYet while the site of one of them is not onboarded."""
    stores: Iterable[str] = {receipt.store for receipt in receipts.receipts}
    return {store: await _store(store, enquiry) for store in sorted(stores)}


async def facts_of_store(stock: SiteStock, enquiry: Enquiry) -> Facts:
    """As `facts_of_stores`, of one."""
    return await _store(stock.store, enquiry)


async def _site(code: str, enquiry: Enquiry) -> Facts:
    return await _kept(kept_sites.site_key(code), enquiry)


async def _store(store: str, enquiry: Enquiry) -> Facts:
    return await _kept(kept_sites.store_key(store), enquiry)


async def _kept(key: str, enquiry: Enquiry) -> Facts:
    facts: Facts | None = await enquiry.recall(key)
    if facts is None:
        raise NotYet(f"the master file of {key} has not come yet")
    return facts


async def _supplier(site: str, vendor: str, enquiry: Enquiry) -> str:
    number = await _alias(site, vendor, enquiry)
    if not number:
        raise NotYet(f"no supplier is known for vendor {site}/{vendor} yet")
    return number


async def _alias(site: str, vendor: str, enquiry: Enquiry) -> str:
    """The supplier that a site's vendor means, "" for none yet."""
    ask = site_crosswalk.search_alias(site, vendor)
    found = (await enquiry.call("erp", "find_supplier_aliases", ask))["items"]
    return str(found[0]["SupplierNumber"]) if found else ""


async def _rows(enquiry: Enquiry, operation: str, ask: Mapping[str, Any]) -> Sequence[Answer]:
    """All rows of a list of the ERP."""

    async def page(place: int) -> tuple[Sequence[Answer], bool]:
        paged = {**ask, "Limit": PAGE_ROWS, "Offset": place}
        answer = await enquiry.call("erp", operation, paged)
        return answer["items"], bool(answer["hasMore"])

    return await all_rows(page)
