"""Screenings of the risk service (S20): asked for by customers, decided by its analysts.

A firm that was found clear is monitored from then on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field

from mock_systems.service import Effect, Operation, Refusal, Work
from mock_systems.supplier_risk.documents import (
    CLEAR,
    FAILED,
    PENDING,
    Screening,
    Service,
    Subject,
)
from mock_systems.supplier_risk.wire import (
    Check,
    Identifier,
    Message,
    Name,
    Outcome,
    Reference,
    TaxNumber,
    instant,
)

VALID_FOR = timedelta(days=365)


class ScreeningRequest(Message):
    external_reference: Reference
    legal_name: Name
    tax_number: TaxNumber
    checks: Annotated[list[Check], Field(min_length=1, max_length=3)]


class ResultRequest(Message):
    """One outcome for each check that was asked for; any match fails the firm."""

    id: Identifier
    outcomes: dict[Check, Outcome]
    analyst: Name
    reason: str = ""


class ScreeningLookup(Message):
    id: Identifier


class ScreeningSearch(Message):
    external_reference: Reference


class ScreeningAnswer(Message):
    id: str
    external_reference: str
    legal_name: str
    tax_number: str
    checks: list[str]
    status: str
    outcomes: dict[str, str]
    reason: str
    requested_at: str
    decided_at: str | None
    valid_until: str | None


class ScreeningsAnswer(Message):
    data: list[ScreeningAnswer]


def request_screening(service: Service, request: ScreeningRequest, work: Work) -> dict[str, Any]:
    documents = service.documents
    if request.external_reference in documents.by_reference:
        raise Refusal(
            409,
            "reference_taken",
            f"{request.external_reference} has been screened; search by its reference",
            field="external_reference",
        )
    made = Screening(
        id=f"scr_{len(documents.screenings) + 1:08x}",
        external_reference=request.external_reference,
        tax_number=request.tax_number,
        legal_name=request.legal_name,
        checks=tuple(dict.fromkeys(request.checks)),
        requested_at=work.now,
    )
    documents.screenings[made.id] = made
    documents.by_reference[made.external_reference] = made
    facts = {"id": made.id, "tax_number": made.tax_number, "checks": list(made.checks)}
    work.effect(Effect("supplier_risk.screening", made.external_reference, facts=facts))
    return _wire(made)


def decide_screening(service: Service, request: ResultRequest, work: Work) -> dict[str, Any]:
    documents = service.documents
    found = documents.screening(request.id)
    if found.status != PENDING:
        raise Refusal(409, "already_decided", f"{found.id} is {found.status} already", field="id")
    if set(request.outcomes) != set(found.checks):
        raise Refusal(
            422,
            "checks_differ",
            f"expected outcomes for {', '.join(found.checks)}, got {', '.join(request.outcomes)}",
            field="outcomes",
        )
    found.outcomes = {str(check): str(outcome) for check, outcome in request.outcomes.items()}
    found.status = FAILED if "match" in request.outcomes.values() else CLEAR
    found.reason = request.reason
    found.decided_at, found.valid_until = work.now, work.now + VALID_FOR
    if found.status == CLEAR:
        known = documents.subjects.get(found.tax_number)
        reference = known.vendor_reference if known else ""
        subject = Subject(found.tax_number, found.legal_name, reference)
        documents.subjects[found.tax_number] = subject
    key, facts = found.external_reference, {"result": found.status}
    work.effect(Effect("supplier_risk.screening_result", key, facts=facts))
    answer = _wire(found)
    work.emit("supplier_risk.screening.completed", found.id, answer)
    return answer


def get_screening(service: Service, request: ScreeningLookup, work: Work) -> dict[str, Any]:
    return _wire(service.documents.screening(request.id))


def find_screenings(service: Service, request: ScreeningSearch, work: Work) -> dict[str, Any]:
    found = service.documents.by_reference.get(request.external_reference)
    return {"data": [] if found is None else [_wire(found)]}


def _wire(found: Screening) -> dict[str, Any]:
    return {
        "id": found.id,
        "external_reference": found.external_reference,
        "legal_name": found.legal_name,
        "tax_number": found.tax_number,
        "checks": list(found.checks),
        "status": found.status,
        "outcomes": dict(found.outcomes),
        "reason": found.reason,
        "requested_at": instant(found.requested_at),
        "decided_at": _optional(found.decided_at),
        "valid_until": _optional(found.valid_until),
    }


def _optional(at: datetime | None) -> str | None:
    return instant(at) if at is not None else None


DECLARED = (
    Operation(
        name="request_screening",
        method="POST",
        path="/v1/screenings",
        scope="risk:screenings:write",
        request=ScreeningRequest,
        response=ScreeningAnswer,
        handler=request_screening,
        key=("external_reference",),
        summary="Asks for a firm to be screened; a reference is taken once",
        status=201,
    ),
    Operation(
        name="decide_screening",
        method="POST",
        path="/v1/screenings/{id}/result",
        scope="risk:screenings:decide",
        request=ResultRequest,
        response=ScreeningAnswer,
        handler=decide_screening,
        key=("id",),
        summary="Records what an analyst found; the result is valid for a year",
        status=201,
    ),
    Operation(
        name="get_screening",
        method="GET",
        path="/v1/screenings/{id}",
        scope="risk:screenings:read",
        request=ScreeningLookup,
        response=ScreeningAnswer,
        handler=get_screening,
        key=("id",),
        summary="Reads one screening",
    ),
    Operation(
        name="find_screenings",
        method="GET",
        path="/v1/screenings",
        scope="risk:screenings:read",
        request=ScreeningSearch,
        response=ScreeningsAnswer,
        handler=find_screenings,
        key=("external_reference",),
        summary="Finds a screening by the customer's reference",
    ),
)
