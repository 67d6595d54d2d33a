"""What is kept of a remittance: each line as posted, with what it did to the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_systems.billing.claims import Claim

REVERSAL = "22"
"""CLP02 of a takeback."""
CONTRACTUAL = frozenset({"24", "44", "45", "59", "97", "131", "253"})
"""CARC codes that reduce what a contract allows; other CO codes deny."""


class Adjustment(NamedTuple):
    """One CAS triple: group CO, PR, OA or PI; claim adjustment reason code; cents."""

    group: str
    reason: str
    amount_cents: int

    @property
    def kind(self) -> str:
        """contractual, patient, denied, or other (prior payers: no effect here)."""
        if self.group == "PR":
            return "patient"
        if self.group == "OA":
            return "other"
        return "contractual" if self.reason in CONTRACTUAL else "denied"


class PostingKey(NamedTuple):
    """What makes a remittance line unique (CR2)."""

    payer_id: str
    trace_number: str
    claim_id: str
    line: int
    occurrence: int

    def __str__(self) -> str:
        return "/".join(map(str, self))


@dataclass(slots=True, eq=False)
class Posting:
    """One line of a remittance, posted once on a claim's line; a takeback has the `original` on
    the same line that it reverses."""

    key: PostingKey
    claim: Claim = field(repr=False)
    billed_cents: int
    paid_cents: int
    adjustments: tuple[Adjustment, ...]
    original: Posting | None = field(default=None, repr=False)
    reversed_by: Posting | None = field(default=None, repr=False)
    denial_id: str = ""

    def adjusted_cents(self, kind: str) -> int:
        return sum(each.amount_cents for each in self.adjustments if each.kind == kind)

    @property
    def denied_cents(self) -> int:
        return self.adjusted_cents("denied")


@dataclass(slots=True)
class Remittance:
    """A payment advice; `trace_number` is TRN02, by which the bank's deposit is found. What it
    posts stands on the claims."""

    remittance_id: str
    payer_id: str
    trace_number: str
    payment_cents: int
    paid_on: str
    provider_adjustment_cents: int
    postings: list[PostingKey] = field(default_factory=list)

    @property
    def key(self) -> str:
        return remittance_key(self.payer_id, self.trace_number)


def remittance_key(payer_id: str, trace_number: str) -> str:
    """Trace numbers are a payer's own."""
    return f"{payer_id}/{trace_number}"
