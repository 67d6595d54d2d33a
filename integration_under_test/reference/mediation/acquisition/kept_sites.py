"""Acquired sites as the store keeps them for the flows of their files: by site, and by store."""

from __future__ import annotations

from typing import Any

from integration_under_test.reference.mediation.canonical.acquired_sites import AcquiredSite


def site_key(code: str) -> str:
    return f"site/{code}"


def store_key(store: str) -> str:
    return f"site-store/{store}"


def kept(site: AcquiredSite) -> tuple[str, dict[str, Any]]:
    """What postings of a site need: business unit, and accounts by the site's own."""
    accounts = {one.number: one.account for one in site.accounts}
    return site_key(site.code), {"unit": site.business_unit, "accounts": accounts}


def kept_store(site: AcquiredSite) -> tuple[str, dict[str, Any]]:
    """What reports of a store need: its site, and how many EA the unit of an item holds."""
    factors = {one.number: one.factor for one in site.items}
    facts = {"site": site.code, "unit": site.business_unit, "factors": factors}
    return store_key(site.store), facts
