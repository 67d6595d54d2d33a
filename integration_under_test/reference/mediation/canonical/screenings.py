"""Screenings of firms that somebody wants to buy from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """`reference` is that of procurement's request for a supplier."""

    reference: str
    name: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class Screening:
    """A decided one; `reference` is that of the request."""

    id: str
    reference: str
    clear: bool
    reason: str
