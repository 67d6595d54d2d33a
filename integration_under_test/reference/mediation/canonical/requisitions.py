"""Requisitions that somebody submits to the API layer, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestedItem:
    line: int
    item: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class SubmittedRequisition:
    """What a department wants by a day; `reference` is the submitter's, in our form."""

    reference: str
    requester: str
    cost_center: str
    needed_on: str
    lines: tuple[RequestedItem, ...]


@dataclass(frozen=True, slots=True)
class RequisitionStatus:
    reference: str
    number: str
    status: str
    amount_minor: int
    orders: tuple[str, ...]
