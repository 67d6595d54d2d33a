"""Suppliers as every flow speaks of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Supplier:
    number: str
    name: str
    tax_id: str
    terms: str
    active: bool
    version: int
