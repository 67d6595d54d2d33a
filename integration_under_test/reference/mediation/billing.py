"""The adapter of the billing platform (S05): camelCase, integer cents, compact days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical import (
    PeriodStatus,
    PriceList,
    ReceiptLine,
    SubledgerTotals,
    Usage,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import cost_each_minor, to_compact_day

PERIOD_STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}


def read_totals(data: Mapping[str, Any]) -> SubledgerTotals:
    return SubledgerTotals(
        period=data["period"],
        facility=f"billing:{data['facilityId']}",
        subledger="BILLING",
        line_count=data["chargeCount"],
        quantity=data["chargeCount"],
        amount_minor=data["chargeAmountCents"],
    )


def write_charge(usage: Usage, context: Context) -> Body | None:
    """None for an item that is not billed on its own."""
    code = context.crosswalk.charge_code(usage.item)
    if not code:
        return None
    return {
        "sourceReference": usage.number,
        "encounterId": usage.encounter,
        "chargeCode": code,
        "quantity": usage.quantity_ea,
        "serviceDate": to_compact_day(context.posting_on),
        "departmentCode": context.crosswalk.cost_center(usage.location),
        **({"lot": usage.lot} if usage.lot else {}),
    }


def write_lot(line: ReceiptLine, context: Context) -> Body | None:
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


def write_costs(prices: PriceList, context: Context) -> Body | None:
    """Unit costs of the lines whose item is billed; None when no line is."""
    lines = _cost_lines(prices, context.crosswalk)
    if not lines:
        return None
    return {"contractNumber": prices.contract, "version": prices.version, "lines": lines}


def write_period(status: PeriodStatus, context: Context) -> Body:
    return {
        "period": status.period,
        "status": PERIOD_STATUSES[status.status],
        "erpVersion": status.version,
    }


def find_charge(usage: Usage, context: Context) -> Body:
    return {"sourceReference": usage.number}


def find_costs(prices: PriceList, context: Context) -> Body:
    return {"contractNumber": prices.contract}


def _cost_lines(prices: PriceList, crosswalk: Crosswalk) -> list[Body]:
    effective_on = to_compact_day(prices.starts_on)
    lines = []
    for line in prices.lines:
        if code := crosswalk.charge_code(line.item):
            item = crosswalk.item(line.item)
            factor = item.factor if line.unit == item.purchase_unit else 1
            cost_minor = cost_each_minor(line.price_e4, factor)
            lines.append(
                {
                    "line": line.line,
                    "chargeCode": code,
                    "unitCostCents": cost_minor,
                    "effectiveOn": effective_on,
                }
            )
    return lines
