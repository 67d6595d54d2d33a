"""Disputes over invoices in the procurement suite (P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.dispute_credits import DisputeCredit
from integration_under_test.reference.mediation.notation import from_decimal


def is_credited(data: Mapping[str, Any]) -> bool:
    return bool(data["outcome"] == "credited")


def read(data: Mapping[str, Any], closed_at: str) -> DisputeCredit:
    return DisputeCredit(
        dispute=data["dispute-reference"],
        supplier=data["erp-supplier-number"],
        invoice=data["invoice-number"],
        amount_minor=from_decimal(data["credit-amount"], 2),
        closed_at=closed_at,
    )
