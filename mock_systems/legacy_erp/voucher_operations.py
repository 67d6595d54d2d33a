"""Vouchers of the legacy ERP (S08): entered, parked, released, handed over when a site leaves."""

from __future__ import annotations

from typing import Any

from mock_systems.legacy_erp.documents import (
    CASH,
    FORWARDED,
    HANDED,
    PARKED,
    PAYABLES,
    POSTED,
    HasTables,
    OpenOrder,
    Site,
    Voucher,
)
from mock_systems.legacy_erp.wire import Cents, Day, Message, Number, YesNo
from mock_systems.service import Effect, Operation, Refusal, Work


class EnterVoucher(Message):
    """HOLD Y parks it for a person to look at."""

    site: Number
    vendor: Number
    account: Number
    amount: Cents
    day: Day
    hold: YesNo = "N"


class ReleaseVoucher(Message):
    site: Number
    voucher: Number


class VoucherAnswer(Message):
    site: str
    voucher: str
    status: str


class PayVouchers(Message):
    """Pays what is dated on UP_TO or before, of sites that work here."""

    up_to: Day


class PaidAnswer(Message):
    count: int
    amount: int


class CutOverSite(Message):
    site: Number
    day: Day


class VoucherRow(Message):
    site: str
    voucher: str
    vendor: str
    account: str
    amount: int
    day: str


class OrderRow(Message):
    site: str
    order: str
    vendor: str
    amount: int


class CutOverAnswer(Message):
    """What was open: orders, unpaid vouchers, vouchers that nobody had released."""

    orders: list[OrderRow]
    payables: list[VoucherRow]
    parked: list[VoucherRow]


def enter_voucher(system: HasTables, request: EnterVoucher, work: Work) -> dict[str, Any]:
    """Posts or parks it; of a site that has left, it is kept for the other ERP."""
    tables = system.tables
    site = site_of(tables.sites, request.site)
    if (request.site, request.vendor) not in tables.vendors:
        raise Refusal(422, "AP0102", f"VENDOR {request.vendor} NOT ON FILE FOR {request.site}")
    if (request.site, request.account) not in tables.accounts:
        raise Refusal(422, "GL0031", f"ACCOUNT {request.account} NOT IN CHART OF {request.site}")
    if request.account in (PAYABLES, CASH):
        raise Refusal(422, "GL0032", f"ACCOUNT {request.account} IS A CONTROL ACCOUNT")
    site.vouchers += 1
    voucher = Voucher(
        site=site.code,
        number=f"V{site.vouchers:06d}",
        vendor=request.vendor,
        account=request.account,
        amount_minor=request.amount,
        day=request.day,
        status=PARKED,
    )
    tables.vouchers[voucher.site, voucher.number] = voucher
    if site.cut_over_on:
        voucher.status = FORWARDED
        work.effect(_effect("legacy_erp.forwarded_voucher", voucher, site))
    elif request.hold == "N":
        tables.post(voucher)
    return _answer(voucher)


def release_voucher(system: HasTables, request: ReleaseVoucher, work: Work) -> dict[str, Any]:
    """Posts a parked voucher; one of a site that has left is no longer released here."""
    del work
    voucher = system.tables.vouchers.get((request.site, request.voucher))
    if voucher is None:
        raise Refusal(404, "AP0101", f"NO VOUCHER {request.voucher} FOR {request.site}")
    if voucher.status != PARKED:
        raise Refusal(409, "AP0107", f"VOUCHER {request.voucher} IS {voucher.status}, NOT PARKED")
    system.tables.post(voucher)
    return _answer(voucher)


def pay_vouchers(system: HasTables, request: PayVouchers, work: Work) -> dict[str, Any]:
    """Pays each posted voucher once; the night's journal tells the group."""
    del work
    tables = system.tables
    due = [
        voucher
        for voucher in tables.vouchers.values()
        if voucher.status == POSTED
        and voucher.day <= request.up_to
        and not tables.sites[voucher.site].cut_over_on
    ]
    for voucher in due:
        tables.pay(voucher)
    return {"COUNT": len(due), "AMOUNT": sum(voucher.amount_minor for voucher in due)}


