"""The acquired sites (S07, S08, P14): masters with colliding keys, what stood open at the start.

What makes an onboarding hard is drawn in on purpose: firms that the group knows under another
spelling, one firm twice in one site, one new firm in all sites, a stranger of the same name,
packs of another size, and in some runs numbers that the group has for something else (see
`group_numbers`). All shares are assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
    PastMonth,
)
from sim.world.builders.group_numbers import Numbering
from sim.world.builders.records import normalised_tax_id, respelled_name, respelled_tax_id
from sim.world.builders.suppliers import TERMS
from sim.world.calibration import Parameters
from sim.world.entities import Facility, Item, Supplier, SupplierRecord
from sim.world.identifiers import employer_number

FIRST_SITE = "CLINIC1"
WAVE_SITES = 2
"""So many join at once, one with each of the foreign billing applications (S06)."""
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
GROUP_EXPENSES = ("5110", "6100", "6200", "6500")
"""Accounts of the group's chart whose numbers a site may have for another expense."""
_FIRST_VENDOR = 1001
_FIRST_ITEM = 100_001
_FIRST_FIRM = 300_000


def build_acquired(
    streams: Streams,
    parameters: Parameters,
    facilities: Sequence[Facility],
    masters: tuple[Sequence[Supplier], Sequence[SupplierRecord], Sequence[Item]],
    first_day: date,
) -> tuple[AcquiredSite, ...]:
    """Sites by turns of the group's first hospitals and of its last ones."""
    suppliers, records, items = masters
    doubled = {record.doubles for record in records}
    known = [supplier for supplier in suppliers if supplier.erp_number not in doubled]
    share = parameters["acquired_group_numbers_share"]
    sites = []
    for place in range(round(parameters["acquired_sites"])):
        code, wave = f"CLINIC{place + 1}", place // WAVE_SITES
        numbering = Numbering(streams, code, share)
        vendors = _vendors(numbering, place, known)
        accounts = _accounts(numbering, place)
        sites.append(
            AcquiredSite(
                code=code,
                name=f"Family Clinic {place + 1}",
                facility=_host(facilities, place).code,
                store=f"CL{place + 1}",
                vendors=vendors,
                items=_items(numbering, items),
                accounts=accounts,
                vouchers=_open_vouchers(streams, code, vendors, first_day),
                orders=_open_orders(streams, code, vendors),
                wave_day=1 + wave * round(parameters["acquisition_wave_d"]),
                history=_history(
                    numbering, accounts, first_day, round(parameters["legacy_history_months"])
                ),
            )
        )
    return tuple(sites)


def _host(facilities: Sequence[Facility], place: int) -> Facility:
    """The first hospital, the last, the second, the last but one, and so on."""
    turn = place // 2 % len(facilities)
    return facilities[-1 - turn] if place % 2 else facilities[turn]


def _vendors(
    numbering: Numbering, place: int, known: Sequence[Supplier]
) -> tuple[LocalVendor, ...]:
    """Known firms respelled, one of them twice, new firms, a stranger with a known firm's name.

    `known` are firms that the group has once; of one that it has twice nobody could say which
    record is meant. Where it has all of them twice, a site knows none of them.
    """
    streams, code = numbering.streams, numbering.site
    ranked = sorted(known, key=lambda s: streams.bits("acquired.vendor", code, s.erp_number))
    firms = ranked[:KNOWN_FIRMS]
    drafts = [_known_firm(streams, code, n, firm) for n, firm in enumerate((*firms, *firms[:1]))]
    faker = Faker("en_US")
    for n in range(SHARED_FIRMS + OWN_FIRMS):
        number = _FIRST_FIRM + (n if n < SHARED_FIRMS else n + 100 * (place + 1))
        faker.seed_instance(streams.bits("faker", "acquired", number))
        drafts.append(_new_firm(streams, code, faker.company(), number))
    stranger = _FIRST_FIRM + 100 * (place + 1) + 50
    namesakes = ranked[KNOWN_FIRMS : KNOWN_FIRMS + 1] or firms[-1:]
    drafts += [_new_firm(streams, code, firm.name, stranger) for firm in namesakes]
    order = sorted(range(len(drafts)), key=lambda n: streams.bits("acquired.order", code, n))
    own = [(f"V{n}", drafts[at][-1]) for n, at in enumerate(order, start=_FIRST_VENDOR)]
    numbers = numbering.of("vendor", own, [supplier.erp_number for supplier in known])
    return tuple(
        LocalVendor(number, *drafts[at]) for number, at in zip(numbers, order, strict=True)
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
    typed = tax_id if code == FIRST_SITE else tax_id.replace("-", "")
    terms = streams.choice(TERMS, "acquired.terms", number)
    return name, typed, terms, normalised_tax_id(tax_id), ""


def _accounts(numbering: Numbering, place: int) -> tuple[LocalAccount, ...]:
    """The expense numbers of each further site are those of the first, one further on."""
    expenses = CHART[BALANCES:]
    turn = place % len(expenses)
    turned = expenses[turn:] + expenses[:turn]
    own = [(row[0], meant[2]) for row, meant in zip(expenses, turned, strict=True)]
    numbers = numbering.of("account", own, GROUP_EXPENSES)
    rows = [
        *CHART[:BALANCES],
        *((number, meant[1], meant[2]) for number, meant in zip(numbers, turned, strict=True)),
    ]
    return tuple(LocalAccount(*row) for row in rows)


def _items(numbering: Numbering, items: Sequence[Item]) -> tuple[LocalItem, ...]:
    """Stocked items of the group under local numbers, in packs of the site's own."""
    streams, code = numbering.streams, numbering.site
    stocked = [item for item in items if item.stocked and not item.implant]
    stocked.sort(key=lambda item: streams.bits("acquired.item", code, item.erp_number))
    drafts = [_item(streams, code, n, item) for n, item in enumerate(stocked[:ITEMS], _FIRST_ITEM)]
    own = [(draft.number, draft.item) for draft in drafts]
    numbers = numbering.of("item", own, [item.erp_number for item in stocked])
    return tuple(replace(one, number=new) for one, new in zip(drafts, numbers, strict=True))


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


def _history(
    numbering: Numbering, accounts: Sequence[LocalAccount], first_day: date, months: int
) -> tuple[PastMonth, ...]:
    """The months before the start, the oldest first; what they cost was paid in cash."""
    expenses = [account.number for account in accounts[BALANCES:]]
    periods = reversed([_months_before(first_day, n) for n in range(1, months + 1)])
    return tuple(PastMonth(p, tuple(_postings(numbering, expenses, p))) for p in periods)


def _postings(
    numbering: Numbering, expenses: Sequence[str], period: str
) -> Iterable[tuple[str, int]]:
    address = ("acquired.history", numbering.site, period)
    costs = [(one, numbering.streams.integer(50_000, 900_000, *address, one)) for one in expenses]
    yield (CASH, -sum(minor for _, minor in costs))
    yield from costs


def _months_before(day: date, n: int) -> str:
    """YYYY-MM."""
    years, month = divmod(day.year * 12 + day.month - 1 - n, 12)
    return f"{years:04d}-{month + 1:02d}"


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
