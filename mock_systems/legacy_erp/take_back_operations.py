"""A cut-over undone in the legacy ERP (S08): the site works here again, with all that it gave away.

Open orders and unpaid bills never left the tables. A bill that was handed over or forwarded stands
under its number in the other ERP, so it is entered again under the next one, for a person to look
at, and the old number is never used any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mock_systems.legacy_erp.documents import (
    BACK,
    FORWARDED,
    HANDED,
    PARKED,
    POSTED,
    HasTables,
    OpenOrder,
    Site,
    TakenBack,
    Voucher,
)
from mock_systems.legacy_erp.voucher_operations import (
    OrderRow,
    VoucherRow,
    order_row,
    row,
    site_of,
)
from mock_systems.legacy_erp.wire import Day, Message, Number
from mock_systems.service import Effect, Operation, Refusal, Work


class TakeBackSite(Message):
    site: Number
    day: Day


class TakeBackAnswer(Message):
    """What is the site's own again. BILLS under their old numbers, also those that the other ERP
    has not heard of yet; ENTERED as they stand here from now on."""

    orders: list[OrderRow]
    payables: list[VoucherRow]
    bills: list[VoucherRow]
    entered: list[VoucherRow]


def take_back_site(system: HasTables, request: TakeBackSite, work: Work) -> dict[str, Any]:
    """Undoes the last cut-over of a site; another may follow."""
    tables = system.tables
    site = site_of(tables.sites, request.site)
    if not site.cut_over_on:
        raise Refusal(409, "CO0003", f"SITE {site.code} HAS NOT LEFT")
    site.cut_over_on = ""
    own = [voucher for voucher in tables.vouchers.values() if voucher.site == site.code]
    orders = [order for order in tables.orders.values() if order.site == site.code]
    payables = [voucher for voucher in own if voucher.status == POSTED]
    bills = [voucher for voucher in own if voucher.status in (HANDED, FORWARDED)]
    back = tuple(_taken_back(site, orders, payables, bills))
    tables.taken_back.extend(one for _, one in back)
    for kind, one in back:
        work.effect(_effect(kind, one, site))
    entered = [_entered_again(system, voucher, site, request.day) for voucher in bills]
    return {
        "ORDERS": [order_row(order) for order in orders],
        "PAYABLES": [row(voucher) for voucher in payables],
        "BILLS": [row(voucher) for voucher in bills],
        "ENTERED": [row(voucher) for voucher in entered],
    }


def _taken_back(
    site: Site, orders: Iterable[OpenOrder], payables: Iterable[Voucher], bills: Iterable[Voucher]
) -> Iterable[tuple[str, TakenBack]]:
    for order in orders:
        reference = site.reference(order.number)
        yield "returned_order", TakenBack(site.code, reference, order.amount_minor)
    for voucher in payables:
        reference = site.reference(voucher.number)
        yield "returned_payable", TakenBack(site.code, reference, voucher.amount_minor)
    for voucher in bills:
        yield "returned_bill", TakenBack(site.code, voucher.number, voucher.amount_minor)


def _entered_again(system: HasTables, voucher: Voucher, site: Site, day: str) -> Voucher:
    voucher.status = BACK
    site.vouchers += 1
    again = Voucher(
        site=site.code,
        number=f"V{site.vouchers:06d}",
        vendor=voucher.vendor,
        account=voucher.account,
        amount_minor=voucher.amount_minor,
        day=day,
        status=PARKED,
        was=voucher.number,
    )
    system.tables.vouchers[again.site, again.number] = again
    return again


def _effect(kind: str, one: TakenBack, site: Site) -> Effect:
    """The second version of the document's standing in the other ERP: the first was its coming."""
    return Effect(
        f"legacy_erp.{kind}",
        f"{one.site}/{one.reference}",
        amount_minor=one.amount_minor,
        facility=site.unit,
        version=1,
    )


OPERATIONS = (
    Operation(
        name="take_back_site",
        method="POST",
        path="/COSITE/BACK",
        scope="legacy_erp.sites.write",
        request=TakeBackSite,
        response=TakeBackAnswer,
        handler=take_back_site,
        key=("SITE",),
        summary="Undoes a site's cut-over; answers with what is its own again.",
    ),
)
