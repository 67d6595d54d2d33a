"""P06: what the dock received is accrued in the ERP, shown on the order, known to billing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import PROCUREMENT_UNITS, dashed, us_day

Data = Mapping[str, Any]


async def post_receipt(receipt: Data, systems: Landscape) -> None:
    """Line after line; a failure leaves the lines before it posted."""
    if not receipt["po_number"]:
        return
    order = await systems.erp.order_number(receipt["po_number"])
    for line in receipt["lines"]:
        await systems.erp.create_receipt(_accrual(receipt, line, systems) | {"OrderNumber": order})
        await systems.procurement.record_receipt(_order_receipt(receipt, line, systems))
        code = systems.codes.charge_codes.get(line["erp_item_number"])
        if line["implant"] and code:
            lot = {"chargeCode": code, "lot": line["lot"], "expiry": line["expiry"]}
            reference = f"{receipt['receipt_no']}/{line['line_no']}"
            await systems.billing.register_lot({**lot, "receiptReference": reference})


def _accrual(receipt: Data, line: Data, systems: Landscape) -> dict[str, Any]:
    unit, factor = systems.codes.packs[line["erp_item_number"]]
    return {
        "ReceiptNumber": receipt["receipt_no"],
        "ReceiptLine": line["line_no"],
        "LineNumber": line["po_line"],
        "Quantity": str(line["qty_each"] // factor),
        "UOMCode": unit,
        "AccountingDate": dashed(receipt["received_at"]),
        "BusinessUnit": systems.codes.units_of_stores[receipt["facility"]],
    }


def _order_receipt(receipt: Data, line: Data, systems: Landscape) -> dict[str, Any]:
    unit, factor = systems.codes.packs[line["erp_item_number"]]
    return {
        "po-number": receipt["po_number"],
        "receipt-number": receipt["receipt_no"],
        "receipt-line": line["line_no"],
        "line-num": line["po_line"],
        "quantity": line["qty_each"] // factor,
        "uom": PROCUREMENT_UNITS[unit],
        "received-on": us_day(dashed(receipt["received_at"])),
    }
