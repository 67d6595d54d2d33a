"""Conditions of an acquisition (P14): cross-references, the dual run, what was taken over or back.

A site of which nothing was mapped was not onboarded in the run, and is not looked at. The right
meaning of a site's key is the enterprise's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from mock_systems.erp.accounts import SITE_PAYABLES
from mock_systems.erp.site_crosswalk import SITE_JOURNAL, SiteCrosswalk, SiteOrder, SiteVoucher
from mock_systems.legacy_erp.documents import BACK, FORWARDED, HANDED, PARKED, POSTED
from sim.conditions.books import Books
from sim.conditions.comparison import compare, once, tally
from sim.conditions.condition import Unequal, Unequals, Value, condition
from sim.world.acquired import AcquiredSite

Key = tuple[str, str]


@condition("K137", "A site's vendor number means one record of the same firm", "AX1", "SM1", "P14")
def vendors_are_mapped(books: Books) -> Unequals:
    """Whatever its name here: the tax number says which firm it is."""
    suppliers = {supplier.number: supplier for supplier in books.erp.suppliers()}
    found: dict[Key, Value] = {
        key: _digits(suppliers[number].tax_identifier) if number in suppliers else number
        for key, number in books.sites.taken.crosswalk.suppliers.items()
    }
    right: dict[Key, Value] = {
        (site.code, vendor.number): vendor.firm
        for site in _onboarded(books, found)
        for vendor in site.vendors
    }
    return compare(right, found, "firm")


@condition("K138", "An onboarding opens no second record of a firm", "AX2", "SM6", "P14")
def firms_are_opened_once(books: Books) -> Unequals:
    """Numbers of one firm, in one site or in several, mean one supplier: that of before, if any."""
    known = {
        (site.code, vendor.number): vendor
        for site in books.group.acquired
        for vendor in site.vendors
    }
    first: dict[str, str] = {}
    for key, number in books.sites.taken.crosswalk.suppliers.items():
        vendor = known.get(key)
        if vendor is not None:
            right = vendor.supplier or first.setdefault(vendor.firm, number)
            if number != right:
                yield Unequal("/".join(key), right, number, "supplier")


@condition("K139", "A site's item means one item, in a pack of one size", "AX1", "AX7", "P14")
def items_are_mapped(books: Books) -> Unequals:
    catalogue = {item.item_id: item.erp_item_number for item in books.inventory.items()}
    found: dict[Key, Value] = {
        key: f"{catalogue.get(item.item_id, item.item_id)} of {item.factor} EA"
        for key, item in books.sites.taken.items.items()
    }
    right: dict[Key, Value] = {
        (site.code, item.number): f"{item.item} of {item.factor} EA"
        for site in _onboarded(books, found)
        for item in site.items
    }
    return compare(right, found, "item")


@condition("K140", "A site's account or charge code means one of the group's", "AX1", "AX7", "P14")
def accounts_and_codes_are_mapped(books: Books) -> Unequals:
    """Two accounts may become one; a charge code must be in the charge master."""
    maps = books.sites.taken.crosswalk.accounts
    found: dict[Key, Value] = {key: row.account for key, row in maps.items()}
    right: dict[Key, Value] = {
        (site.code, account.number): account.account
        for site in _onboarded(books, found)
        for account in site.accounts
    }
    yield from compare(right, found, "account")
    master = books.billing.charge_master()
    for (site, code), meant in books.sites.taken.codes.items():
        if meant not in master:
            yield Unequal(f"{site}/{code}", "of the charge master", meant, "charge code")


@condition("K141", "A night's journal is posted once, line by line as mapped", "AX3", "AX4", "AX7")
def summaries_are_posted(books: Books) -> Unequals:
    """Its reference leads back to the site and the night that it sums; what came too late for its
    month is in the next that was open."""
    journals = books.sites.journals()
    charts = {site.code: {a.number: a.account for a in site.accounts} for site in _sites(books)}
    units = {site.code: books.group.facility(site.facility).business_unit for site in _sites(books)}
    for summary in books.sites.summaries():
        posted = journals.get(summary.reference, [])
        if len(posted) != 1:
            yield Unequal(summary.reference, 1, len(posted), "journals")
            continue
        chart = charts[summary.site]
        place, journal = posted[0]
        unit = units[summary.site]
        period = books.erp.period_due(f"{summary.day[:4]}-{summary.day[4:6]}", place)
        right = tally(((unit, period, chart[account]), minor) for account, minor in summary.lines)
        head = (journal.business_unit, journal.period)
        found = tally(((*head, account), minor) for account, _, minor in journal.lines)
        for key, expected, other, unit_ in compare(right, found, "cents"):
            yield Unequal(f"{summary.reference} {key}", expected, other, unit_)


@condition("K142", "What was open at a cut-over is taken over once, to the cent", "AX3", "P14")
def open_documents_are_taken_over(books: Books) -> Unequals:
    """Orders and unpaid bills, one by one; the control account is their sum."""
    left, crosswalk = books.sites.cut_over(), books.sites.taken.crosswalk
    standing = [order for order in crosswalk.orders if _stands(order, crosswalk)]
    orders = {k: o.amount_minor for k, o in books.sites.legacy.orders.items() if k[0] in left}
    taken = tally((_own_key(o), o.amount_minor) for o in standing)
    yield from compare(orders, taken, "cents to come")
    yield from once(map(_own_key, standing), "orders")
    unpaid = {
        (v.site, v.number): v.amount_minor
        for v in books.sites.vouchers()
        if v.status == POSTED and v.site in left
    }
    bills = [voucher for voucher in crosswalk.vouchers if _stands(voucher, crosswalk)]
    opening = [voucher for voucher in bills if voucher.opening]
    yield from compare(
        unpaid, tally((_own_key(v), v.amount_minor) for v in opening), "cents unpaid"
    )
    yield from once(map(_own_key, opening), "opening bills")
    owed = tally((v.business_unit, -v.amount_minor) for v in bills)
    balances = {unit: m for unit, m in books.erp.balance_of(SITE_PAYABLES).items() if m}
    yield from compare({unit: m for unit, m in owed.items() if m}, balances, "cents")


@condition("K143", "A site's bill is one ERP's: by its cut-over, in flight or not", "AX5", "AX6")
def bills_are_partitioned(books: Books) -> Unequals:
    """Posted here and summed by night, or handed over and posted there: once in either case."""
    crosswalk = books.sites.taken.crosswalk
    bills = [v for v in crosswalk.vouchers if not v.opening and _stands(v, crosswalk)]
    entered = Counter(map(_key, bills))
    posted = {_key(v): v for v in bills}
    charts = {site.code: {a.number: a.account for a in site.accounts} for site in _sites(books)}
    for voucher in books.sites.vouchers():
        key = (voucher.site, voucher.number)
        theirs = voucher.status in (HANDED, FORWARDED) and voucher.forwarded
        if entered[key] != theirs:
            yield Unequal("/".join(key), int(theirs), entered[key], "bills in the group's ERP")
        elif theirs:
            account = charts[voucher.site][voucher.account]
            right = f"{account} {voucher.amount_minor}"
            found = f"{posted[key].account} {posted[key].amount_minor}"
            if right != found:
                yield Unequal("/".join(key), right, found, "posting")
        if voucher.status == PARKED and voucher.site in books.sites.cut_over():
            yield Unequal("/".join(key), "handed over", "parked", "status")


@condition("K144", "A site's stock is known as it was last reported", "AX3", "AX7", "P14")
def reported_stock_is_right(books: Books) -> Unequals:
    """In eaches; a site that never reported is not looked at."""
    stores = {site.code: site.store for site in _sites(books)}
    for (site, number), item in books.sites.taken.items.items():
        if item.report and site in stores:
            right = books.sites.on_hand_each(stores[site], number)
            if right != item.reported_ea:
                yield Unequal(f"{site}/{number}", right, item.reported_ea, "EA")


@condition(
    "K154", "What a site took back is given back once, and nothing else", "AX5", "AX6", "P14"
)
def returns_are_given_back(books: Books) -> Unequals:
    """By the site's own register, and in the ERP's; what never came has no amount there."""
    owed = tally(((one.site, one.reference), 1) for one in books.sites.legacy.taken_back)
    crosswalk = books.sites.taken.crosswalk
    found = dict.fromkeys(crosswalk.returns, 1)
    yield from compare(owed, found, "returns")
    amounts = {(t.site, t.reference): t.amount_minor for t in books.sites.legacy.taken_back}
    for key, given in crosswalk.returns.items():
        if given.amount_minor not in (0, amounts.get(key, 0)):
            yield Unequal("/".join(key), amounts.get(key, 0), given.amount_minor, "cents")


@condition("K155", "Of what a site took back the ledger keeps nothing, account by account", "AX3")
def returns_are_reversed(books: Books) -> Unequals:
    """A take-over and its reversal are two journals under one reference."""
    returned = {"/".join(key) for key in books.sites.taken.crosswalk.returns}
    journals = books.sites.taken.erp.ledger.journals if returned else ()
    left = tally(
        ((journal.reference, journal.business_unit, account), minor)
        for journal in journals
        if journal.category == SITE_JOURNAL and journal.reference in returned
        for account, _, minor in journal.lines
    )
    return compare({}, left, "cents")


@condition("K156", "A bill that came back is entered once more in the legacy ERP", "AX5", "AX6")
def returned_bills_are_entered(books: Books) -> Unequals:
    """For the same amount, under another number of its own site."""
    again = tally(((v.site, v.was), v.amount_minor) for v in books.sites.vouchers() if v.was)
    back = {(v.site, v.number): v.amount_minor for v in books.sites.vouchers() if v.status == BACK}
    yield from compare(back, again, "cents")
    yield from once(((v.site, v.was) for v in books.sites.vouchers() if v.was), "bills")


def _sites(books: Books) -> tuple[AcquiredSite, ...]:
    return books.group.acquired


def _onboarded(books: Books, found: Mapping[Key, Value]) -> Iterator[AcquiredSite]:
    """Sites of which at least one key was mapped."""
    begun = {site for site, _ in found}
    return (site for site in _sites(books) if site.code in begun)


def _stands(document: SiteVoucher | SiteOrder, crosswalk: SiteCrosswalk) -> bool:
    """Whether it has not gone back to its site."""
    return (document.site, document.reference) not in crosswalk.returns


def _own_key(document: SiteVoucher | SiteOrder) -> Key:
    """A second cut-over adds its number to that of the site: AP000002#2."""
    return document.site, document.reference.partition("#")[0]


def _key(voucher: SiteVoucher) -> Key:
    return voucher.site, voucher.reference


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
