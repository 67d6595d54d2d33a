"""Budgets that planning approves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """What a cost center may spend in a period (YYYY-MM)."""

    cost_center: str
    period: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Budget:
    """One version of a year's budget; `came_as` is the key of the file that brought it."""

    name: str
    version: int
    sender: str
    number: str
    came_as: str
    grants: tuple[Grant, ...]
