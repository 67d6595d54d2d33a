"""The operations on a requisition's approval chain of the suite (S02): delegate, expire, read.

Decisions themselves are `decide_requisition`, one step at a time (P04).
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.approval import delegated
from mock_systems.procurement.approval_messages import (
    ApprovalChain,
    DelegateApproval,
    ExpireRequisition,
)
from mock_systems.procurement.documents import Requisition, Suite
from mock_systems.procurement.lookup import require_requisition
from mock_systems.procurement.requisition_messages import GetRequisition, RequisitionSummary
from mock_systems.procurement.requisition_operations import requisition_summary, tell_approver
from mock_systems.procurement.rules import requisition_after
from mock_systems.service import Effect, Operation, Refusal, Work


def delegate_approval(suite: Suite, request: DelegateApproval, work: Work) -> dict[str, Any]:
    requisition = require_requisition(suite.documents, request.id)
    if requisition.status != "pending-approval":
        raise Refusal(
            409, "ILLEGAL_TRANSITION", f"{requisition.number} is {requisition.status}, not awaiting"
        )
    requisition.chain = delegated(requisition.chain, request.approver, request.delegate)
    facts = {"from": request.approver, "to": request.delegate}
    work.effect(_effect("procurement.delegation", requisition)._replace(facts=facts))
    tell_approver(requisition, work)
    return _chain_on_wire(requisition)


def expire_requisition(suite: Suite, request: ExpireRequisition, work: Work) -> dict[str, Any]:
    requisition = require_requisition(suite.documents, request.id)
    requisition.status = requisition_after(requisition.status, "expired")
    suite.documents.exports.changed("requisition", requisition.number)
    work.effect(_effect("procurement.requisition_expiry", requisition))
    work.emit(
        "procurement.requisition.expired",
        requisition.number,
        {**requisition_summary(requisition), "reason": request.reason},
    )
    return requisition_summary(requisition)


def get_approval_chain(suite: Suite, request: GetRequisition, work: Work) -> dict[str, Any]:
    return _chain_on_wire(require_requisition(suite.documents, request.id))


def _effect(kind: str, requisition: Requisition) -> Effect:
    return Effect(kind, requisition.number, facility=requisition.ship_to)


def _chain_on_wire(requisition: Requisition) -> dict[str, Any]:
    steps = [
        {
            "step": step.step,
            "approver": step.approver,
            "delegated-by": step.delegated_by,
            "decision": step.decision,
        }
        for step in requisition.chain
    ]
    return {"number": requisition.number, "status": requisition.status, "steps": steps}


OPERATIONS = (
    Operation(
        name="delegate_approval",
        method="POST",
        path="/requisitions/{id}/delegations",
        scope="procurement.requisitions.approve",
        request=DelegateApproval,
        response=ApprovalChain,
        handler=delegate_approval,
        key=("id", "approver"),
        summary="Hands the awaited step of an approval chain to a delegate.",
        status=201,
    ),
    Operation(
        name="expire_requisition",
        method="POST",
        path="/requisitions/{id}/expiry",
        scope="procurement.requisitions.write",
        request=ExpireRequisition,
        response=RequisitionSummary,
        handler=expire_requisition,
        key=("id",),
        summary="Ends a requisition that nobody approved in time.",
    ),
    Operation(
        name="get_approval_chain",
        method="GET",
        path="/requisitions/{id}/approvals",
        scope="procurement.requisitions.read",
        request=GetRequisition,
        response=ApprovalChain,
        handler=get_approval_chain,
        key=("id",),
        summary="Reads the approval chain of a requisition with what was decided.",
    ),
)
