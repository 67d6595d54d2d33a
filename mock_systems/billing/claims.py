"""Payers, claims, the states of a claim.

A claim rejected by the 277CA never reached adjudication: that is a state of its own, not a denial.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mock_systems.billing.documents import charge_id_of
from mock_systems.service import Refusal

if TYPE_CHECKING:
    from mock_systems.billing.documents import Charge, ChargeCode, Encounter
    from mock_systems.billing.remittances import Posting, PostingKey

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


class Payer(NamedTuple):
    """A payer with its plan; `npi` is "" for most, `filing_code` X12's kind of insurance (1032)."""

    payer_id: str
    name: str
    npi: str = ""
    tax_id: str = ""
    filing_code: str = "CI"


class Billed(NamedTuple):
    """What the payer is told of a charge, none of which ever changes."""

    charge_number: int
    source_reference: str
    code: ChargeCode
    quantity: int
    service_date: str

    @property
    def charge_id(self) -> str:
        return charge_id_of(self.charge_number)


@dataclass(slots=True, eq=False)
class ClaimLine:
    """A charge as billed; number 0 stands for adjustments of the claim as a whole."""

    number: int
    billed: Billed | None
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
    released: int = 0
    """The last submission that left in a batch."""
    answered: int = 0
    """The last submission that a 277CA accepted or rejected."""
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

    def postings(self) -> Iterator[Posting]:
        """Everything that remittances said of it, line by line."""
        for line in (*self.lines, self.whole):
            yield from line.postings

    def posting(self, key: PostingKey) -> Posting | None:
        """What is posted under a key."""
        line = self.line(key.line)
        return next((p for p in line.postings if p.key == key), None) if line else None


def billed_lines(charges: Iterable[Charge]) -> tuple[ClaimLine, ...]:
    """The lines of a new claim."""
    return tuple(
        ClaimLine(number, billed(charge), charge.amount_cents)
        for number, charge in enumerate(charges, start=1)
    )


def billed(charge: Charge) -> Billed:
    """A charge as a claim's line says it."""
    return Billed(
        charge.number,
        charge.source_reference,
        charge.code,
        charge.quantity,
        charge.service_date,
    )


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
