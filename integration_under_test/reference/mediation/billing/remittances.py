"""Remittances of the billing platform (P10): posted once under a payer's trace number."""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.reference.mediation.canonical.remittances import (
    Adjustment,
    ClaimPayment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_compact_day


def write(remittance: Remittance, context: Context) -> Body:
    return {
        "payerId": context.crosswalk.payer(remittance.payer_tax_number),
        "traceNumber": remittance.trace,
        "paymentCents": remittance.amount_minor,
        "paidOn": to_compact_day(context.posting_on),
        "claims": [_claim(claim) for claim in remittance.claims],
        "providerAdjustments": [_kept(kept) for kept in remittance.provider_adjustments],
    }


def posting_day(remittance: Remittance, crosswalk: Crosswalk) -> str:
    """The day of the payment."""
    return remittance.paid_on


def _claim(claim: ClaimPayment) -> Body:
    return {
        "claimId": claim.claim,
        "statusCode": claim.status,
        "billedCents": claim.billed_minor,
        "paidCents": claim.paid_minor,
        "payerControlNumber": claim.control,
        "adjustments": _adjustments(claim.adjustments),
        "lines": [_service(service) for service in claim.services],
    }


def _service(service: ServicePayment) -> Body:
    return {
        "line": service.line,
        "billedCents": service.billed_minor,
        "paidCents": service.paid_minor,
        "adjustments": _adjustments(service.adjustments),
    }


def _adjustments(adjustments: Sequence[Adjustment]) -> list[Body]:
    return [
        {"group": one.group, "reason": one.reason, "amountCents": one.amount_minor}
        for one in adjustments
    ]


def _kept(kept: ProviderAdjustment) -> Body:
    reference = {"reference": kept.reference, "amountCents": kept.amount_minor}
    return {"reason": kept.reason, **reference}
