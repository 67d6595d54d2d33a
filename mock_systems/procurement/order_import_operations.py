"""The operations that bring orders made by the ERP into the suite (S02).

Where orders have their origin in the ERP, a requisition with budget waits as sourced, and its
orders come back here so that receipts and invoices find them (P04, P06). No more may come back
than was approved (RP1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from mock_systems.procurement.documents import (
    Documents,
    Order,
    OrderLine,
    Requisition,
    RequisitionLine,
    Suite,
)
from mock_systems.procurement.lookup import (
    require_requisition,
    require_requisition_line,
    require_supplier,
    require_uom,
)
from mock_systems.procurement.order_import_messages import ImportedLine, ImportOrder
from mock_systems.procurement.order_issue import order_facts
from mock_systems.procurement.repricing import watch
from mock_systems.procurement.requisition_messages import RequisitionSummary
from mock_systems.procurement.requisition_operations import requisition_summary
from mock_systems.procurement.rules import require_distinct, requisition_after, total_of
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def import_order(suite: Suite, request: ImportOrder, work: Work) -> dict[str, Any]:
    documents = suite.documents
    requisition = require_requisition(documents, request.requisition_id)
    _require_importable(suite, requisition, request.po_number)
    order = _order(documents, requisition, request)
    ordered = _ordered(documents, requisition, order)
    if all(ordered[line.line_num] >= line.quantity for line in requisition.lines):
        requisition.status = requisition_after(requisition.status, "imported")
    requisition.po_numbers = (*requisition.po_numbers, order.po_number)
    documents.orders[order.po_number] = order
    watch(documents, order)
    documents.exports.changed("requisition", requisition.number)
    documents.exports.changed("order", order.po_number)
    work.effect(
        Effect(
            "procurement.order_import",
            order.po_number,
            amount_minor=order.total_minor,
            facility=order.ship_to,
            facts={**order_facts(order), "requisition": requisition.number},
        )
    )
    return requisition_summary(requisition)


def _require_importable(suite: Suite, requisition: Requisition, po_number: str) -> None:
    if suite.order_origin != "erp":
        raise Refusal(409, "ORDER_ORIGIN", "orders have their origin here, not in the ERP")
    if po_number in suite.documents.orders:
        raise Refusal(409, "DUPLICATE_ORDER", f"{po_number} was imported already; get it")
    requisition_after(requisition.status, "imported")


def _order(documents: Documents, requisition: Requisition, request: ImportOrder) -> Order:
    supplier = require_supplier(documents, request.supplier_id)
    require_distinct([line.line_num for line in request.lines], "line-num")
    lines = {line.line_num: _line(requisition, line) for line in request.lines}
    total_minor = total_of((line.quantity, line.unit_price_minor) for line in lines.values())
    return Order(
        po_number=request.po_number,
        requisition=requisition.number,
        supplier_id=supplier.id,
        erp_supplier_number=supplier.erp_number,
        ship_to=requisition.ship_to,
        cost_center=requisition.cost_center,
        contract=request.contract_number,
        issued_on=request.issued_on,
        total_minor=total_minor,
        lines=lines,
        approved_minor=total_minor,
        external_reference=requisition.external_reference,
    )


def _line(requisition: Requisition, imported: ImportedLine) -> OrderLine:
    asked: RequisitionLine = require_requisition_line(requisition, imported.requisition_line)
    name = f"{requisition.number} line {asked.line_num}"
    require_uom(imported.uom, UNITS_ON_WIRE[asked.uom], name)
    if imported.unit_price > asked.unit_price_minor:
        raise Refusal(422, "EXCEEDS_APPROVAL", f"{name} was approved at a lower price")
    is_contract_price = asked.contract and imported.unit_price == asked.unit_price_minor
    return OrderLine(
        line_num=imported.line_num,
        item_number=asked.item_number,
        description=asked.description,
        quantity=imported.quantity,
        uom=asked.uom,
        unit_price_minor=imported.unit_price,
        requisition_line=asked.line_num,
        approved=imported.quantity,
        kind=asked.kind,
        commodity=asked.commodity,
        contract=asked.contract,
        priced_on=asked.priced_on if is_contract_price else None,
    )


def _ordered(documents: Documents, requisition: Requisition, order: Order) -> dict[int, int]:
    """Quantities by line of the requisition, this order included. Raises Refusal 422 above."""
    earlier = [documents.orders[number] for number in requisition.po_numbers]
    ordered = _quantities([*earlier, order])
    for line in requisition.lines:
        if ordered[line.line_num] > line.quantity:
            raise Refusal(
                422,
                "EXCEEDS_APPROVAL",
                f"{requisition.number} line {line.line_num}: {line.quantity} were approved, "
                f"{ordered[line.line_num]} would be ordered",
            )
    return ordered


def _quantities(orders: Iterable[Order]) -> dict[int, int]:
    ordered: dict[int, int] = defaultdict(int)
    for order in orders:
        for line in order.lines.values():
            ordered[line.requisition_line] += line.quantity + line.cancelled
    return ordered


OPERATIONS = (
    Operation(
        name="import_order",
        method="POST",
        path="/purchase-orders",
        scope="procurement.orders.import",
        request=ImportOrder,
        response=RequisitionSummary,
        handler=import_order,
        key=("po-number",),
        summary="Takes an order that the ERP made of a sourced requisition.",
        status=201,
    ),
)
