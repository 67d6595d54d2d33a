"""Whether a remittance adds up, and which of its lines are new (CR1, CR2, CR3, CR6).

Service: billed - adjustments = paid. Claim: CLP03 - all adjustments = CLP04, the lines' billed
amounts make CLP03. Transaction: the claims' payments - PLB = BPR02 (X12 835 TR3, section 1.10.2).
Decisions only: nothing is changed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mock_systems.billing import claims
from mock_systems.billing.claims import Claim, ClaimLine
from mock_systems.billing.remittance_requests import (
    AdjustmentRequest,
    ClaimPayment,
    RemittanceRequest,
)
from mock_systems.billing.remittances import REVERSAL, Adjustment, Posting, PostingKey
from mock_systems.billing.tables import Tables
from mock_systems.service import Refusal

MOVING = ("contractual", "patient")


class Unit(NamedTuple):
    """What is posted at once: a service line, or the claim as a whole under line 0."""

    line: int
    billed_cents: int
    paid_cents: int
    adjustments: tuple[Adjustment, ...]


class Planned(NamedTuple):
    """A new posting; a takeback with the original that it reverses."""

    key: PostingKey
    claim: Claim
    line: ClaimLine
    unit: Unit
    original: Posting | None


@dataclass(slots=True)
class Plan:
    """The new postings in the order of the remittance; how many were known."""

    new: list[Planned] = field(default_factory=list)
    known: int = 0
    reversing: set[Posting] = field(default_factory=set)
    claims: dict[str, Claim] = field(default_factory=dict)
    """Each claim of the remittance once, however often it is named there."""


def require_balanced(request: RemittanceRequest) -> None:
    """Raises Refusal 422 for the first sum that is wrong."""
    for payment in request.claims:
        for unit in units(payment):
            adjusted = sum(each.amount_cents for each in unit.adjustments)
            if unit.billed_cents - adjusted != unit.paid_cents:
                place = f"{payment.claim_id} line {unit.line}"
                got = f"{unit.billed_cents} - {adjusted} is not {unit.paid_cents}"
                raise _unbalanced("SERVICE", f"{place}: {got}")
        if payment.lines and sum(s.billed_cents for s in payment.lines) != payment.billed_cents:
            raise _unbalanced("CLAIM", f"{payment.claim_id}: its lines bill another sum")
        if sum(unit.paid_cents for unit in units(payment)) != payment.paid_cents:
            raise _unbalanced("CLAIM", f"{payment.claim_id}: its lines pay another sum")
    paid = sum(payment.paid_cents for payment in request.claims)
    kept = sum(each.amount_cents for each in request.provider_adjustments)
    if paid - kept != request.payment_cents:
        got = f"{paid} - {kept} is not {request.payment_cents}"
        raise _unbalanced("TRANSACTION", f"{request.trace_number}: {got}")


def units(payment: ClaimPayment) -> list[Unit]:
    """The postings that a claim's payment asks for."""
    found = [
        Unit(s.line, s.billed_cents, s.paid_cents, _adjustments(s.adjustments))
        for s in payment.lines
    ]
    whole = _adjustments(payment.adjustments)
    if not payment.lines:
        found.append(Unit(0, payment.billed_cents, payment.paid_cents, whole))
    elif whole:
        found.append(Unit(0, 0, -sum(each.amount_cents for each in whole), whole))
    return found


def plan(tables: Tables, request: RemittanceRequest) -> Plan:
    """What of a balanced remittance is new."""
    made = Plan()
    seen: Counter[tuple[str, int]] = Counter()
    for payment in request.claims:
        claim = made.claims.get(payment.claim_id) or tables.claim(payment.claim_id)
        made.claims[claim.claim_id] = claim
        if claim.payer.payer_id != request.payer_id:
            raise Refusal(
                422,
                "OTHER_PAYER",
                f"{claim.claim_id} was sent to {claim.payer.payer_id}, got {request.payer_id}",
                field="payerId",
            )
        takeback = payment.status_code == REVERSAL
        for unit in units(payment):
            seen[claim.claim_id, unit.line] += 1
            occurrence = seen[claim.claim_id, unit.line]
            key = PostingKey(
                request.payer_id, request.trace_number, claim.claim_id, unit.line, occurrence
            )
            known = claim.posting(key)
            if known is not None:
                _require_same(known, unit)
                made.known += 1
            else:
                _plan_one(made, key, claim, unit, takeback)
    return made


