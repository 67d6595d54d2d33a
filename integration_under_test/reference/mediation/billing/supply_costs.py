"""Costs of supplies in the billing platform (P03)."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.prices import PriceList
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import cost_each_minor, to_compact_day


def write(prices: PriceList, context: Context) -> Body | None:
    """Unit costs of the lines whose item is billed; None when no line is."""
    lines = _lines(prices, context.crosswalk)
    if not lines:
        return None
    return {"contractNumber": prices.contract, "version": prices.version, "lines": lines}


def find(prices: PriceList, context: Context) -> Body:
    return {"contractNumber": prices.contract}


def _lines(prices: PriceList, crosswalk: Crosswalk) -> list[Body]:
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
