"""Giving an acquired site's documents back (S01): what a cut-over brought is reversed (P14, AX5).

A reversal is a journal of its own, on the day of the return. What has not come yet is noted as
returned all the same, so that it is refused when it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from mock_systems.erp.accounts import SITE_PAYABLES
from mock_systems.erp.ledger import Journal
from mock_systems.erp.lookups import posting_period
from mock_systems.erp.money import amount_text
from mock_systems.erp.site_crosswalk import (
    SITE_JOURNAL,
    SiteCrosswalk,
    SiteOrder,
    SiteReturn,
    SiteVoucher,
)
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import BusinessDate, Code, Page, PagedRequest, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work

Kind = Literal["ORDER", "OPENING_BILL", "BILL"]
EFFECTS: dict[Kind, str] = {
    "ORDER": "erp.opening_order",
    "OPENING_BILL": "erp.opening_payable",
    "BILL": "erp.site_voucher",
}
"""What stands, or would stand, because of the document."""
GIVEN_BACK = 1
"""Version of a document's standing here; its coming was version 0."""


class ReturnToSite(WireModel):
    """An opening bill is one that the site's ledger had accrued before it was taken over."""

    site: Code
    reference: Code
    kind: Kind
    accounting_date: BusinessDate


class FindReturns(PagedRequest):
    site: Code
    reference: str = ""


class ReturnView(WireModel):
    site: str
    reference: str
    kind: str
    amount: str
    accounting_date: str


def return_to_site(erp: HasTables, request: ReturnToSite, work: Work) -> dict[str, Any]:
    """Reverses every posting of a document, once; an order without receipts has none."""
    tables, sites = erp.tables, erp.tables.sites
    require_no_return(sites, request.site, request.reference)
    posting_period(tables, request.accounting_date, work.caller)
    key = (request.site, request.reference)
    bills = [one for one in sites.vouchers if (one.site, one.reference) == key]
    orders = [one for one in sites.orders if (one.site, one.reference) == key]
    for bill in bills:
        tables.ledger.post(_reversal(bill, request.accounting_date))
    posted_minor = sum(bill.amount_minor for bill in bills)
    sites.returns[key] = SiteReturn(request.kind, *key, posted_minor, request.accounting_date)
    work.effect(_given_back(request.kind, "/".join(key), [*bills, *orders]))
    return _view(sites.returns[key])


def find_site_returns(erp: HasTables, request: FindReturns, _work: Work) -> dict[str, Any]:
    found = (
        one
        for one in erp.tables.sites.returns.values()
        if one.site == request.site and request.reference in ("", one.reference)
    )
    return page(found, request, _view)


def require_no_return(sites: SiteCrosswalk, site: str, reference: str) -> None:
    """Raises Refusal for a document that has gone back to its site."""
    if (site, reference) in sites.returns:
        raise Refusal(
            409,
            "RETURNED_TO_SITE",
            f"{site}/{reference} went back to its site; what is handed over again has a new number",
        )


def _reversal(bill: SiteVoucher, accounting_date: str) -> Journal:
    reference = f"{bill.site}/{bill.reference}"
    lines = ((SITE_PAYABLES, "", bill.amount_minor), (bill.account, "", -bill.amount_minor))
    return Journal(bill.business_unit, accounting_date, SITE_JOURNAL, reference, lines)


def _given_back(kind: Kind, key: str, documents: Sequence[SiteVoucher | SiteOrder]) -> Effect:
    """Without amount or facility if nothing had come."""
    return Effect(
        EFFECTS[kind],
        key,
        amount_minor=sum(one.amount_minor for one in documents),
        facility=documents[0].business_unit if documents else "",
        version=GIVEN_BACK,
    )


def _view(one: SiteReturn) -> dict[str, Any]:
    return {
        "Site": one.site,
        "Reference": one.reference,
        "Kind": one.kind,
        "Amount": amount_text(one.amount_minor),
        "AccountingDate": one.accounting_date,
    }


OPERATIONS = (
    Operation(
        name="return_to_site",
        method="POST",
        path="/siteReturns",
        scope="erp.sites.write",
        request=ReturnToSite,
        response=ReturnView,
        handler=return_to_site,
        key=("Site", "Reference"),
        summary="Reverses what was taken over from an acquired site that goes back.",
        status=201,
    ),
    Operation(
        name="find_site_returns",
        method="GET",
        path="/siteReturns",
        scope="erp.sites.read",
        request=FindReturns,
        response=Page[ReturnView],
        handler=find_site_returns,
        key=("Site", "Reference"),
        summary="Documents that went back to a site.",
    ),
)
