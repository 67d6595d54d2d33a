"""The operations on disputes over invoices of the suite (S02): opened, answered, closed.

P07 asks that a dispute ends in an outcome. It blocks nothing by itself: whether an invoice is paid
meanwhile is the ERP's decision.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.dispute import Dispute, dispute_after
from mock_systems.procurement.dispute_messages import (
    AnswerDispute,
    CloseDispute,
    DisputeAnswer,
    DisputesFound,
    FindDisputes,
    OpenDispute,
)
from mock_systems.procurement.documents import Documents, Suite
from mock_systems.procurement.lookup import require_invoice
from mock_systems.procurement.wire import total_text
from mock_systems.service import Effect, Operation, Refusal, Work


def open_dispute(suite: Suite, request: OpenDispute, work: Work) -> dict[str, Any]:
    documents = suite.documents
    invoice = require_invoice(documents, request.id)
    if request.dispute_reference in documents.disputes_by_reference:
        raise Refusal(
            409, "DUPLICATE_DISPUTE", f"dispute-reference {request.dispute_reference!r} is taken"
        )
    dispute = Dispute(
        id=len(documents.disputes) + 1,
        reference=request.dispute_reference,
        invoice_id=invoice.id,
        reason=request.reason,
        opened_by=request.opened_by,
        note=request.note,
    )
    documents.disputes[dispute.id] = dispute
    documents.disputes_by_reference[dispute.reference] = dispute
    return _told(documents, dispute, "opened", work)


def answer_dispute(suite: Suite, request: AnswerDispute, work: Work) -> dict[str, Any]:
    documents = suite.documents
    dispute = _require_dispute(documents, request.id)
    status = dispute_after(dispute.status, "answer")
    _require_credit(documents, dispute, request.credit_amount, request.answer == "credit-offered")
    dispute.status = status
    dispute.answer = request.answer
    dispute.answered_by = request.answered_by
    dispute.credit_minor = request.credit_amount
    return _told(documents, dispute, "answered", work)


def close_dispute(suite: Suite, request: CloseDispute, work: Work) -> dict[str, Any]:
    documents = suite.documents
    dispute = _require_dispute(documents, request.id)
    status = dispute_after(dispute.status, "close")
    _require_credit(documents, dispute, request.credit_amount, request.outcome == "credited")
    dispute.status = status
    dispute.outcome = request.outcome
    dispute.credit_minor = request.credit_amount
    documents.invoices[dispute.invoice_id].credited_minor += request.credit_amount
    return _told(documents, dispute, "closed", work)


def find_disputes(suite: Suite, request: FindDisputes, work: Work) -> dict[str, Any]:
    documents = suite.documents
    found = documents.disputes_by_reference.get(request.dispute_reference)
    return {"disputes": [] if found is None else [_on_wire(documents, found)]}


def _require_dispute(documents: Documents, dispute_id: int) -> Dispute:
    dispute = documents.disputes.get(dispute_id)
    if dispute is None:
        raise Refusal(404, "UNKNOWN_DISPUTE", f"no dispute has id {dispute_id}")
    return dispute


def _require_credit(
    documents: Documents, dispute: Dispute, credit_minor: int, is_due: bool
) -> None:
    invoice = documents.invoices[dispute.invoice_id]
    if is_due != (credit_minor > 0) or credit_minor > invoice.total_minor:
        raise Refusal(
            422,
            "INVALID_CREDIT",
            f"expected {'a credit' if is_due else 'no credit'}, at most "
            f"{total_text(invoice.total_minor)}; got {total_text(credit_minor)}",
        )


def _told(documents: Documents, dispute: Dispute, step: str, work: Work) -> dict[str, Any]:
    invoice = documents.invoices[dispute.invoice_id]
    work.effect(
        Effect(
            f"procurement.dispute_{step}",
            dispute.reference,
            amount_minor=dispute.credit_minor,
            facility=invoice.ship_to,
            facts={"invoice": invoice.key, "reason": dispute.reason, "outcome": dispute.outcome},
        )
    )
    on_wire = _on_wire(documents, dispute)
    work.emit(f"procurement.dispute.{step}", dispute.reference, on_wire)
    return on_wire


def _on_wire(documents: Documents, dispute: Dispute) -> dict[str, Any]:
    invoice = documents.invoices[dispute.invoice_id]
    return {
        "id": dispute.id,
        "dispute-reference": dispute.reference,
        "invoice-id": invoice.id,
        "invoice-number": invoice.invoice_number,
        "erp-supplier-number": invoice.erp_number,
        "reason": dispute.reason,
        "opened-by": dispute.opened_by,
        "note": dispute.note,
        "status": dispute.status,
        "answer": dispute.answer,
        "answered-by": dispute.answered_by,
        "outcome": dispute.outcome,
        "credit-amount": total_text(dispute.credit_minor),
    }


OPERATIONS = (
    Operation(
        name="open_dispute",
        method="POST",
        path="/invoices/{id}/disputes",
        scope="procurement.disputes.write",
        request=OpenDispute,
        response=DisputeAnswer,
        handler=open_dispute,
        key=("dispute-reference",),
        summary="Opens a dispute over an invoice under the buyer's reference.",
        status=201,
    ),
    Operation(
        name="answer_dispute",
        method="POST",
        path="/disputes/{id}/answers",
        scope="procurement.disputes.answer",
        request=AnswerDispute,
        response=DisputeAnswer,
        handler=answer_dispute,
        key=("id",),
        summary="Takes the supplier's answer; another may follow until the dispute is closed.",
        status=201,
    ),
    Operation(
        name="close_dispute",
        method="POST",
        path="/disputes/{id}/closure",
        scope="procurement.disputes.write",
        request=CloseDispute,
        response=DisputeAnswer,
        handler=close_dispute,
        key=("id",),
        summary="Closes a dispute with its outcome; a credited one names the credit.",
    ),
    Operation(
        name="find_disputes",
        method="GET",
        path="/disputes",
        scope="procurement.disputes.read",
        request=FindDisputes,
        response=DisputesFound,
        handler=find_disputes,
        key=("dispute-reference",),
        summary="Finds a dispute by the buyer's reference.",
    ),
)
