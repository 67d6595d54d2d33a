"""Open documents of acquired sites, as the ERP takes them over (P14).

The ERP takes the same reference twice, so whoever sends must look first.
"""

from __future__ import annotations

from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.acquired_sites import (
    OpenOrder,
    SiteBill,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal


class Meaning(NamedTuple):
    """What a site's vendor, business unit and account are in the group; no account, no account."""

    supplier: str
    business_unit: str
    account: str = ""


def write_order(order: OpenOrder, context: Context) -> Body:
    return {**_head(order, context.consulted), "OpenAmount": to_decimal(order.amount_minor, 2)}


def write_bill(bill: SiteBill, context: Context) -> Body:
    return {
        **_head(bill, context.consulted),
        "AccountingDate": context.posting_on,
        "Amount": to_decimal(bill.amount_minor, 2),
        "Account": context.consulted.account,
    }


def find(document: OpenOrder | SiteBill, context: Context) -> Body:
    return {"Site": document.site, "Reference": document.number}


def posting_day(bill: SiteBill, crosswalk: Crosswalk) -> str:
    return bill.posted_on


def _head(document: OpenOrder | SiteBill, meaning: Meaning) -> Body:
    return {
        "Site": document.site,
        "Reference": document.number,
        "SupplierNumber": meaning.supplier,
        "BusinessUnit": meaning.business_unit,
    }
