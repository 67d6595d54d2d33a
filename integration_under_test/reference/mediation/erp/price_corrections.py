"""Price corrections in the ERP (P03)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.price_corrections import PriceCorrection
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal


def write(correction: PriceCorrection, context: Context) -> Body:
    """The sign is a type here, as it is in procurement."""
    return {
        "CorrectionNumber": correction.number,
        "CorrectionType": "CREDIT" if correction.amount_minor < 0 else "DEBIT",
        "SupplierNumber": correction.supplier,
        "OrderNumber": context.consulted,
        "OrderLineNumber": correction.line,
        "BusinessUnit": context.crosswalk.business_unit(correction.facility),
        "ContractNumber": correction.contract,
        "Amount": to_decimal(abs(correction.amount_minor), 2),
        "CorrectionDate": correction.issued_on,
        "AccountingDate": context.posting_on,
    }


def find(correction: PriceCorrection, context: Context) -> Body:
    return {"SupplierNumber": correction.supplier, "CorrectionNumber": correction.number}


def posting_day(correction: PriceCorrection, crosswalk: Crosswalk) -> str:
    return correction.issued_on
