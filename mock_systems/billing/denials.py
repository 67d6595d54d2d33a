"""Denials as work items (CR7).

open -> appealed -> overturned, or appealed -> open again at the next level; open -> written_off.
A takeback of the denying line voids it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mock_systems.billing.documents import Encounter

OPEN, APPEALED, OVERTURNED = "open", "appealed", "overturned"
WRITTEN_OFF, VOIDED = "written_off", "voided"


class DenialReason(NamedTuple):
    """Why which line was denied; the line leads to the charge, the charge to the usage (P15)."""

    line: int
    group: str
    reason: str
    amount_cents: int


class Evidence(NamedTuple):
    """The chain behind a denied line, each link by its number in the system that keeps it."""

    line: int
    usage: str
    lot: str
    receipt: str
    order: str
    contract: str
    charge: str


@dataclass(slots=True, eq=False)
class Denial:
    """What a payer refused to pay of one claim in one remittance."""

    denial_id: str
    claim_id: str
    encounter: Encounter = field(repr=False)
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
