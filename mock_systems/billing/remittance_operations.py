"""Remittances: posted once, line by line, when they balance (P10, CR1-CR3)."""

from __future__ import annotations

from typing import Any

from mock_systems.billing import remittance_rules
from mock_systems.billing.documents import Facility
from mock_systems.billing.ledger_postings import Source, post_to_ledger
from mock_systems.billing.remittance_posting import Amounts, post_lines
from mock_systems.billing.remittance_requests import (
    FindRemittancesAnswer,
    FindRemittancesRequest,
    RemittanceAnswer,
    RemittanceRequest,
)
from mock_systems.billing.remittance_rules import Plan
from mock_systems.billing.remittances import Posting, Remittance, remittance_key
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.service import Effect, Operation, Refusal, Work


def post_remittance(system: HasTables, request: RemittanceRequest, work: Work) -> dict[str, Any]:
    """Posts what is new of a remittance; the same again has no effect."""
    tables = system.tables
    tables.payer(request.payer_id)
    remittance_rules.require_balanced(request)
    known = tables.remittances.get(remittance_key(request.payer_id, request.trace_number))
    _require_same_payment(known, request)
    plan = remittance_rules.plan(tables, request)
    if known is not None and not plan.new:
        return _answer(known, plan)
    tables.open_period_of(request.paid_on, "paidOn")
    facility = None if known else _bearer(tables, request, plan)
    remittance = known or _open(tables, request, work)
    part = len(remittance.postings)
    amounts = post_lines(tables, remittance, plan.new, work)
    tables.remittances[remittance.key] = remittance
    if facility is not None and remittance.provider_adjustment_cents:
        kept = remittance.provider_adjustment_cents
        amounts[facility]["provider_adjustment"] = kept
    _tell_ledger(work, remittance, amounts, part)
    answer = _answer(remittance, plan)
    work.emit("billing.remittance.posted", remittance.remittance_id, answer)
    return answer


def find_remittances(
    system: HasTables, request: FindRemittancesRequest, work: Work
) -> dict[str, Any]:
    """Reads what was posted of one payment."""
    del work
    tables = system.tables
    found = tables.remittances.get(remittance_key(request.payer_id, request.trace_number))
    return {"remittances": [_wire(tables, found)] if found else []}


def _require_same_payment(known: Remittance | None, request: RemittanceRequest) -> None:
    if known is None:
        return
    kept = sum(each.amount_cents for each in request.provider_adjustments)
    said = (known.payment_cents, known.provider_adjustment_cents, known.paid_on)
    if said != (request.payment_cents, kept, request.paid_on):
        raise Refusal(
            409,
            "REMITTANCE_CHANGED",
            f"{request.trace_number} was posted as {known.remittance_id} with another payment",
            field="traceNumber",
        )


def _bearer(tables: Tables, request: RemittanceRequest, plan: Plan) -> Facility | None:
    """Whose receivables the provider's own adjustments concern."""
    if request.facility_id:
        return tables.facility(request.facility_id)
    if plan.new:
        return plan.new[0].claim.encounter.facility
    if request.provider_adjustments:
        raise Refusal(
            422,
            "FACILITY_REQUIRED",
            "provider adjustments without a claim need a facility",
            field="facilityId",
        )
    return None


def _open(tables: Tables, request: RemittanceRequest, work: Work) -> Remittance:
    kept = sum(each.amount_cents for each in request.provider_adjustments)
    remittance = Remittance(
        tables.number("RM"),
        request.payer_id,
        request.trace_number,
        request.payment_cents,
        request.paid_on,
        kept,
    )
    work.effect(
        Effect(
            kind="billing.remittance",
            key=remittance.key,
            amount_minor=request.payment_cents,
            period=f"{request.paid_on[:4]}-{request.paid_on[4:6]}",
            facts={"provider_adjustment": kept},
        )
    )
    return remittance


def _tell_ledger(work: Work, remittance: Remittance, amounts: Amounts, part: int) -> None:
    reference = remittance.remittance_id
    # Lines that a second copy of the remittance added are told apart from the first ones.
    source = Source(f"{reference}-{part}" if part else reference, remittance.paid_on)
    for facility, of_facility in amounts.items():
        post_to_ledger(work, source, facility, of_facility)


def _answer(remittance: Remittance, plan: Plan) -> dict[str, Any]:
    return {
        "remittanceId": remittance.remittance_id,
        "payerId": remittance.payer_id,
        "traceNumber": remittance.trace_number,
        "paymentCents": remittance.payment_cents,
        "paidOn": remittance.paid_on,
        "linesPosted": len(plan.new),
        "linesKnown": plan.known,
    }


def _wire(tables: Tables, remittance: Remittance) -> dict[str, Any]:
    return {
        "remittanceId": remittance.remittance_id,
        "payerId": remittance.payer_id,
        "traceNumber": remittance.trace_number,
        "paymentCents": remittance.payment_cents,
        "paidOn": remittance.paid_on,
        "postings": [_posting(posting) for posting in tables.postings_of(remittance)],
    }


def _posting(posting: Posting) -> dict[str, Any]:
    return {
        "claimId": posting.key.claim_id,
        "line": posting.key.line,
        "occurrence": posting.key.occurrence,
        "billedCents": posting.billed_cents,
        "paidCents": posting.paid_cents,
        "reversed": posting.reversed_by is not None,
        "takeback": posting.original is not None,
    }


DECLARED = (
    Operation(
        name="post_remittance",
        method="POST",
        path="/remittances",
        scope="billing.remittances.write",
        request=RemittanceRequest,
        response=RemittanceAnswer,
        handler=post_remittance,
        key=("payerId", "traceNumber"),
        summary="Posts a balanced remittance, each line once",
        status=201,
    ),
    Operation(
        name="find_remittances",
        method="GET",
        path="/remittances",
        scope="billing.remittances.read",
        request=FindRemittancesRequest,
        response=FindRemittancesAnswer,
        handler=find_remittances,
        key=("payerId", "traceNumber"),
        summary="Reads what was posted under a payer's trace number",
    ),
)
