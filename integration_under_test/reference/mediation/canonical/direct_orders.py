"""Orders that the ERP places for a requisition of procurement."""

from __future__ import annotations

from dataclasses import dataclass

from integration_under_test.reference.mediation.canonical.orders import OrderLine


@dataclass(frozen=True, slots=True)
class DirectOrder:
    """What a requisition with budget wants of one supplier. Its lines keep the requisition's
    numbers, in the ERP and back in procurement; `sourced_at` is a UTC instant. The ids are
    procurement's own."""

    requisition: str
    requisition_id: int
    supplier: str
    supplier_id: int
    facility: str
    cost_center: str
    contract: str
    sourced_at: str
    lines: tuple[OrderLine, ...]
