"""Holds of the risk service (S20): placed on a watched firm by an analyst, released with a reason.

The service only warns; to stop approvals and orders is its customers' business (SM4).
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from mock_systems.service import Effect, Operation, Refusal, Work
from mock_systems.supplier_risk.documents import Hold, Service
from mock_systems.supplier_risk.wire import (
    After,
    Identifier,
    Message,
    Name,
    Reason,
    TaxNumber,
    instant,
)


class HoldRequest(Message):
    tax_number: TaxNumber
    reason: Reason
    analyst: Name


class ReleaseRequest(Message):
    id: Identifier
    reason: Reason
    analyst: Name


class HoldLookup(Message):
    id: Identifier


class HoldAnswer(Message):
    """`vendor_reference` is the customer's number of the firm, null if it never told."""

    id: str
    version: int
    tax_number: str
    legal_name: str
    vendor_reference: str | None
    status: str
    reason: str
    release_reason: str
    placed_at: str
    released_at: str | None


class HoldsAnswer(Message):
    data: list[HoldAnswer]
    has_more: bool


def place_hold(service: Service, request: HoldRequest, work: Work) -> dict[str, Any]:
    documents = service.documents
    if request.tax_number not in documents.subjects:
        raise Refusal(
            422,
            "not_monitored",
            f"{request.tax_number} is not monitored; screen the firm first",
            field="tax_number",
        )
    for other in documents.holds.values():
        if other.active and (other.tax_number, other.reason) == (
            request.tax_number,
            request.reason,
        ):
            raise Refusal(
                409,
                "already_held",
                f"{other.id} stands for {request.reason!r}; release it, or give another reason",
                field="reason",
            )
    id_ = f"hld_{len(documents.holds) + 1:08x}"
    hold = Hold(id_, request.tax_number, request.reason, work.now)
    documents.holds[id_] = hold
    return _tell(service, hold, "placed", work)


def release_hold(service: Service, request: ReleaseRequest, work: Work) -> dict[str, Any]:
    hold = service.documents.hold(request.id)
    if not hold.active:
        raise Refusal(409, "already_released", f"{hold.id} is released already", field="id")
    hold.released_at, hold.release_reason = work.now, request.reason
    hold.version += 1
    return _tell(service, hold, "released", work)


def get_hold(service: Service, request: HoldLookup, work: Work) -> dict[str, Any]:
    return _wire(service, service.documents.hold(request.id))


def list_holds(service: Service, request: After, work: Work) -> dict[str, Any]:
    holds = service.documents.holds
    start = int(request.after.removeprefix("hld_"), 16) if request.after in holds else 0
    page = islice(holds.values(), start, start + request.limit)
    return {
        "data": [_wire(service, hold) for hold in page],
        "has_more": start + request.limit < len(holds),
    }


def _tell(service: Service, hold: Hold, what: str, work: Work) -> dict[str, Any]:
    facts = {"tax_number": hold.tax_number, "active": hold.active}
    work.effect(Effect("supplier_risk.hold", hold.id, version=hold.version, facts=facts))
    answer = _wire(service, hold)
    work.emit(f"supplier_risk.hold.{what}", hold.id, answer)
    return answer


def _wire(service: Service, hold: Hold) -> dict[str, Any]:
    subject = service.documents.subjects[hold.tax_number]
    return {
        "id": hold.id,
        "version": hold.version,
        "tax_number": hold.tax_number,
        "legal_name": subject.legal_name,
        "vendor_reference": subject.vendor_reference or None,
        "status": "active" if hold.active else "released",
        "reason": hold.reason,
        "release_reason": hold.release_reason,
        "placed_at": instant(hold.placed_at),
        "released_at": instant(hold.released_at) if hold.released_at is not None else None,
    }


DECLARED = (
    Operation(
        name="place_hold",
        method="POST",
        path="/v1/holds",
        scope="risk:holds:write",
        request=HoldRequest,
        response=HoldAnswer,
        handler=place_hold,
        key=("tax_number", "reason"),
        summary="Places a hold on a monitored firm, one at a time for a reason",
        status=201,
    ),
    Operation(
        name="release_hold",
        method="POST",
        path="/v1/holds/{id}/release",
        scope="risk:holds:write",
        request=ReleaseRequest,
        response=HoldAnswer,
        handler=release_hold,
        key=("id",),
        summary="Releases a hold",
    ),
    Operation(
        name="get_hold",
        method="GET",
        path="/v1/holds/{id}",
        scope="risk:holds:read",
        request=HoldLookup,
        response=HoldAnswer,
        handler=get_hold,
        key=("id",),
        summary="Reads one hold",
    ),
    Operation(
        name="list_holds",
        method="GET",
        path="/v1/holds",
        scope="risk:holds:read",
        request=After,
        response=HoldsAnswer,
        handler=list_holds,
        summary="Lists holds in order of their ids, released ones too",
    ),
)
