"""Denials as work items (CR7).

open -> appealed -> overturned, or appealed -> open again at the next level; open -> written_off.
A takeback of the denying line voids it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_systems.billing.claims import Claim

OPEN, APPEALED, OVERTURNED = "open", "appealed", "overturned"
WRITTEN_OFF, VOIDED = "written_off", "voided"


class DenialReason(NamedTuple):
    """Why which line was denied; the line leads to the charge, the charge to the usage (P15)."""

    line: int
    group: str
    reason: str
    amount_cents: int


@dataclass(slots=True, eq=False)
class Denial:
    """What a payer refused to pay of one claim in one remittance."""

    denial_id: str
    claim: Claim = field(repr=False)
    trace_number: str
    denied_on: str
    reasons: tuple[DenialReason, ...]
    status: str = OPEN
    level: int = 0
    """Rounds of appeal so far."""
    appeal_reference: str = ""

    @property
    def amount_cents(self) -> int:
        return sum(reason.amount_cents for reason in self.reasons)
