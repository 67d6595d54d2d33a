"""Lots that may be billed (P06)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.receipts import DockReceipt, ReceiptLine
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_compact_day


def write_docked(receipt: DockReceipt, context: Context) -> Body | None:
    """As `write`; None as well for what is no implant, which the ERP does not say."""
    return write(receipt, context) if context.crosswalk.item(receipt.item).implant else None


def write(line: ReceiptLine | DockReceipt, context: Context) -> Body | None:
    """None for an implant that is not billed on its own."""
    code = context.crosswalk.charge_code(line.item)
    if not code:
        return None
    return {
        "chargeCode": code,
        "lot": line.lot,
        "receiptReference": line.reference,
        "expiry": to_compact_day(line.expires_on),
    }
