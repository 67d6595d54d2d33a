"""The adapter of the inventory application (S04): snake_case, EA only, facility-local times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical import (
    PeriodStatus,
    ReceiptLine,
    SubledgerTotals,
    Usage,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import from_compact_day

Data = Mapping[str, Any]

PERIOD_STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}


def read_receipt(data: Data) -> tuple[ReceiptLine, ...]:
    """The lines of a receipt; none for one without an order, which owes nobody anything."""
    if not data["po_number"]:
        return ()
    return tuple(_receipt_line(data, line) for line in data["lines"])


def read_usage(data: Data) -> Usage:
    return Usage(
        number=data["usage_id"],
        facility=f"inventory:{data['facility']}",
        location=data["location"],
        item=data["erp_item_number"],
        quantity_ea=data["qty"],
        lot=data["lot"],
        encounter=data["encounter_id"],
        performed_on=from_compact_day(data["performed_at"]),
    )


def read_totals(data: Data) -> SubledgerTotals:
    """The stock ledger's totals are quantities: it knows no prices."""
    return SubledgerTotals(
        period=data["period"],
        facility=f"inventory:{data['facility']}",
        subledger="INVENTORY",
        line_count=data["usage_lines"],
        quantity=data["usage_qty"],
        amount_minor=0,
    )


def write_period(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": PERIOD_STATUSES[status.status],
        "erp_version": status.version,
    }


def _receipt_line(receipt: Data, line: Data) -> ReceiptLine:
    return ReceiptLine(
        receipt=receipt["receipt_no"],
        line=line["line_no"],
        order=receipt["po_number"],
        order_line=line["po_line"],
        facility=f"inventory:{receipt['facility']}",
        item=line["erp_item_number"],
        quantity_ea=line["qty_each"],
        lot=line["lot"] or "",
        expires_on=from_compact_day(line["expiry"] or ""),
        implant=line["implant"],
        received_on=from_compact_day(receipt["received_at"]),
    )
