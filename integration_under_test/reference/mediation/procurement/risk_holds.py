"""Risk holds of the procurement suite, which stop approvals and orders (P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.risk_holds import RiskHold, RiskRelease
from integration_under_test.reference.mediation.context import Body, Context


def write(hold: RiskHold, context: Context) -> Body:
    """By the ERP's number where there is one: the suite looks for either, never for both."""
    whom = {"erp-number": hold.supplier} if hold.supplier else {"tax-id": hold.tax_id}
    return {"hold-reference": hold.reference, **whom, "reason": hold.reason}


def write_release(release: RiskRelease, context: Context) -> Body:
    return {"hold-reference": release.reference, "reason": release.reason}


def find(document: RiskHold | RiskRelease, context: Context) -> Body:
    return {"hold-reference": document.reference}


def is_released(release: RiskRelease, answer: Mapping[str, Any]) -> bool:
    return any(not hold["active"] for hold in answer.get("risk-holds", ()))
