"""Patient receivables of the ERP (P10): movements of the control account."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.receivables import Receivable
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal
from integration_under_test.reference.releases.table import Table

ENTRY_TYPES = Table(
    "mappings.receivable_entry",
    {
        "charges": "CHARGE",
        "contractual": "CONTRACTUAL",
        "write_off": "WRITE_OFF",
        "refund": "REFUND",
        "provider_adjustment": "PAYER_ADJUSTMENT",
        "payment": "PATIENT_PAYMENT",
    },
)
"""Billing's word -> the ERP's."""
REVERSALS = Table(
    "mappings.receivable_reversal",
    {
        "charges": "CHARGE_CREDIT",
        "contractual": "CONTRACTUAL_REVERSAL",
        "provider_adjustment": "PAYER_ADJUSTMENT_REVERSAL",
    },
)
"""The same for a reversal, where that has a word of its own."""


def write(receivable: Receivable, context: Context) -> Body:
    """Amounts have no sign here: the type says which way they go."""
    return {
        "Reference": receivable.reference,
        "EntryType": _entry_type(receivable),
        "BusinessUnit": context.crosswalk.business_unit(receivable.facility),
        "AccountingDate": context.posting_on,
        "Amount": to_decimal(abs(receivable.amount_minor), 2),
    }


def _entry_type(receivable: Receivable) -> str:
    entry_type = ENTRY_TYPES[receivable.kind]
    if receivable.amount_minor > 0:
        return entry_type
    return str(REVERSALS.get(receivable.kind, entry_type))


def find(receivable: Receivable, context: Context) -> Body:
    return {"Reference": receivable.reference}


def posting_day(receivable: Receivable, crosswalk: Crosswalk) -> str:
    return receivable.posted_on
