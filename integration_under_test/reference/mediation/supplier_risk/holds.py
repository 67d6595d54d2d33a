"""Holds of the supplier risk service (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.risk_holds import RiskHold, RiskRelease


def read(data: Mapping[str, Any]) -> RiskHold:
    return RiskHold(
        reference=data["id"],
        supplier=data["vendor_reference"] or "",
        tax_id=data["tax_number"],
        reason=data["reason"],
    )


def read_release(data: Mapping[str, Any]) -> RiskRelease:
    return RiskRelease(data["id"], data["release_reason"])
