"""The operations on supplier requests of the suite (S02): how a supplier is onboarded.

P01 starts here when a buyer needs a supplier that nobody has: screened, approved by somebody
else than the requester, then told to the ERP, which owns the master and sends its number back.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Documents, Suite
from mock_systems.procurement.onboarding import (
    SupplierRequest,
    require_no_hold,
    supplier_request_after,
)
from mock_systems.procurement.risk_hold import tax_id_subject
from mock_systems.procurement.supplier_request_messages import (
    DecideSupplierRequest,
    FindSupplierRequests,
    LinkSupplierRequest,
    RecordScreening,
    RequestSupplier,
    SupplierRequestAnswer,
    SupplierRequestsFound,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def request_supplier(suite: Suite, request: RequestSupplier, work: Work) -> dict[str, Any]:
    onboarding = suite.documents.onboarding
    subject = tax_id_subject(request.tax_id)
    _require_first(suite.documents, request.request_reference, subject)
    made = SupplierRequest(
        id=len(onboarding.requests) + 1,
        reference=request.request_reference,
        name=request.name,
        tax_id=request.tax_id,
        payment_term=request.payment_term,
        remit_to=request.remit_to,
        requester=request.requester,
    )
    onboarding.requests[made.id] = made
    onboarding.by_reference[made.reference] = made
    onboarding.last_by_tax_id[subject] = made
    work.effect(_effect("procurement.supplier_request", made))
    work.emit("procurement.supplier.requested", made.reference, _event(made))
    return _on_wire(suite.documents, made)


def record_screening(suite: Suite, request: RecordScreening, work: Work) -> dict[str, Any]:
    found = _require_request(suite.documents, request.id)
    found.status = supplier_request_after(found.status, request.result)
    found.reason = request.reason
    work.effect(_screening_effect(found, request.result))
    if found.status == "rejected":
        work.emit("procurement.supplier.rejected", found.reference, _event(found))
    return _on_wire(suite.documents, found)


def decide_supplier_request(
    suite: Suite, request: DecideSupplierRequest, work: Work
) -> dict[str, Any]:
    found = _require_request(suite.documents, request.id)
    status = supplier_request_after(found.status, request.decision)
    if request.decision == "approved":
        _require_another(found, request.approver)
        require_no_hold(suite.documents.onboarding, found.tax_id)
    found.status = status
    found.approver = request.approver
    found.reason = request.reason
    work.effect(_effect("procurement.supplier_decision", found, request.decision))
    work.emit(f"procurement.supplier.{request.decision}", found.reference, _event(found))
    return _on_wire(suite.documents, found)


def link_supplier_request(suite: Suite, request: LinkSupplierRequest, work: Work) -> dict[str, Any]:
    found = _require_request(suite.documents, request.id)
    found.status = supplier_request_after(found.status, "linked")
    found.erp_number = request.erp_number
    work.effect(_effect("procurement.supplier_onboarding", found))
    return _on_wire(suite.documents, found)


def find_supplier_requests(
    suite: Suite, request: FindSupplierRequests, work: Work
) -> dict[str, Any]:
    found = suite.documents.onboarding.by_reference.get(request.request_reference)
    return {"supplier-requests": [] if found is None else [_on_wire(suite.documents, found)]}


def _require_first(documents: Documents, reference: str, subject: str) -> None:
    if reference in documents.onboarding.by_reference:
        raise Refusal(
            409, "DUPLICATE_REQUEST", f"request-reference {reference!r} is taken; find it"
        )
    earlier = documents.onboarding.last_by_tax_id.get(subject)
    if earlier is not None and earlier.is_open:
        raise Refusal(
            409, "DUPLICATE_TAX_ID", f"request {earlier.reference} asks for the same tax id already"
        )


def _require_request(documents: Documents, request_id: int) -> SupplierRequest:
    found = documents.onboarding.requests.get(request_id)
    if found is None:
        raise Refusal(404, "UNKNOWN_SUPPLIER_REQUEST", f"no supplier request has id {request_id}")
    return found


def _require_another(found: SupplierRequest, approver: str) -> None:
    if approver == found.requester:
        raise Refusal(403, "SELF_APPROVAL", f"{approver} asked for it; somebody else must approve")


def _effect(kind: str, found: SupplierRequest, decision: str = "") -> Effect:
    facts = {"name": found.name, "tax_id": found.tax_id, "status": found.status}
    if decision:
        facts["decision"] = decision
    if found.erp_number:
        facts["erp_number"] = found.erp_number
    return Effect(kind, found.reference, facts=facts)


def _screening_effect(found: SupplierRequest, result: str) -> Effect:
    """Its key tells the result, since a wrong one is another effect."""
    effect = _effect("procurement.supplier_screening", found, result)
    return effect._replace(key=f"{found.reference}/{result}")


def _event(found: SupplierRequest) -> dict[str, Any]:
    return {
        "id": found.id,
        "request-reference": found.reference,
        "name": found.name,
        "tax-id": found.tax_id,
        "payment-term": found.payment_term,
        "remit-to": found.remit_to,
        "requester": found.requester,
        "approver": found.approver,
        "reason": found.reason,
    }


def _on_wire(documents: Documents, found: SupplierRequest) -> dict[str, Any]:
    return {
        **_event(found),
        "status": found.status,
        "erp-number": found.erp_number,
        "risk-hold": documents.onboarding.hold_on(found.tax_id, found.erp_number),
    }


OPERATIONS = (
    Operation(
        name="request_supplier",
        method="POST",
        path="/supplier-requests",
        scope="procurement.suppliers.request",
        request=RequestSupplier,
        response=SupplierRequestAnswer,
        handler=request_supplier,
        key=("request-reference",),
        summary="Asks for a new supplier; one open request for each tax id.",
        status=201,
    ),
    Operation(
        name="record_screening",
        method="POST",
        path="/supplier-requests/{id}/screening",
        scope="procurement.suppliers.screen",
        request=RecordScreening,
        response=SupplierRequestAnswer,
        handler=record_screening,
        key=("id",),
        summary="Records the risk service's screening; a failed one rejects the request.",
        status=201,
    ),
    Operation(
        name="decide_supplier_request",
        method="POST",
        path="/supplier-requests/{id}/decision",
        scope="procurement.suppliers.approve",
        request=DecideSupplierRequest,
        response=SupplierRequestAnswer,
        handler=decide_supplier_request,
        key=("id",),
        summary="Approves or rejects a screened request; the ERP then makes the master.",
    ),
    Operation(
        name="link_supplier_request",
        method="PUT",
        path="/supplier-requests/{id}/erp-number",
        scope="procurement.suppliers.write",
        request=LinkSupplierRequest,
        response=SupplierRequestAnswer,
        handler=link_supplier_request,
        key=("id",),
        summary="Notes the ERP number that an approved request led to.",
    ),
    Operation(
        name="find_supplier_requests",
        method="GET",
        path="/supplier-requests",
        scope="procurement.suppliers.read",
        request=FindSupplierRequests,
        response=SupplierRequestsFound,
        handler=find_supplier_requests,
        key=("request-reference",),
        summary="Finds a supplier request by its reference with any risk hold on it.",
    ),
)
