"""Receipt lines (P06): accrued in the ERP, shown on the order, their lots known to billing."""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.layouts.orders import erp_order_number
from integration_under_test.nightly_batch.notation import (
    PROCUREMENT_UNITS,
    dashed,
    us_from_compact,
)

HEADING = ("receipt_no", "po_number", "facility", "received_at")
ACCRUAL = (
    Column("ReceiptNumber", "receipt_no"),
    Column("ReceiptLine", "line_no"),
    Column("SourceOrderNumber", "po_number"),
    Column("LineNumber", "po_line"),
    Column("AccountingDate", "received_at", dashed),
)
ORDER_RECEIPT = (
    Column("po-number", "po_number"),
    Column("receipt-number", "receipt_no"),
    Column("receipt-line", "line_no"),
    Column("line-num", "po_line"),
    Column("received-on", "received_at", us_from_compact),
)
LOT = (Column("lot", "lot"), Column("expiry", "expiry"))


def lines(receipt: Record) -> Iterable[tuple[str, str, Record]]:
    """A row for each line; none for goods without an order."""
    heading = {name: receipt[name] for name in HEADING}
    for line in receipt["lines"] if receipt["po_number"] else ():
        key = f"{receipt['receipt_no']}/{line['line_no']}"
        yield key, key, heading | line


def implants(receipt: Record) -> Iterable[tuple[str, str, Record]]:
    """A row for each line that brought an implant."""
    return (row for row in lines(receipt) if row[2]["implant"])


def _accrual(data: Data, codes: Crosswalk) -> Record:
    unit, factor = codes.packs[data["erp_item_number"]]
    return mapped(ACCRUAL, data) | {
        "Quantity": str(data["qty_each"] // factor),
        "UOMCode": unit,
        "BusinessUnit": codes.units_of_stores[data["facility"]],
    }


async def _with_order(record: Record, connection: Connection) -> Record:
    """The ERP's order number takes the place of procurement's."""
    return await erp_order_number(record.pop("SourceOrderNumber"), connection)


def _order_receipt(data: Data, codes: Crosswalk) -> Record:
    unit, factor = codes.packs[data["erp_item_number"]]
    quantity = {"quantity": data["qty_each"] // factor, "uom": PROCUREMENT_UNITS[unit]}
    return mapped(ORDER_RECEIPT, data) | quantity


def _lot(data: Data, codes: Crosswalk) -> Record | None:
    code = codes.charge_codes.get(data["erp_item_number"])
    if not code:
        return None
    reference = f"{data['receipt_no']}/{data['line_no']}"
    return mapped(LOT, data) | {"chargeCode": code, "receiptReference": reference}


TO_ERP = Load(
    "erp",
    "create_receipt",
    _accrual,
    Look(
        "find_receipts", ("ReceiptNumber", "ReceiptLine"), lambda answer, _: bool(answer["items"])
    ),
    complete=_with_order,
    dated=True,
)
TO_PROCUREMENT = Load(
    "procurement",
    "record_receipt",
    _order_receipt,
    Look(
        "find_receipts",
        ("receipt-number", "receipt-line"),
        lambda answer, _: bool(answer["receipts"]),
    ),
)
TO_BILLING = Load("billing", "register_supply_lot", _lot)
"""Billing takes the same receipt line again as nothing."""
