"""P11 replenishment: what a store lacks is requested or picked, and the store learns when it comes.

A proposal names its source. Of a supplier, it becomes a requisition, whose orders are dated as
procurement issues them (or the ERP, see `erp_origin`); the warehouse picks at once, and its goods
are announced line by line when they leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.inventory import replenishments
from integration_under_test.reference.mediation.procurement import (
    replenishments as requisitions,
)
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.mediation.warehouse import shipments, stock_files


def on_replenishment_proposed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    proposal = replenishments.read(event.data, proposed_at=event.time)
    if not replenishments.is_for_warehouse(event.data):
        return (Step("request_replenishment", proposal.number, proposal),)
    sequence = f"replenishment/{proposal.number}"
    return (
        Step("order_picks", proposal.number, proposal, sequence),
        Step("date_pick_order", proposal.number, proposal, sequence),
    )


def date_order(issued: Mapping[str, Any]) -> tuple[Step, ...]:
    """What an order that procurement issued owes to the store behind it; nothing if there is
    none."""
    order = requisitions.read_order(issued)
    if order is None:
        return ()
    return (Step("date_order", f"{order.replenishment}/{order.order}", order),)


def on_shipment_dispatched(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return tuple(
        Step("announce_inbound", line.reference, line) for line in shipments.read(event.data)
    )


def on_stock_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """One file after the other: the inventory application refuses a day older than it has."""
    stock = stock_files.read(received.content)
    return (Step("post_warehouse_stock", stock.reference, stock, received.sender),)