def cut_over_site(system: HasTables, request: CutOverSite, work: Work) -> dict[str, Any]:
    """From now on the site's transactions belong to the other ERP, the parked ones included."""
    tables = system.tables
    site = site_of(tables.sites, request.site)
    if site.cut_over_on:
        raise Refusal(409, "CO0001", f"SITE {site.code} LEFT ON {site.cut_over_on}")
    site.cut_over_on = request.day
    site.cut_overs += 1
    own = [voucher for voucher in tables.vouchers.values() if voucher.site == site.code]
    payables = [voucher for voucher in own if voucher.status == POSTED]
    parked = [voucher for voucher in own if voucher.status == PARKED]
    orders = [order for order in tables.orders.values() if order.site == site.code]
    for order in orders:
        key = f"{order.site}/{site.reference(order.number)}"
        kind, minor = "legacy_erp.open_order", order.amount_minor
        work.effect(Effect(kind, key, amount_minor=minor, facility=site.unit))
    for voucher in payables:
        key = f"{voucher.site}/{site.reference(voucher.number)}"
        effect = _effect("legacy_erp.open_payable", voucher, site)
        work.effect(effect._replace(key=key, period=_period(request.day)))
    for voucher in parked:
        voucher.status = HANDED
        work.effect(_effect("legacy_erp.parked_voucher", voucher, site))
    return {
        "ORDERS": [order_row(order) for order in orders],
        "PAYABLES": [row(voucher) for voucher in payables],
        "PARKED": [row(voucher) for voucher in parked],
    }


def site_of(sites: dict[str, Site], code: str) -> Site:
    site = sites.get(code)
    if site is None:
        raise Refusal(422, "CO0002", f"NO SITE {code}")
    return site


def order_row(order: OpenOrder) -> dict[str, Any]:
    """An order as the jobs hand it on."""
    return {
        "SITE": order.site,
        "ORDER": order.number,
        "VENDOR": order.vendor,
        "AMOUNT": order.amount_minor,
    }


def row(voucher: Voucher) -> dict[str, Any]:
    """A voucher as the jobs hand it on."""
    return {
        "SITE": voucher.site,
        "VOUCHER": voucher.number,
        "VENDOR": voucher.vendor,
        "ACCOUNT": voucher.account,
        "AMOUNT": voucher.amount_minor,
        "DAY": voucher.day,
    }


def _effect(kind: str, voucher: Voucher, site: Site) -> Effect:
    return Effect(
        kind,
        f"{voucher.site}/{voucher.number}",
        amount_minor=voucher.amount_minor,
        facility=site.unit,
        period=_period(voucher.day),
    )


def _period(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}"


def _answer(voucher: Voucher) -> dict[str, Any]:
    return {"SITE": voucher.site, "VOUCHER": voucher.number, "STATUS": voucher.status}


OPERATIONS = (
    Operation(
        name="enter_voucher",
        method="POST",
        path="/APVCH",
        scope="legacy_erp.vouchers.write",
        request=EnterVoucher,
        response=VoucherAnswer,
        handler=enter_voucher,
        key=("SITE", "VENDOR"),
        summary="Enters a vendor's bill under the site's next number.",
        status=201,
    ),
    Operation(
        name="release_voucher",
        method="POST",
        path="/APVCH/release",
        scope="legacy_erp.vouchers.write",
        request=ReleaseVoucher,
        response=VoucherAnswer,
        handler=release_voucher,
        key=("SITE", "VOUCHER"),
        summary="Posts a parked voucher.",
    ),
    Operation(
        name="pay_vouchers",
        method="POST",
        path="/APPAY",
        scope="legacy_erp.vouchers.write",
        request=PayVouchers,
        response=PaidAnswer,
        handler=pay_vouchers,
        key=("UP_TO",),
        summary="Pays the posted vouchers up to a date.",
    ),
    Operation(
        name="cut_over_site",
        method="POST",
        path="/COSITE",
        scope="legacy_erp.sites.write",
        request=CutOverSite,
        response=CutOverAnswer,
        handler=cut_over_site,
        key=("SITE",),
        summary="Ends a site's work here; answers with what was open.",
    ),
)
