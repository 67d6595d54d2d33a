"""The operations on receipts of the suite (S02).

P06 brings every receipt line of the inventory system here. A receipt reference is not unique:
sent twice it counts twice, which is the trap that an integration has to avoid.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Order, OrderLine, Receipt, Suite
from mock_systems.procurement.lookup import require_order, require_order_line, require_uom
from mock_systems.procurement.receipt_messages import (
    FindReceipts,
    ReceiptRecorded,
    ReceiptsFound,
    RecordReceipt,
)
from mock_systems.procurement.repricing import consider
from mock_systems.procurement.rules import order_status
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
    date_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def record_receipt(suite: Suite, request: RecordReceipt, work: Work) -> dict[str, Any]:
    documents = suite.documents
    order = require_order(documents, request.po_number)
    line = require_order_line(order, request.line_num)
    _require_receivable(order, line)
    require_uom(request.uom, UNITS_ON_WIRE[line.uom], f"{order.po_number} line {line.line_num}")
    receipt = Receipt(
        id=len(documents.receipts) + 1,
        receipt_number=request.receipt_number,
        receipt_line=request.receipt_line,
        po_number=order.po_number,
        line_num=line.line_num,
        quantity=request.quantity,
        uom=line.uom,
        received_on=request.received_on,
    )
    documents.receipts.append(receipt)
    documents.exports.changed("receipt", str(receipt.id))
    reference = (receipt.receipt_number, receipt.receipt_line)
    documents.receipts_by_reference.setdefault(reference, []).append(receipt)
    line.received += receipt.quantity
    order.status = order_status(order.lines.values())
    order.over_received = order.over_received or line.received > line.quantity
    consider(documents, order, (line,))
    work.effect(_recorded(receipt, order))
    return {
        **receipt_on_wire(receipt),
        "received-quantity": line.received,
        "order-status": order.status,
        "over-received": order.over_received,
    }


def find_receipts(suite: Suite, request: FindReceipts, work: Work) -> dict[str, Any]:
    reference = (request.receipt_number, request.receipt_line)
    found = suite.documents.receipts_by_reference.get(reference, [])
    return {"receipts": [receipt_on_wire(receipt) for receipt in found]}


def _require_receivable(order: Order, line: OrderLine) -> None:
    name = f"{order.po_number} line {line.line_num}"
    if line.kind == "service":
        raise Refusal(409, "SERVICE_LINE", f"{name} is a service; accept it, it is not received")
    if line.quantity == 0:
        raise Refusal(409, "LINE_CANCELLED", f"{name} was cancelled; return the goods")


def _recorded(receipt: Receipt, order: Order) -> Effect:
    day = receipt.received_on
    return Effect(
        "procurement.order_receipt",
        f"{receipt.receipt_number}/{receipt.receipt_line}",
        quantity=receipt.quantity,
        uom=receipt.uom,
        facility=order.ship_to,
        period=f"{day.year:04d}-{day.month:02d}",
    )


def receipt_on_wire(receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON."""
    return {
        "id": receipt.id,
        "receipt-number": receipt.receipt_number,
        "receipt-line": receipt.receipt_line,
        "po-number": receipt.po_number,
        "line-num": receipt.line_num,
        "quantity": receipt.quantity,
        "uom": UNITS_ON_WIRE[receipt.uom],
        "received-on": date_text(receipt.received_on),
    }


OPERATIONS = (
    Operation(
        name="record_receipt",
        method="POST",
        path="/purchase-orders/{po-number}/receipts",
        scope="procurement.receipts.write",
        request=RecordReceipt,
        response=ReceiptRecorded,
        handler=record_receipt,
        key=("receipt-number", "receipt-line"),
        summary="Adds a receipt to an order line; the receipt reference may repeat.",
        status=201,
    ),
    Operation(
        name="find_receipts",
        method="GET",
        path="/receipts",
        scope="procurement.receipts.read",
        request=FindReceipts,
        response=ReceiptsFound,
        handler=find_receipts,
        key=("receipt-number", "receipt-line"),
        summary="Finds every receipt recorded under one receipt reference.",
    ),
)
