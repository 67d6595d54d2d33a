"""Approval chains of the suite (S02): who must approve how much on which cost centre.

Pure data with pure rules. Where no rule applies the chain is empty, which means that one decision
of anyone is enough, as the suite does when nobody configured it (P04).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mock_systems.service import Refusal

ANY_COST_CENTER = "*"


class ApprovalRule(NamedTuple):
    """Totals from `amount_from_minor` on need this approver, in the order of `step`."""

    step: int
    amount_from_minor: int
    approver: str


class ApprovalStep(NamedTuple):
    """One step of a requisition's chain; `decision` is '' until it is taken."""

    step: int
    approver: str
    delegated_by: str = ""
    decision: str = ""


def chain_of(
    rules: Mapping[str, Sequence[ApprovalRule]], cost_center: str, total_minor: int
) -> tuple[ApprovalStep, ...]:
    """The steps that a total needs: the cost centre's own rules, or those of `*`."""
    applying = rules.get(cost_center) or rules.get(ANY_COST_CENTER) or ()
    needed = sorted(rule for rule in applying if rule.amount_from_minor <= total_minor)
    return tuple(
        ApprovalStep(position, rule.approver) for position, rule in enumerate(needed, start=1)
    )


def awaited(chain: Sequence[ApprovalStep]) -> ApprovalStep | None:
    """The step whose turn it is, None when every step is decided."""
    return next((step for step in chain if not step.decision), None)


def decided(
    chain: tuple[ApprovalStep, ...], approver: str, decision: str
) -> tuple[ApprovalStep, ...]:
    """The chain after a decision. Raises Refusal 403 for somebody whose turn it is not."""
    step = awaited(chain)
    if step is None:
        return chain
    require_turn(step, approver)
    return _replaced(chain, step._replace(decision=decision))


def delegated(
    chain: tuple[ApprovalStep, ...], approver: str, delegate: str
) -> tuple[ApprovalStep, ...]:
    """The chain with the awaited step handed on. Raises Refusal 403 or 409."""
    step = awaited(chain)
    if step is None:
        raise Refusal(409, "NOTHING_TO_DELEGATE", "no step of an approval chain is awaited")
    require_turn(step, approver)
    return _replaced(chain, step._replace(approver=delegate, delegated_by=approver))


def require_turn(step: ApprovalStep, approver: str) -> None:
    """Raises Refusal 403 unless the step awaits this approver."""
    if step.approver != approver:
        raise Refusal(
            403,
            "NOT_THE_APPROVER",
            f"step {step.step} awaits {step.approver}, not {approver}; delegate it first",
        )


def _replaced(chain: tuple[ApprovalStep, ...], changed: ApprovalStep) -> tuple[ApprovalStep, ...]:
    return tuple(changed if step.step == changed.step else step for step in chain)
