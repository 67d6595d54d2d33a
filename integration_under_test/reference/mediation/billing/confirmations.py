"""Charges of the billing platform under the reference of what they were made of (P09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.statuses import (
    Charge,
    ChargeConfirmation,
)
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.notation import from_compact_day

POSTED = "posted"


def ask(reference: str) -> Body:
    return {"sourceReference": reference}


def facility_codes(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose charges they are, in billing's own codes."""
    return tuple(f"billing:{charge['facilityId']}" for charge in answer["charges"])


def read(reference: str, answer: Mapping[str, Any]) -> ChargeConfirmation:
    charges = tuple(_charge(charge) for charge in answer["charges"])
    standing = sum(charge.status == POSTED for charge in charges)
    return ChargeConfirmation(reference, standing == 1, charges)


def _charge(charge: Mapping[str, Any]) -> Charge:
    return Charge(
        charge=charge["chargeId"],
        code=charge["chargeCode"],
        quantity=charge["quantity"],
        amount_minor=charge["amountCents"],
        served_on=from_compact_day(charge["serviceDate"]),
        status=charge["status"].lower(),
    )
