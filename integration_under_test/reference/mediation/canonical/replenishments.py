"""Replenishments: what a store needs, and which order brings it when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """The same need twice: in EA, and in the purchase units that cover it."""

    line: int
    item: str
    quantity_ea: int
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one store needs from one source; `proposed_at` is a UTC instant, `needed_on` "" where
    no day is known."""

    number: str
    facility: str
    location: str
    urgent: bool
    proposed_at: str
    needed_on: str
    lines: tuple[ProposedLine, ...]


@dataclass(frozen=True, slots=True)
class ReplenishmentOrder:
    """An order that came of a proposal, by way of a requisition."""

    replenishment: str
    requisition: str
    order: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """When what a replenishment order brings is expected."""

    replenishment: str
    requisition: str
    order: str
    expected_on: str
