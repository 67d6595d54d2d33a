"""One planted violation for each condition of an acquisition (P14).

The kept books are of a month without an onboarding, so each function begins one and spoils it.
Each returns words that the difference must contain.
"""

from __future__ import annotations

from mock_systems.erp.ledger import Journal
from mock_systems.erp.site_crosswalk import SITE_JOURNAL, AccountMap, SiteReturn, SiteVoucher
from mock_systems.inventory.site_items import SiteItem
from mock_systems.legacy_erp.documents import BACK, HANDED, Summary, TakenBack
from sim.conditions.books import Books
from sim.world.acquired import AcquiredSite, LocalVendor


def k137(books: Books) -> str:
    """A firm of the group, and not the vendor's."""
    site, vendor = _known_vendor(books)
    other = next(s for s in books.erp.suppliers() if s.number != vendor.supplier)
    books.sites.taken.crosswalk.suppliers[site.code, vendor.number] = other.number
    return f"{site.code}/{vendor.number}: expected firm {vendor.firm}, found"


def k138(books: Books) -> str:
    """The firm was there, and a second record of it is meant."""
    site, vendor = _known_vendor(books)
    books.sites.taken.crosswalk.suppliers[site.code, vendor.number] = "39999999"
    where = f"{site.code}/{vendor.number}"
    return f"{where}: expected supplier {vendor.supplier}, found 39999999"


def k139(books: Books) -> str:
    site = books.group.acquired[0]
    item = next(one for one in site.items if one.factor > 1)
    kept = next(i for i in books.inventory.items() if i.erp_item_number == item.item)
    wrong = SiteItem(site.code, item.number, kept.item_id, 1)
    books.inventory.tables.site_items[site.code, item.number] = wrong
    where = f"{site.code}/{item.number}"
    return f"{where}: expected item {item.item} of {item.factor} EA, found {item.item} of 1 EA"


def k140(books: Books) -> str:
    """The site's account 5000 by the other site's chart."""
    first, second = books.group.acquired
    own = next(a for a in second.accounts if a.number == "5000")
    other = next(a for a in first.accounts if a.account != own.account)
    maps = books.erp.tables.sites.accounts
    maps[second.code, "5000"] = AccountMap(second.code, "5000", other.account)
    return f"{second.code}/5000: expected account {own.account}, found {other.account}"


def k141(books: Books) -> str:
    site = books.group.acquired[0]
    lines = (("2000", -100), ("5000", 100))
    books.sites.legacy.batches.append((Summary("CLINIC1-000001", site.code, "20260421", lines),))
    return "CLINIC1-000001: expected 1 journals, found 0"


def k142(books: Books) -> str:
    """A site that has left, and nobody took over what it had ordered."""
    site = books.group.acquired[0]
    books.sites.legacy.sites[site.code].cut_over_on = "20260421"
    order = site.orders[0]
    return f"{site.code}/{order.number}: expected {order.amount_minor} cents to come, found 0"


def k143(books: Books) -> str:
    """A bill in flight that two files brought."""
    site, voucher = books.group.acquired[0], books.group.acquired[0].vouchers[0]
    kept = books.sites.legacy.vouchers[site.code, voucher.number]
    kept.status, kept.forwarded, kept.account = HANDED, True, "5000"
    entered = SiteVoucher(
        site=site.code,
        reference=voucher.number,
        supplier="30000001",
        business_unit="BU100",
        account="5110",
        amount_minor=voucher.amount_minor,
        opening=False,
        accounting_date="2026-04-21",
    )
    books.erp.tables.sites.vouchers += [entered, entered]
    return f"{site.code}/{voucher.number}: expected 1 bills in the group's ERP, found 2"


def k144(books: Books) -> str:
    site = books.group.acquired[0]
    item = site.items[0]
    reported = SiteItem(site.code, item.number, "any", item.factor, reported_ea=1, report=1)
    books.inventory.tables.site_items[site.code, item.number] = reported
    each = item.opening_units * item.factor
    return f"{site.code}/{item.number}: expected {each} EA, found 1"


def k154(books: Books) -> str:
    """A site took a bill back, and the group keeps it."""
    site, voucher = books.group.acquired[0], books.group.acquired[0].vouchers[0]
    back = TakenBack(site.code, voucher.number, voucher.amount_minor)
    books.sites.legacy.taken_back.append(back)
    return f"{site.code}/{voucher.number}: expected 1 returns, found 0"


def k155(books: Books) -> str:
    """Given back without the reversing journal."""
    site, voucher = books.group.acquired[0], books.group.acquired[0].vouchers[0]
    reference, minor = f"{site.code}/{voucher.number}", voucher.amount_minor
    lines = (("2130", "", minor), ("2115", "", -minor))
    head = ("BU100", "2026-04-21", SITE_JOURNAL, reference)
    books.erp.tables.ledger.post(Journal(*head, lines))
    back = SiteReturn("OPENING_BILL", site.code, voucher.number, minor, "2026-04-22")
    books.sites.taken.crosswalk.returns[site.code, voucher.number] = back
    return f"{reference}/BU100/2130: expected 0 cents, found {minor}"


def k156(books: Books) -> str:
    """A bill that came back, and nobody entered it again."""
    site, voucher = books.group.acquired[0], books.group.acquired[0].vouchers[0]
    books.sites.legacy.vouchers[site.code, voucher.number].status = BACK
    return f"{site.code}/{voucher.number}: expected {voucher.amount_minor} cents, found 0"


def _known_vendor(books: Books) -> tuple[AcquiredSite, LocalVendor]:
    """A vendor of a site that the group knew before."""
    site = books.group.acquired[0]
    return site, next(vendor for vendor in site.vendors if vendor.supplier)


PLANTED = {
    "K137": k137,
    "K138": k138,
    "K139": k139,
    "K140": k140,
    "K141": k141,
    "K142": k142,
    "K143": k143,
    "K144": k144,
    "K154": k154,
    "K155": k155,
    "K156": k156,
}
