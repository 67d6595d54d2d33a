"""The operations on requisitions of the suite (S02), from the request to the orders it becomes.

P04 runs over them: a buyer approves, the integration asks the ERP for budget and brings back the
decision, and a passed budget turns the requisition into one purchase order for each supplier.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mock_systems.procurement.documents import Documents, Requisition, RequisitionLine, Suite
from mock_systems.procurement.lookup import (
    require_item,
    require_requisition,
    require_ship_to,
    require_supplier,
    require_uom,
)
from mock_systems.procurement.order_issue import issue, issued_effect, issued_event
from mock_systems.procurement.requisition_messages import (
    CreateRequisition,
    DecideRequisition,
    GetRequisition,
    RecordBudgetDecision,
    RequestedLine,
    RequisitionAnswer,
    RequisitionSummary,
)
from mock_systems.procurement.rules import (
    price_on,
    require_distinct,
    requisition_after,
    total_of,
)
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
    date_text,
    price_text,
    total_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def create_requisition(suite: Suite, request: CreateRequisition, work: Work) -> dict[str, Any]:
    documents = suite.documents
    ship_to = require_ship_to(documents, request.ship_to)
    require_distinct([line.line_num for line in request.lines], "line-num")
    today = work.now.astimezone(ship_to.zone).date()
    lines = tuple(_priced_line(documents, line, today) for line in request.lines)
    number = len(documents.requisitions) + 1
    requisition = Requisition(
        id=number,
        number=f"REQ-{number:08d}",
        requester=request.requester,
        cost_center=request.cost_center,
        ship_to=request.ship_to,
        need_by=request.need_by,
        lines=lines,
        total_minor=total_of((line.quantity, line.unit_price_minor) for line in lines),
    )
    documents.requisitions[number] = requisition
    work.effect(_effect("procurement.requisition", requisition, requisition.total_minor))
    return _summary(requisition)


def decide_requisition(suite: Suite, request: DecideRequisition, work: Work) -> dict[str, Any]:
    requisition = require_requisition(suite.documents, request.id)
    requisition.status = requisition_after(requisition.status, request.decision)
    requisition.approver = request.approver
    facts = {"decision": request.decision, "cost_center": requisition.cost_center}
    kind = "procurement.requisition_decision"
    work.effect(_effect(kind, requisition, requisition.total_minor)._replace(facts=facts))
    if request.decision == "approved":
        work.emit(
            "procurement.requisition.approved", requisition.number, _approved_event(requisition)
        )
    return _summary(requisition)


def record_budget_decision(
    suite: Suite, request: RecordBudgetDecision, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    requisition = require_requisition(documents, request.id)
    status = requisition_after(requisition.status, request.decision)
    orders = issue(documents, requisition, work.now) if status == "ordered" else []
    requisition.status = status
    requisition.available_minor = request.available
    requisition.po_numbers = tuple(order.po_number for order in orders)
    facts = {"decision": request.decision, "cost_center": requisition.cost_center}
    work.effect(_effect("procurement.budget_decision", requisition)._replace(facts=facts))
    for order in orders:
        documents.orders[order.po_number] = order
        work.effect(issued_effect(order))
        work.emit("procurement.order.issued", order.po_number, issued_event(order))
    return _summary(requisition)


def get_requisition(suite: Suite, request: GetRequisition, work: Work) -> dict[str, Any]:
    requisition = require_requisition(suite.documents, request.id)
    return {
        **_summary(requisition),
        "requester": requisition.requester,
        "cost-center": requisition.cost_center,
        "ship-to": requisition.ship_to,
        "need-by": date_text(requisition.need_by),
        "approver": requisition.approver,
        "lines": [_line_on_wire(line) for line in requisition.lines],
    }


def _priced_line(documents: Documents, line: RequestedLine, today: date) -> RequisitionLine:
    item = require_item(documents, line.item_number)
    require_uom(line.uom, UNITS_ON_WIRE[item.uom], f"item {item.item_number}")
    if require_supplier(documents, item.supplier_id).status != "active":
        raise Refusal(
            422, "SUPPLIER_INACTIVE", f"the supplier of item {item.item_number} is inactive"
        )
    price = price_on(item, today)
    return RequisitionLine(
        line_num=line.line_num,
        item_number=item.item_number,
        description=item.description,
        quantity=line.quantity,
        uom=item.uom,
        unit_price_minor=price.unit_price_minor,
        supplier_id=item.supplier_id,
        contract=price.contract,
    )


def _effect(kind: str, requisition: Requisition, amount_minor: int = 0) -> Effect:
    return Effect(kind, requisition.number, amount_minor=amount_minor, facility=requisition.ship_to)


def _approved_event(requisition: Requisition) -> dict[str, Any]:
    return {
        "id": requisition.id,
        "number": requisition.number,
        "cost-center": requisition.cost_center,
        "ship-to": requisition.ship_to,
        "total": total_text(requisition.total_minor),
    }


def _summary(requisition: Requisition) -> dict[str, Any]:
    return {
        "id": requisition.id,
        "number": requisition.number,
        "status": requisition.status,
        "total": total_text(requisition.total_minor),
        "po-numbers": list(requisition.po_numbers),
    }


def _line_on_wire(line: RequisitionLine) -> dict[str, Any]:
    return {
        "line-num": line.line_num,
        "item-number": line.item_number,
        "description": line.description,
        "quantity": line.quantity,
        "uom": UNITS_ON_WIRE[line.uom],
        "unit-price": price_text(line.unit_price_minor),
        "supplier-id": line.supplier_id,
        "contract-number": line.contract,
    }


OPERATIONS = (
    Operation(
        name="create_requisition",
        method="POST",
        path="/requisitions",
        scope="procurement.requisitions.write",
        request=CreateRequisition,
        response=RequisitionSummary,
        handler=create_requisition,
        key=("requester", "cost-center", "need-by"),
        summary="Requests items at the catalogue price of the day; it then awaits approval.",
        status=201,
    ),
    Operation(
        name="decide_requisition",
        method="POST",
        path="/requisitions/{id}/decision",
        scope="procurement.requisitions.approve",
        request=DecideRequisition,
        response=RequisitionSummary,
        handler=decide_requisition,
        key=("id",),
        summary="Approves or rejects a requisition that awaits approval.",
    ),
    Operation(
        name="record_budget_decision",
        method="POST",
        path="/requisitions/{id}/budget-decision",
        scope="procurement.requisitions.write",
        request=RecordBudgetDecision,
        response=RequisitionSummary,
        handler=record_budget_decision,
        key=("id",),
        summary="Records the budget decision; a passed one issues an order to each supplier.",
    ),
    Operation(
        name="get_requisition",
        method="GET",
        path="/requisitions/{id}",
        scope="procurement.requisitions.read",
        request=GetRequisition,
        response=RequisitionAnswer,
        handler=get_requisition,
        key=("id",),
        summary="Reads a requisition with its lines, its status, its orders.",
    ),
)