def _plan_one(made: Plan, key: PostingKey, claim: Claim, unit: Unit, takeback: bool) -> None:
    line = claim.line(unit.line)
    if line is None:
        raise Refusal(
            422,
            "UNKNOWN_CLAIM_LINE",
            f"{claim.claim_id} has {len(claim.lines)} lines, got line {unit.line}",
            field="line",
        )
    if claim.status in (claims.DRAFT, claims.REJECTED) or (
        claim.status == claims.CLOSED and not takeback and not _reopened(made, claim)
    ):
        raise Refusal(
            409, "CLAIM_NOT_PAYABLE", f"{claim.claim_id} is {claim.status}", field="claimId"
        )
    standing = [p for p in line.standing() if p not in made.reversing]
    standing_here = [p for p in made.new if p.line is line and p.original is None]
    original = None
    if takeback:
        original = _original(standing, unit, claim)
        made.reversing.add(original)
    elif _moved(standing) or any(
        _moves(p.unit.paid_cents, p.unit.adjustments) for p in standing_here
    ):
        raise Refusal(
            409,
            "NOT_REVERSED",
            f"{claim.claim_id} line {unit.line} was paid already; take that back (22) first",
            field="claimId",
        )
    made.new.append(Planned(key, claim, line, unit, original))


def _reopened(made: Plan, claim: Claim) -> bool:
    """Whether an earlier line of the remittance takes money back from a closed claim."""
    return any(planned.claim is claim and planned.original is not None for planned in made.new)


def _original(standing: Iterable[Posting], unit: Unit, claim: Claim) -> Posting:
    mirrored = sorted(each._replace(amount_cents=-each.amount_cents) for each in unit.adjustments)
    for posting in standing:
        same = (posting.billed_cents, posting.paid_cents) == (-unit.billed_cents, -unit.paid_cents)
        if same and sorted(posting.adjustments) == mirrored:
            return posting
    raise Refusal(
        409,
        "NO_ORIGINAL",
        f"{claim.claim_id} line {unit.line}: nothing posted is the opposite of this takeback",
        field="claimId",
    )


def _moved(postings: Sequence[Posting]) -> bool:
    return any(_moves(p.paid_cents, p.adjustments) for p in postings)


def _moves(paid_cents: int, adjustments: Iterable[Adjustment]) -> bool:
    """Whether it changed an account, which a mere denial does not."""
    return bool(paid_cents or any(each.kind in MOVING for each in adjustments))


def _require_same(known: Posting, unit: Unit) -> None:
    """A line that comes again must say the same."""
    said = (known.billed_cents, known.paid_cents, known.adjustments)
    if said != (unit.billed_cents, unit.paid_cents, unit.adjustments):
        raise Refusal(
            409,
            "REMITTANCE_CHANGED",
            f"{known.key} was posted with other amounts; ask the payer for a takeback",
            field="traceNumber",
        )


def _adjustments(requests: Iterable[AdjustmentRequest]) -> tuple[Adjustment, ...]:
    return tuple(_adjustment(requests))


def _adjustment(requests: Iterable[AdjustmentRequest]) -> Iterator[Adjustment]:
    for request in requests:
        yield Adjustment(request.group, request.reason, request.amount_cents)


def _unbalanced(level: str, message: str) -> Refusal:
    return Refusal(422, f"UNBALANCED_{level}", f"{message}; nothing was posted", field="claims")
