"""Documents of acquired sites that go back, as the ERP reverses them (P14)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.acquired_sites import SiteReturn
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def write(document: SiteReturn, context: Context) -> Body:
    """The ERP reverses what it has, and refuses from now on what has not come yet."""
    return {
        "Site": document.site,
        "Reference": document.number,
        "Kind": document.kind,
        "AccountingDate": context.posting_on,
    }


def find(document: SiteReturn, context: Context) -> Body:
    return {"Site": document.site, "Reference": document.number}


def posting_day(document: SiteReturn, crosswalk: Crosswalk) -> str:
    return document.returned_on
