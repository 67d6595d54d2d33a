"""Charge codes of acquired sites in billing (P14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.acquired_sites import SiteChargeCode
from integration_under_test.reference.mediation.context import Body, Context


def write(mapped: SiteChargeCode, context: Context) -> Body:
    return {
        "site": mapped.site,
        "siteCode": mapped.code,
        "chargeCode": mapped.charge_code,
    }


def find(mapped: SiteChargeCode, context: Context) -> Body:
    return {"site": mapped.site, "siteCode": mapped.code}


def is_mapped(mapped: SiteChargeCode, answer: Mapping[str, Any]) -> bool:
    """Only if it means the same charge code."""
    return any(row["chargeCode"] == mapped.charge_code for row in answer.get("items", ()))
