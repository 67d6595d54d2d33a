"""Payers, claims, the states of a claim.

A claim rejected by the 277CA never reached adjudication: that is a state of its own, not a denial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mock_systems.service import Refusal

if TYPE_CHECKING:
    from mock_systems.billing.documents import Charge, Encounter
    from mock_systems.billing.remittances import Posting

DRAFT, SUBMITTED, REJECTED, ACCEPTED = "draft", "submitted", "rejected_277", "accepted"
PAID, PARTIALLY_PAID, DENIED, APPEALED = "paid", "partially_paid", "denied", "appealed"
CLOSED = "closed"

ADJUDICATED = (PAID, PARTIALLY_PAID, DENIED)
LEGAL: Mapping[str, tuple[str, ...]] = {
    DRAFT: (SUBMITTED, CLOSED),
    SUBMITTED: (REJECTED, ACCEPTED, *ADJUDICATED),
    REJECTED: (SUBMITTED, CLOSED),
    ACCEPTED: ADJUDICATED,
    PAID: (ACCEPTED, *ADJUDICATED, CLOSED),
    PARTIALLY_PAID: (ACCEPTED, *ADJUDICATED, APPEALED, CLOSED),
    DENIED: (ACCEPTED, *ADJUDICATED, APPEALED, CLOSED),
    APPEALED: (ACCEPTED, *ADJUDICATED, CLOSED),
    CLOSED: (ACCEPTED,),
}
"""A closed claim opens again only when a payer takes its money back."""


@dataclass(slots=True, frozen=True)
class Payer:
    """A payer with its plan; `npi` is "" for most."""

    payer_id: str
    name: str
    npi: str = ""


@dataclass(slots=True, eq=False)
class ClaimLine:
    """A charge as billed; number 0 stands for adjustments of the claim as a whole."""

    number: int
    charge: Charge | None = field(repr=False)
    amount_cents: int
    postings: list[Posting] = field(default_factory=list)

    def standing(self) -> list[Posting]:
        """What was posted on it and not taken back."""
        return [p for p in self.postings if p.reversed_by is None and p.original is None]


@dataclass(slots=True, eq=False)
class Claim:
    """What one payer is asked to pay for one encounter."""

    claim_id: str
    encounter: Encounter = field(repr=False)
    payer: Payer
    created_on: str
    lines: tuple[ClaimLine, ...]
    whole: ClaimLine
    status: str = DRAFT
    version: int = 1
    submissions: int = 0
    submitted_on: str = ""
    payer_control_number: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def billed_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)

    def line(self, number: int) -> ClaimLine | None:
        if number == 0:
            return self.whole
        return self.lines[number - 1] if 0 < number <= len(self.lines) else None


def require_legal(claim: Claim, status: str) -> None:
    """Raises Refusal 409 for a step that the state machine does not know."""
    if status not in LEGAL[claim.status]:
        raise Refusal(
            409,
            "ILLEGAL_CLAIM_STATE",
            f"{claim.claim_id} is {claim.status}, cannot become {status}",
            field="claimId",
        )


def adjudicated(claim: Claim) -> str:
    """The state that the postings that stand make: by line, the last one decides on a denial."""
    standing = [line.standing() for line in (*claim.lines, claim.whole)]
    if not any(standing):
        return ACCEPTED
    paid = sum(posting.paid_cents for postings in standing for posting in postings)
    denied = sum(postings[-1].denied_cents for postings in standing if postings)
    if denied:
        return PARTIALLY_PAID if paid else DENIED
    return PAID
