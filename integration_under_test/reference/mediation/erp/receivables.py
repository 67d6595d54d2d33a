"""Patient receivables of the ERP (P10): movements of the control account."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.receivables import Receivable
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal

ENTRY_TYPES = {
    "charges": ("CHARGE", "CHARGE_CREDIT"),
    "contractual": ("CONTRACTUAL", "CONTRACTUAL_REVERSAL"),
    "write_off": ("WRITE_OFF", "WRITE_OFF"),
    "refund": ("REFUND", "REFUND"),
    "provider_adjustment": ("PAYER_ADJUSTMENT", "PAYER_ADJUSTMENT_REVERSAL"),
    "payment": ("PATIENT_PAYMENT", "PATIENT_PAYMENT"),
}
"""Billing's word -> the ERP's, and the one for a reversal."""


def write(receivable: Receivable, context: Context) -> Body:
    """Amounts have no sign here: the type says which way they go."""
    entry_type, reversal = ENTRY_TYPES[receivable.kind]
    return {
        "Reference": receivable.reference,
        "EntryType": entry_type if receivable.amount_minor > 0 else reversal,
        "BusinessUnit": context.crosswalk.business_unit(receivable.facility),
        "AccountingDate": context.posting_on,
        "Amount": to_decimal(abs(receivable.amount_minor), 2),
    }


def find(receivable: Receivable, context: Context) -> Body:
    return {"Reference": receivable.reference}


def posting_day(receivable: Receivable, crosswalk: Crosswalk) -> str:
    return receivable.posted_on
