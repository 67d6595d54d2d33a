"""The operations on requisitions of the suite (S02), from the request to the orders it becomes.

P04 runs over them: a buyer approves, the integration asks the ERP for budget and brings back the
decision, and a passed budget turns the requisition into one purchase order for each supplier.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.approval import awaited, chain_of, decided
from mock_systems.procurement.documents import Requisition, RequisitionLine, Suite
from mock_systems.procurement.lookup import require_requisition, require_ship_to
from mock_systems.procurement.order_issue import (
    external_reference,
    issue,
    issued_effect,
    issued_event,
)
from mock_systems.procurement.repricing import watch
from mock_systems.procurement.requisition_messages import (
    CreateRequisition,
    DecideRequisition,
    FindRequisitions,
    GetRequisition,
    RecordBudgetDecision,
    RequisitionAnswer,
    RequisitionsFound,
    RequisitionSummary,
)
from mock_systems.procurement.requisition_sourcing import (
    requested_line,
    require_suppliers_free,
    sourced_effect,
    sourced_event,
    total_of_requisition,
    unsourced,
)
from mock_systems.procurement.rules import require_distinct, requisition_after
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
    date_text,
    price_text,
    total_text,
)
from mock_systems.service import Effect, Operation, Work


def create_requisition(suite: Suite, request: CreateRequisition, work: Work) -> dict[str, Any]:
    documents = suite.documents
    ship_to = require_ship_to(documents, request.ship_to)
    require_distinct([line.line_num for line in request.lines], "line-num")
    today = work.now.astimezone(ship_to.zone).date()
    lines = tuple(requested_line(documents, line, today) for line in request.lines)
    number = len(documents.requisitions) + 1
    requisition = Requisition(
        id=number,
        number=f"REQ-{number:08d}",
        requester=request.requester,
        cost_center=request.cost_center,
        ship_to=request.ship_to,
        need_by=request.need_by,
        lines=lines,
        total_minor=total_of_requisition(lines),
        external_reference=request.external_reference or "",
    )
    documents.requisitions[number] = requisition
    if requisition.external_reference:
        documents.requisitions_of.setdefault(requisition.external_reference, []).append(requisition)
    documents.exports.changed("requisition", requisition.number)
    work.effect(_requested(requisition))
    if unsourced(lines):
        requisition.status = "pending-sourcing"
        work.emit(
            "procurement.sourcing.requested", requisition.number, requisition_on_wire(requisition)
        )
    else:
        ask_for_approval(suite, requisition, work)
    return requisition_summary(requisition)


def ask_for_approval(suite: Suite, requisition: Requisition, work: Work) -> None:
    """Builds the chain that the total needs now; with one, tells whose turn it is."""
    rules = suite.documents.approval_rules
    requisition.chain = chain_of(rules, requisition.cost_center, requisition.total_minor)
    tell_approver(requisition, work)


def tell_approver(requisition: Requisition, work: Work) -> None:
    """Emits whose turn it is, nothing where there is no chain."""
    step = awaited(requisition.chain)
    if step is not None:
        work.emit(
            "procurement.approval.requested",
            requisition.number,
            {**_approved_event(requisition), "step": step.step, "approver": step.approver},
        )


def decide_requisition(suite: Suite, request: DecideRequisition, work: Work) -> dict[str, Any]:
    requisition = require_requisition(suite.documents, request.id)
    status = requisition_after(requisition.status, request.decision)
    step = awaited(requisition.chain)
    requisition.chain = decided(requisition.chain, request.approver, request.decision)
    requisition.approver = request.approver
    suite.documents.exports.changed("requisition", requisition.number)
    if step is not None:
        work.effect(_step_effect(requisition, step.step, request.decision))
        if request.decision == "approved" and awaited(requisition.chain):
            tell_approver(requisition, work)
            return requisition_summary(requisition)
    requisition.status = status
    facts = {"decision": request.decision, "cost_center": requisition.cost_center}
    kind = "procurement.requisition_decision"
    work.effect(_effect(kind, requisition, requisition.total_minor)._replace(facts=facts))
    if request.decision == "approved":
        work.emit(
            "procurement.requisition.approved", requisition.number, _approved_event(requisition)
        )
    return requisition_summary(requisition)


def record_budget_decision(
    suite: Suite, request: RecordBudgetDecision, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    requisition = require_requisition(documents, request.id)
    decision: str = request.decision
    if decision == "passed" and suite.order_origin == "erp":
        decision = "sourced"
    status = requisition_after(requisition.status, decision)
    orders = issue(documents, requisition, work.now) if status == "ordered" else []
    if status == "sourced":
        require_suppliers_free(documents, requisition)
    requisition.status = status
    requisition.available_minor = request.available
    requisition.po_numbers = tuple(order.po_number for order in orders)
    documents.exports.changed("requisition", requisition.number)
    facts = {"decision": request.decision, "cost_center": requisition.cost_center}
    work.effect(_effect("procurement.budget_decision", requisition)._replace(facts=facts))
    for order in orders:
        documents.orders[order.po_number] = order
        watch(documents, order)
        documents.exports.changed("order", order.po_number)
        work.effect(issued_effect(order))
        work.emit("procurement.order.issued", order.po_number, issued_event(order))
    if status == "sourced":
        work.effect(sourced_effect(documents, requisition))
        work.emit(
            "procurement.requisition.sourced",
            requisition.number,
            sourced_event(documents, requisition),
        )
    return requisition_summary(requisition)


def find_requisitions(suite: Suite, request: FindRequisitions, work: Work) -> dict[str, Any]:
    """Those that were created under a reference; more than one is possible."""
    return {
        "requisitions": [
            requisition_summary(requisition)
            for requisition in suite.documents.requisitions_of.get(request.external_reference, ())
        ]
    }


def get_requisition(suite: Suite, request: GetRequisition, work: Work) -> dict[str, Any]:
    return requisition_on_wire(require_requisition(suite.documents, request.id))


def requisition_on_wire(requisition: Requisition) -> dict[str, Any]:
    """A requisition with its lines as JSON."""
    return {
        **requisition_summary(requisition),
        "requester": requisition.requester,
        "cost-center": requisition.cost_center,
        "ship-to": requisition.ship_to,
        "need-by": date_text(requisition.need_by),
        "approver": requisition.approver,
        "lines": [_line_on_wire(line) for line in requisition.lines],
    }


def _effect(kind: str, requisition: Requisition, amount_minor: int = 0) -> Effect:
    return Effect(kind, requisition.number, amount_minor=amount_minor, facility=requisition.ship_to)


def _requested(requisition: Requisition) -> Effect:
    """Under the reference of whoever asked, so that what was asked finds what came of it: so much
    in purchase units. The price is the catalogue's, hence nothing that the asker could get wrong.
    """
    effect = _effect("procurement.requisition", requisition, requisition.total_minor)
    if not requisition.external_reference:
        return effect
    facts = {
        "id": requisition.id,
        "number": requisition.number,
        "cost_center": requisition.cost_center,
        "external_reference": requisition.external_reference,
    }
    quantity = sum(line.quantity for line in requisition.lines)
    key = requisition.external_reference
    return effect._replace(key=key, amount_minor=0, quantity=quantity, facts=facts)


def _approved_event(requisition: Requisition) -> dict[str, Any]:
    return {
        "id": requisition.id,
        "number": requisition.number,
        "cost-center": requisition.cost_center,
        "ship-to": requisition.ship_to,
        "total": total_text(requisition.total_minor),
    }


def _step_effect(requisition: Requisition, step: int, decision: str) -> Effect:
    return Effect(
        "procurement.approval_step",
        f"{requisition.number}/{step}",
        amount_minor=requisition.total_minor,
        facility=requisition.ship_to,
        facts={"decision": decision, "cost_center": requisition.cost_center},
    )


def requisition_summary(requisition: Requisition) -> dict[str, Any]:
    """What every step of a requisition answers."""
    return {
        "id": requisition.id,
        "number": requisition.number,
        "status": requisition.status,
        "total": total_text(requisition.total_minor),
        "po-numbers": list(requisition.po_numbers),
        **external_reference(requisition.external_reference),
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
        **({"kind": line.kind} if line.kind != "goods" else {}),
        **({"commodity": line.commodity} if line.commodity else {}),
        **({"project": line.project} if line.project else {}),
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
        name="find_requisitions",
        method="GET",
        path="/requisitions",
        scope="procurement.requisitions.read",
        request=FindRequisitions,
        response=RequisitionsFound,
        handler=find_requisitions,
        key=("external-reference",),
        summary="Finds the requisitions that were created under an external reference.",
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
