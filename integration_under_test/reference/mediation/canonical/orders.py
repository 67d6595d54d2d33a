"""Requisitions and the orders that they become."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requisition:
    id: int
    number: str
    cost_center: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An item, or else a description; a service is one unit at its whole amount. `project` is what
    the line builds, "" for most."""

    line: int
    item: str
    quantity: int
    unit: str
    price_e4: int
    description: str = ""
    is_service: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    supplier: str
    facility: str
    cost_center: str
    contract: str
    issued_on: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class OrderRevision:
    """That an order has a new version since the UTC instant `changed_at`; what it says then is
    read where the order lives."""

    order: str
    version: int
    facility: str
    changed_at: str
