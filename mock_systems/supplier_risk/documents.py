"""What the risk service (S20) keeps: monitored firms, screenings with their results, holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mock_systems.service import Refusal

PENDING, CLEAR, FAILED = "pending", "clear", "failed"


@dataclass(slots=True)
class Subject:
    """A firm that is watched; `vendor_reference` is the customer's own number, '' if unknown."""

    tax_number: str
    legal_name: str
    vendor_reference: str = ""


@dataclass(slots=True)
class Screening:
    """A firm looked up on lists for a customer; `status` is pending, clear or failed."""

    id: str
    external_reference: str
    tax_number: str
    legal_name: str
    checks: tuple[str, ...]
    requested_at: datetime
    status: str = PENDING
    outcomes: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    decided_at: datetime | None = None
    valid_until: datetime | None = None


@dataclass(slots=True)
class Hold:
    """A warning that business with a firm should stop; version 1 when placed, 2 once released."""

    id: str
    tax_number: str
    reason: str
    placed_at: datetime
    version: int = 1
    release_reason: str = ""
    released_at: datetime | None = None

    @property
    def active(self) -> bool:
        return self.released_at is None


@dataclass(slots=True)
class Documents:
    """Everything the service stores; each table in order of its ids."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    screenings: dict[str, Screening] = field(default_factory=dict)
    by_reference: dict[str, Screening] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    def screening(self, id_: str) -> Screening:
        """Raises Refusal 404."""
        found = self.screenings.get(id_)
        if found is None:
            raise Refusal(404, "screening_not_found", f"there is no screening {id_}", field="id")
        return found

    def hold(self, id_: str) -> Hold:
        """Raises Refusal 404."""
        found = self.holds.get(id_)
        if found is None:
            raise Refusal(404, "hold_not_found", f"there is no hold {id_}", field="id")
        return found


class Service(Protocol):
    """What an operation needs of the system that runs it."""

    documents: Documents
