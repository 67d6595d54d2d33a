"""The operations on risk holds of the suite (S02), which the supplier risk service (S20) sets.

While a hold stands its supplier is neither approved nor ordered from (SM4); what was ordered
before stays ordered.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Suite
from mock_systems.procurement.risk_hold import RiskHold
from mock_systems.procurement.risk_hold_messages import (
    FindRiskHolds,
    ReleaseRiskHold,
    RiskHoldAnswer,
    RiskHoldsFound,
    SetRiskHold,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def set_risk_hold(suite: Suite, request: SetRiskHold, work: Work) -> dict[str, Any]:
    onboarding = suite.documents.onboarding
    if request.hold_reference in onboarding.holds:
        raise Refusal(
            409, "DUPLICATE_HOLD", f"hold-reference {request.hold_reference!r} is taken; find it"
        )
    hold = RiskHold(request.hold_reference, request.subject, request.reason)
    onboarding.holds[hold.reference] = hold
    onboarding.active_holds.setdefault(hold.subject, {})[hold.reference] = None
    work.effect(_effect(hold))
    work.emit("procurement.supplier.held", hold.reference, _on_wire(hold))
    return _on_wire(hold)


def release_risk_hold(suite: Suite, request: ReleaseRiskHold, work: Work) -> dict[str, Any]:
    onboarding = suite.documents.onboarding
    hold = onboarding.holds.get(request.hold_reference)
    if hold is None:
        raise Refusal(404, "UNKNOWN_HOLD", f"no risk hold is called {request.hold_reference!r}")
    if not hold.active:
        raise Refusal(409, "ILLEGAL_TRANSITION", f"risk hold {hold.reference} is released already")
    hold.active = False
    hold.release_reason = request.reason
    del onboarding.active_holds[hold.subject][hold.reference]
    work.effect(_effect(hold))
    work.emit("procurement.supplier.released", hold.reference, _on_wire(hold))
    return _on_wire(hold)


def find_risk_holds(suite: Suite, request: FindRiskHolds, work: Work) -> dict[str, Any]:
    hold = suite.documents.onboarding.holds.get(request.hold_reference)
    return {"risk-holds": [] if hold is None else [_on_wire(hold)]}


def _effect(hold: RiskHold) -> Effect:
    """Version 1 when it is set, 2 once it is released."""
    facts = {"subject": hold.subject, "active": hold.active}
    version = 1 if hold.active else 2
    return Effect("procurement.risk_hold", hold.reference, version=version, facts=facts)


def _on_wire(hold: RiskHold) -> dict[str, Any]:
    return {
        "hold-reference": hold.reference,
        "subject": hold.subject,
        "reason": hold.reason,
        "active": hold.active,
        "release-reason": hold.release_reason,
    }


OPERATIONS = (
    Operation(
        name="set_risk_hold",
        method="POST",
        path="/risk-holds",
        scope="procurement.risk-holds.write",
        request=SetRiskHold,
        response=RiskHoldAnswer,
        handler=set_risk_hold,
        key=("hold-reference",),
        summary="Stops approval of, or orders to, the supplier of a tax id or an ERP number.",
        status=201,
    ),
    Operation(
        name="release_risk_hold",
        method="POST",
        path="/risk-holds/{hold-reference}/release",
        scope="procurement.risk-holds.write",
        request=ReleaseRiskHold,
        response=RiskHoldAnswer,
        handler=release_risk_hold,
        key=("hold-reference",),
        summary="Releases a risk hold; others on the same supplier still stand.",
    ),
    Operation(
        name="find_risk_holds",
        method="GET",
        path="/risk-holds",
        scope="procurement.risk-holds.read",
        request=FindRiskHolds,
        response=RiskHoldsFound,
        handler=find_risk_holds,
        key=("hold-reference",),
        summary="Finds a risk hold by its reference.",
    ),
)
