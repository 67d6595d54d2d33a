"""Approved substitutions and new versions of orders of the procurement suite (P12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.orders import OrderRevision
from integration_under_test.reference.mediation.canonical.substitutions import Substitution


def read(data: Mapping[str, Any], approved_at: str) -> Substitution:
    return Substitution(
        reference=f"{data['po-number']}/{data['line-num']}/{data['id']}",
        ordered=data["ordered-item-number"],
        substitute=data["substitute-item-number"],
        supplier=data["erp-supplier-number"],
        facility=f"procurement:{data['ship-to']}",
        approved_at=approved_at,
    )


def read_revision(data: Mapping[str, Any], changed_at: str) -> OrderRevision:
    """Of an order that was changed, or of which something was cancelled."""
    return OrderRevision(
        order=data["po-number"],
        version=data["version"],
        facility=f"procurement:{data['ship-to']}",
        changed_at=changed_at,
    )
