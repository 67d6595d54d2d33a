"""The acquired sites (S07, S08, P14): masters with colliding keys, what stood open at the start.

What makes an onboarding hard is drawn in on purpose: firms that the group knows under another
spelling, one firm twice in one site, one new firm in both sites, a stranger of the same name,
packs of another size. All shares are assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from faker import Faker

from sim.streams import Streams
from sim.world.acquired import (
    AcquiredSite,
    LocalAccount,
    LocalItem,
    LocalVendor,
    OpenOrder,
    OpenVoucher,
)
from sim.world.builders.records import normalised_tax_id, respelled_name, respelled_tax_id
from sim.world.builders.suppliers import TERMS
from sim.world.entities import Facility, Item, Supplier, SupplierRecord
from sim.world.identifiers import employer_number

SITES = (("CLINIC1", "CL1"), ("CLINIC2", "CL2"))
"""(site, its store in the legacy materials system); the sites are the clinics of S06."""
KNOWN_FIRMS = 7
OWN_FIRMS = 3
SHARED_FIRMS = 2
ITEMS = 14
VOUCHERS = 5
ORDERS = 3
CASH = "1000"
PAYABLES = "2000"
OPENING = "3000"
CHART = (
    (CASH, "CHECKING ACCOUNT", "1015"),
    (PAYABLES, "VENDOR PAYABLES", "2130"),
    (OPENING, "NET ASSETS BROUGHT FORWARD", "3900"),
    ("5000", "MEDICAL SUPPLIES", "5110"),
    ("5010", "LAB SUPPLIES", "5110"),
    ("5100", "CONTRACT SERVICES", "6200"),
    ("5200", "OFFICE EXPENSE", "6100"),
    ("5210", "UTILITIES", "6100"),
)
"""The first site's chart; the second gives the expense numbers other meanings."""
BALANCES = 3
"""The accounts before the expenses."""
_FIRST_VENDOR = 1001
_FIRST_ITEM = 100_001
_FIRST_FIRM = 300_000


def build_acquired(
    streams: Streams,
    facilities: Sequence[Facility],
    masters: tuple[Sequence[Supplier], Sequence[SupplierRecord], Sequence[Item]],
    first_day: date,
) -> tuple[AcquiredSite, ...]:
    """Both sites; the first belongs to the group's first hospital, the second to its last."""
    suppliers, records, items = masters
    doubled = {record.doubles for record in records}
    known = [supplier for supplier in suppliers if supplier.erp_number not in doubled]
    hosts = (facilities[0], facilities[-1])
    sites = []
    for place, ((code, store), host) in enumerate(zip(SITES, hosts, strict=True)):
        vendors = _vendors(streams, code, place, known)
        accounts = _accounts(place)
        sites.append(
            AcquiredSite(
                code=code,
                name=f"Family Clinic {place + 1}",
                facility=host.code,
                store=store,
                vendors=vendors,
                items=_items(streams, code, items),
                accounts=accounts,
                vouchers=_open_vouchers(streams, code, vendors, first_day),
                orders=_open_orders(streams, code, vendors),
            )
        )
    return tuple(sites)


def _vendors(
    streams: Streams, code: str, place: int, known: Sequence[Supplier]
) -> tuple[LocalVendor, ...]:
    """Known firms respelled, one of them twice, new firms, a stranger with a known firm's name."""
    ranked = sorted(known, key=lambda s: streams.bits("acquired.vendor", code, s.erp_number))
    firms = ranked[:KNOWN_FIRMS]
    drafts = [_known_firm(streams, code, n, firm) for n, firm in enumerate((*firms, firms[0]))]
    faker = Faker("en_US")
    for n in range(SHARED_FIRMS + OWN_FIRMS):
        number = _FIRST_FIRM + (n if n < SHARED_FIRMS else n + 100 * (place + 1))
        faker.seed_instance(streams.bits("faker", "acquired", number))
        drafts.append(_new_firm(streams, code, faker.company(), number))
    namesake = ranked[KNOWN_FIRMS].name if len(ranked) > KNOWN_FIRMS else firms[-1].name
    drafts.append(_new_firm(streams, code, namesake, _FIRST_FIRM + 100 * (place + 1) + 50))
    order = sorted(range(len(drafts)), key=lambda n: streams.bits("acquired.order", code, n))
    return tuple(
        LocalVendor(f"V{number}", *drafts[n]) for number, n in enumerate(order, start=_FIRST_VENDOR)
    )


def _known_firm(
    streams: Streams, code: str, n: int, firm: Supplier
) -> tuple[str, str, str, str, str]:
    number = int(firm.erp_number) + 1000 * (n + 1) + len(code) + int(code[-1])
    name = respelled_name(streams, firm.name, number)
    tax_id = respelled_tax_id(streams, firm.tax_id, number)
    return name, tax_id, firm.terms, normalised_tax_id(tax_id), firm.erp_number


def _new_firm(
    streams: Streams, code: str, name: str, number: int
) -> tuple[str, str, str, str, str]:
    tax_id = employer_number(number)
    typed = tax_id if code == SITES[0][0] else tax_id.replace("-", "")
    terms = streams.choice(TERMS, "acquired.terms", number)
    return name, typed, terms, normalised_tax_id(tax_id), ""


def _accounts(place: int) -> tuple[LocalAccount, ...]:
    """The expense numbers of the second site are those of the first, one further on."""
    expenses = CHART[BALANCES:]
    turned = expenses[place:] + expenses[:place]
    rows = [
        *CHART[:BALANCES],
        *((own[0], meant[1], meant[2]) for own, meant in zip(expenses, turned, strict=True)),
    ]
    return tuple(LocalAccount(*row) for row in rows)


def _items(streams: Streams, code: str, items: Sequence[Item]) -> tuple[LocalItem, ...]:
    """Stocked items of the group under local numbers, in packs of the site's own."""
    stocked = [item for item in items if item.stocked and not item.implant]
    stocked.sort(key=lambda item: streams.bits("acquired.item", code, item.erp_number))
    return tuple(
        _item(streams, code, number, item)
        for number, item in enumerate(stocked[:ITEMS], start=_FIRST_ITEM)
    )


def _item(streams: Streams, code: str, number: int, item: Item) -> LocalItem:
    unit, factor = streams.choice(
        (("EA", 1), ("BX", 10), ("CS", 48)), "acquired.pack", code, number
    )
    return LocalItem(
        number=str(number),
        description=item.description.upper()[:40],
        unit=unit,
        factor=factor,
        unit_cost_minor=max(1, item.standard_cost_minor + number % 7),
        item=item.erp_number,
        opening_units=streams.integer(20, 60, "acquired.stock", code, number),
    )


def _open_vouchers(
    streams: Streams, code: str, vendors: Sequence[LocalVendor], first_day: date
) -> tuple[OpenVoucher, ...]:
    return tuple(
        OpenVoucher(
            number=f"AP{n:06d}",
            vendor=streams.choice(vendors, "acquired.voucher", code, n).number,
            account=OPENING,
            amount_minor=streams.integer(5_000, 400_000, "acquired.owed", code, n),
            day=first_day - timedelta(days=n),
        )
        for n in range(1, VOUCHERS + 1)
    )


def _open_orders(
    streams: Streams, code: str, vendors: Sequence[LocalVendor]
) -> tuple[OpenOrder, ...]:
    return tuple(
        OpenOrder(
            number=f"PO{n:06d}",
            vendor=streams.choice(vendors, "acquired.ordered", code, n).number,
            amount_minor=streams.integer(10_000, 900_000, "acquired.open_order", code, n),
        )
        for n in range(1, ORDERS + 1)
    )
