"""Commands to the inventory application (S04)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway import arrivals
from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.proofs import any_row
from integration_under_test.reference.gateway.rejections import never_held
from integration_under_test.reference.mediation.inventory import (
    cross_references,
    dock_receipts,
    inbound_shipments,
    items,
    periods,
    recalls,
    references,
    replenishments,
    warehouse_stock,
)

COMMANDS: Mapping[str, CommandKind] = {
    "put_stock_item": CommandKind(
        "P02", "inventory", "put_item", items.write, upsert=True, versioned=True
    ),
    "shelve_receipt": CommandKind(
        "P06",
        "inventory",
        "record_receipt",
        dock_receipts.write,
        Look("find_receipts", dock_receipts.find, dock_receipts.is_shelved),
    ),
    "date_order": CommandKind(
        "P11",
        "inventory",
        "confirm_replenishment",
        replenishments.write_arrival,
        consult=arrivals.of_order,
        upsert=True,
    ),
    "date_direct_order": CommandKind(
        "P11",
        "inventory",
        "confirm_replenishment",
        replenishments.write_arrival,
        consult=arrivals.of_direct_order,
        upsert=True,
    ),
    "date_pick_order": CommandKind(
        "P11",
        "inventory",
        "confirm_replenishment",
        replenishments.write_arrival,
        consult=arrivals.of_pick_order,
        upsert=True,
    ),
    "announce_inbound": CommandKind(
        "P11",
        "inventory",
        "announce_inbound",
        inbound_shipments.write,
        Look("find_inbound", inbound_shipments.find, any_row("items")),
    ),
    "post_warehouse_stock": CommandKind(
        "P11",
        "inventory",
        "post_warehouse_stock",
        warehouse_stock.write,
        Look("get_warehouse_stock", warehouse_stock.find, warehouse_stock.stands),
        snapshot=True,
    ),
    "close_inventory": CommandKind(
        "P13",
        "inventory",
        "set_period_status",
        periods.write,
        upsert=True,
        versioned=True,
    ),
    "put_cost_center": CommandKind(
        "P17",
        "inventory",
        "put_cost_center",
        references.write_cost_center,
        upsert=True,
        versioned=True,
    ),
    "put_location": CommandKind(
        "P17",
        "inventory",
        "put_location",
        references.write_stock_room,
        upsert=True,
        versioned=True,
    ),
    "recall_lot": CommandKind(
        "P06",
        "inventory",
        "recall_lot",
        recalls.write,
        Look("find_recalls", recalls.find, recalls.is_recalled),
        refused=never_held,
    ),
    "relate_items": CommandKind(
        "P12", "inventory", "put_cross_reference", cross_references.write, upsert=True
    ),
}
