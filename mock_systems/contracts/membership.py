"""Which facilities belong to which group purchasing organisation (S10), and since when.

A contract of such an organisation is open to its members alone, so that a quote has to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Membership(NamedTuple):
    """A facility's membership, both days included; `member_to` None is open-ended."""

    gpo_number: str
    facility_code: str
    member_from: date
    member_to: date | None

    def covers(self, day: date) -> bool:
        return self.member_from <= day and (self.member_to is None or day <= self.member_to)

    def overlaps(self, other: Membership) -> bool:
        """Whether some day belongs to both."""
        return other.member_from <= (self.member_to or date.max) and self.member_from <= (
            other.member_to or date.max
        )


@dataclass(slots=True)
class Memberships:
    """Every membership, found by organisation with facility."""

    _by_pair: dict[tuple[str, str], list[Membership]] = field(default_factory=dict)
    organisations: dict[str, None] = field(default_factory=dict)

    def add(self, membership: Membership) -> bool:
        """Files a membership; False, leaving it out, where it overlaps another."""
        pair = (membership.gpo_number, membership.facility_code)
        held = self._by_pair.setdefault(pair, [])
        if any(other.overlaps(membership) for other in held):
            return False
        held.append(membership)
        self.organisations[membership.gpo_number] = None
        return True

    def is_member(self, gpo_number: str, facility_code: str, day: date) -> bool:
        """Whether a facility is a member on a day."""
        held = self._by_pair.get((gpo_number, facility_code), ())
        return any(membership.covers(day) for membership in held)
