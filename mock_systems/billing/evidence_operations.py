"""Evidence on denials: where a denied supply came from, from its use back to its contract (P15).

Attachments pile up as they come: this platform looks at none of them but for the line.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.billing.denials import Evidence
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Message, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class EvidenceRequest(Message):
    """The chain behind a denied line: usage, lot, receipt line, order, contract, charge; `opening`
    stands for what was there before the first day, `none` for an order without a contract."""

    denial_id: Code
    line: Annotated[int, Field(ge=1, le=10_000)]
    usage_id: Reference
    lot: Reference
    receipt: Reference
    po_number: Reference
    contract_number: Reference
    charge_id: Reference


class DenialEvidenceRequest(Message):
    """Which denial."""

    denial_id: Code


class EvidencesAnswer(Message):
    """Everything that was attached to a denial."""

    items: list[EvidenceRequest]


def attach_denial_evidence(
    system: HasTables, request: EvidenceRequest, work: Work
) -> dict[str, Any]:
    """Attaches a chain to one line of a denial."""
    tables = system.tables
    denial = tables.denial(request.denial_id)
    if request.line not in {reason.line for reason in denial.reasons}:
        raise Refusal(
            422,
            "LINE_NOT_DENIED",
            f"{denial.denial_id} denies no line {request.line}",
            field="line",
        )
    chain = Evidence(
        request.line,
        request.usage_id,
        request.lot,
        request.receipt,
        request.po_number,
        request.contract_number,
        request.charge_id,
    )
    tables.evidence.setdefault(denial.denial_id, []).append(chain)
    work.effect(
        Effect(
            kind="billing.denial_evidence",
            key="/".join((denial.denial_id, *map(str, chain))),
            facility=denial.encounter.facility.code,
        )
    )
    return request.model_dump(by_alias=True)


def find_denial_evidence(
    system: HasTables, request: DenialEvidenceRequest, work: Work
) -> dict[str, Any]:
    """Reads what was attached to a denial."""
    del work
    denial_id = system.tables.denial(request.denial_id).denial_id
    found = system.tables.evidence.get(denial_id, [])
    return {"items": [_wire(denial_id, chain) for chain in found]}


def _wire(denial_id: str, chain: Evidence) -> dict[str, Any]:
    return {
        "denialId": denial_id,
        "line": chain.line,
        "usageId": chain.usage,
        "lot": chain.lot,
        "receipt": chain.receipt,
        "poNumber": chain.order,
        "contractNumber": chain.contract,
        "chargeId": chain.charge,
    }


DECLARED = (
    Operation(
        name="attach_denial_evidence",
        method="POST",
        path="/denials/{denialId}/evidence",
        scope="billing.denials.write",
        request=EvidenceRequest,
        response=EvidenceRequest,
        handler=attach_denial_evidence,
        key=("denialId", "line"),
        summary="Attaches the way of a denied supply from its contract to its use",
        status=201,
    ),
    Operation(
        name="find_denial_evidence",
        method="GET",
        path="/denials/{denialId}/evidence",
        scope="billing.denials.read",
        request=DenialEvidenceRequest,
        response=EvidencesAnswer,
        handler=find_denial_evidence,
        key=("denialId",),
        summary="Reads what was attached to a denial",
    ),
)
