"""Interfaces from the inventory application (S04): receipts, usages, monthly totals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from integration_under_test.boundary import Event
from integration_under_test.point_to_point.site import Site, dashed, us_day

UNITS = {"EA": "each", "BX": "box", "CS": "case"}


async def receipt_to_erp_procurement_and_billing(event: Event, site: Site) -> None:
    """P06: line after line, three systems each."""
    receipt = event.data
    if not receipt["po_number"]:
        return
    order = await site.erp_order(receipt["po_number"])
    for line in receipt["lines"]:
        unit, factor = site.tables.purchase_units[line["erp_item_number"]]
        quantity = line["qty_each"] // factor
        accrual = _accrual(receipt, line, site) | {
            "OrderNumber": order,
            "Quantity": str(quantity),
            "UOMCode": unit,
        }
        await site.systems["erp"].post_dated("create_receipt", accrual)
        order_receipt = _order_receipt(receipt, line) | {"quantity": quantity, "uom": UNITS[unit]}
        await site.systems["procurement"].post("record_receipt", order_receipt)
        code = site.tables.charge_codes.get(line["erp_item_number"])
        if line["implant"] and code:
            lot = {"chargeCode": code, "lot": line["lot"], "expiry": line["expiry"]}
            lot["receiptReference"] = f"{receipt['receipt_no']}/{line['line_no']}"
            await site.systems["billing"].post("register_supply_lot", lot)


async def usage_to_billing_and_erp(event: Event, site: Site) -> None:
    """P09."""
    usage = event.data
    code = site.tables.charge_codes.get(usage["erp_item_number"])
    cost_center = site.tables.cost_centers[usage["location"]]
    if code:
        charge = {
            "sourceReference": usage["usage_id"],
            "encounterId": usage["encounter_id"],
            "chargeCode": code,
            "quantity": usage["qty"],
            "serviceDate": usage["performed_at"][:8],
            "departmentCode": cost_center,
            **({"lot": usage["lot"]} if usage["lot"] else {}),
        }
        await site.systems["billing"].post("create_charge", charge)
    cost = {
        "Reference": usage["usage_id"],
        "BusinessUnit": site.tables.facilities[usage["facility"]],
        "CostCenter": cost_center,
        "ItemNumber": usage["erp_item_number"],
        "Quantity": str(usage["qty"]),
        "AccountingDate": dashed(usage["performed_at"]),
    }
    await site.systems["erp"].post_dated("post_cost", cost)


async def totals_to_erp(event: Event, site: Site) -> None:
    """P13."""
    data = event.data
    totals = {
        "PeriodName": data["period"],
        "BusinessUnit": site.tables.facilities[data["facility"]],
        "Subledger": "INVENTORY",
        "LineCount": data["usage_lines"],
        "TotalQuantity": str(data["usage_qty"]),
        "TotalAmount": "0.00",
    }
    await site.systems["erp"].post("submit_subledger_totals", totals)


def _accrual(receipt: Mapping[str, Any], line: Mapping[str, Any], site: Site) -> dict[str, Any]:
    return {
        "ReceiptNumber": receipt["receipt_no"],
        "ReceiptLine": line["line_no"],
        "LineNumber": line["po_line"],
        "AccountingDate": dashed(receipt["received_at"]),
        "BusinessUnit": site.tables.facilities[receipt["facility"]],
    }


def _order_receipt(receipt: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "po-number": receipt["po_number"],
        "receipt-number": receipt["receipt_no"],
        "receipt-line": line["line_no"],
        "line-num": line["po_line"],
        "received-on": us_day(dashed(receipt["received_at"])),
    }


HANDLERS: Mapping[str, Callable[[Event, Site], Awaitable[None]]] = {
    "inventory.receipt.recorded": receipt_to_erp_procurement_and_billing,
    "inventory.usage.recorded": usage_to_billing_and_erp,
    "inventory.period.totals": totals_to_erp,
}
