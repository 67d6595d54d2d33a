"""Taking over an acquired site's open documents (S01): orders, bills of vendors (P14, AX3, AX6).

The conversion interface trusts its file: the same reference again is another document. Find
before you repeat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_systems.erp.accounts import ACCRUED_EXPENSE, SITE_PAYABLES
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import expense_account_of, location_of, posting_period, supplier_of
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.site_crosswalk import SITE_JOURNAL, SiteOrder, SiteVoucher
from mock_systems.erp.tables import HasTables
from mock_systems.erp.take_back_operations import require_no_return
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Work


class TakeOverVoucher(WireModel):
    """Without an Account it is an opening one, which the site's ledger has accrued already."""

    site: Code
    reference: Code
    supplier_number: Code
    business_unit: Code
    accounting_date: BusinessDate
    amount: Amount
    account: str = ""


class TakeOverOrder(WireModel):
    site: Code
    reference: Code
    supplier_number: Code
    business_unit: Code
    open_amount: Amount


class FindTakenOver(PagedRequest):
    site: Code
    reference: str = ""


class TakenOver(WireModel):
    site: str
    reference: str
    supplier_number: str
    amount: str


def take_over_voucher(erp: HasTables, request: TakeOverVoucher, work: Work) -> dict[str, Any]:
    """An opening bill moves from accrued expense to the sites' payables; another is an expense."""
    tables = erp.tables
    require_no_return(tables.sites, request.site, request.reference)
    supplier = supplier_of(tables, request.supplier_number)
    location_of(tables, request.business_unit)
    debited = expense_account_of(tables, request.account) if request.account else ACCRUED_EXPENSE
    period = posting_period(tables, request.accounting_date, work.caller)
    minor = request.amount
    reference = f"{request.site}/{request.reference}"
    lines = ((debited, "", minor), (SITE_PAYABLES, "", -minor))
    head = (request.business_unit, request.accounting_date, SITE_JOURNAL, reference)
    tables.ledger.post(Journal(*head, lines))
    tables.sites.vouchers.append(
        SiteVoucher(
            site=request.site,
            reference=request.reference,
            supplier=supplier.number,
            business_unit=request.business_unit,
            account=debited,
            amount_minor=minor,
            opening=not request.account,
            accounting_date=request.accounting_date,
        )
    )
    kind = "erp.site_voucher" if request.account else "erp.opening_payable"
    facility = request.business_unit
    work.effect(Effect(kind, reference, amount_minor=minor, facility=facility, period=period))
    return _taken(tables.sites.vouchers[-1])


def take_over_order(erp: HasTables, request: TakeOverOrder, work: Work) -> dict[str, Any]:
    """Notes a commitment; nothing is posted before goods come."""
    tables = erp.tables
    require_no_return(tables.sites, request.site, request.reference)
    supplier = supplier_of(tables, request.supplier_number)
    location_of(tables, request.business_unit)
    order = SiteOrder(
        request.site,
        request.reference,
        supplier.number,
        request.business_unit,
        request.open_amount,
    )
    tables.sites.orders.append(order)
    key, facility = f"{order.site}/{order.reference}", order.business_unit
    work.effect(
        Effect("erp.opening_order", key, amount_minor=order.amount_minor, facility=facility)
    )
    return _taken(order)


def find_site_vouchers(erp: HasTables, request: FindTakenOver, _work: Work) -> dict[str, Any]:
    return page(filter(_asked(request), erp.tables.sites.vouchers), request, _taken)


def find_site_orders(erp: HasTables, request: FindTakenOver, _work: Work) -> dict[str, Any]:
    return page(filter(_asked(request), erp.tables.sites.orders), request, _taken)


def _asked(request: FindTakenOver) -> Callable[[SiteVoucher | SiteOrder], bool]:
    def matches(document: SiteVoucher | SiteOrder) -> bool:
        return document.site == request.site and request.reference in ("", document.reference)

    return matches


def _taken(document: SiteVoucher | SiteOrder) -> dict[str, Any]:
    return {
        "Site": document.site,
        "Reference": document.reference,
        "SupplierNumber": document.supplier,
        "Amount": amount_text(document.amount_minor),
    }


OPERATIONS = (
    Operation(
        name="take_over_voucher",
        method="POST",
        path="/siteVouchers",
        scope="erp.sites.write",
        request=TakeOverVoucher,
        response=TakenOver,
        handler=take_over_voucher,
        key=("Site", "Reference"),
        summary="Takes over a vendor's bill of an acquired site.",
        status=201,
    ),
    Operation(
        name="take_over_order",
        method="POST",
        path="/siteOrders",
        scope="erp.sites.write",
        request=TakeOverOrder,
        response=TakenOver,
        handler=take_over_order,
        key=("Site", "Reference"),
        summary="Takes over what an order of an acquired site still commits to.",
        status=201,
    ),
    Operation(
        name="find_site_vouchers",
        method="GET",
        path="/siteVouchers",
        scope="erp.sites.read",
        request=FindTakenOver,
        response=Page[TakenOver],
        handler=find_site_vouchers,
        key=("Site", "Reference"),
        summary="Bills taken over from a site; more than one of a reference is possible.",
    ),
    Operation(
        name="find_site_orders",
        method="GET",
        path="/siteOrders",
        scope="erp.sites.read",
        request=FindTakenOver,
        response=Page[TakenOver],
        handler=find_site_orders,
        key=("Site", "Reference"),
        summary="Orders taken over from a site; more than one of a reference is possible.",
    ),
)
