"""What the two legacy systems of acquired sites hold on the night before the start (S07, S08)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.world.enterprise import Enterprise
from sim.world.wire import compact_date

Rows = Iterable[dict[str, Any]]


def stores(e: Enterprise) -> Rows:
    for site in e.acquired:
        yield {"store": site.store, "facility": site.facility}


def items(e: Enterprise) -> Rows:
    """One item master for all stores: a site's number is written with its store before it."""
    for site in e.acquired:
        for item in site.items:
            yield {
                "number": f"{site.store}-{item.number}",
                "description": item.description,
                "unit": item.unit,
                "factor": item.factor,
            }


def balances(e: Enterprise) -> Rows:
    for site in e.acquired:
        for item in site.items:
            number = f"{site.store}-{item.number}"
            yield {"store": site.store, "item": number, "quantity": item.opening_units}


def sites(e: Enterprise) -> Rows:
    for site in e.acquired:
        yield {"code": site.code, "unit": site.facility}


def accounts(e: Enterprise) -> Rows:
    for site in e.acquired:
        for account in site.accounts:
            yield {"site": site.code, "number": account.number, "name": account.name}


def vendors(e: Enterprise) -> Rows:
    for site in e.acquired:
        for vendor in site.vendors:
            names = {"number": vendor.number, "name": vendor.name, "tax_id": vendor.tax_id}
            yield {"site": site.code, **names, "terms": vendor.terms}


def vouchers(e: Enterprise) -> Rows:
    for site in e.acquired:
        for voucher in site.vouchers:
            yield {
                "site": site.code,
                "number": voucher.number,
                "vendor": voucher.vendor,
                "account": voucher.account,
                "amount_minor": voucher.amount_minor,
                "day": compact_date(voucher.day),
            }


def history(e: Enterprise) -> Rows:
    for site in e.acquired:
        for month in site.history:
            lines = [list(line) for line in month.lines]
            yield {"site": site.code, "period": month.period, "lines": lines}


def orders(e: Enterprise) -> Rows:
    for site in e.acquired:
        for order in site.orders:
            yield {
                "site": site.code,
                "number": order.number,
                "vendor": order.vendor,
                "amount_minor": order.amount_minor,
            }
