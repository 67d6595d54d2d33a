"""The operations of the inventory application, declared once for every way to reach them (S04)."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.inventory import (
    bill_only_operations,
    cross_reference_operations,
    dispensing_operations,
    inbound_operations,
    item_master_operations,
    item_operations,
    procedure_operations,
    recall_operations,
    receipt_lookup,
    reference_operations,
    replenishment_operations,
    return_operations,
    site_item_operations,
    stocktake_operations,
    transit_operations,
    usage_cuts,
    usage_lookup,
    warehouse_stock_operations,
    waste_operations,
)
from mock_systems.inventory import count_operations as counts
from mock_systems.inventory import master_operations as masters
from mock_systems.inventory import par_operations as pars
from mock_systems.inventory import period_operations as periods
from mock_systems.inventory import receipt_operations as receipts
from mock_systems.inventory import transfer_operations as transfers
from mock_systems.inventory import usage_operations as usages
from mock_systems.inventory.wire import Page
from mock_systems.service import Operation

_DECLARED = (
    Operation(
        name="record_receipt",
        method="POST",
        path="/receipts",
        scope="inventory.receipts.write",
        request=receipts.ReceiptRequest,
        response=receipts.ReceiptAnswer,
        handler=receipts.record_receipt,
        key=("location", "po_number"),
        summary="Books a delivery in purchase units, all lines or none",
        status=201,
    ),
    Operation(
        name="record_usage",
        method="POST",
        path="/usages",
        scope="inventory.usages.write",
        request=usages.UsageRequest,
        response=usages.UsageAnswer,
        handler=usages.record_usage,
        key=("facility", "location", "item_id"),
        summary="Takes stock of one lot, the first to expire unless one is named",
        status=201,
    ),
    Operation(
        name="transfer_stock",
        method="POST",
        path="/transfers",
        scope="inventory.transfers.write",
        request=transfers.TransferRequest,
        response=transfers.TransferAnswer,
        handler=transfers.transfer_stock,
        key=("from_location", "to_location", "item_id", "lot"),
        summary="Moves stock of one lot between two locations",
        status=201,
    ),
    Operation(
        name="adjust_stock",
        method="POST",
        path="/adjustments",
        scope="inventory.adjustments.write",
        request=counts.AdjustmentRequest,
        response=counts.AdjustmentAnswer,
        handler=counts.adjust_stock,
        key=("location", "item_id", "lot"),
        summary="Corrects one lot by a signed difference with a reason",
        status=201,
    ),
    Operation(
        name="get_stock",
        method="GET",
        path="/stock",
        scope="inventory.stock.read",
        request=counts.StockRequest,
        response=counts.StockAnswer,
        handler=counts.get_stock,
        key=("location", "item_id"),
        summary="Reads one item at one location with its lots in expiry order",
    ),
    Operation(
        name="list_below_par",
        method="GET",
        path="/below-par",
        scope="inventory.pars.read",
        request=pars.BelowParRequest,
        response=pars.BelowParAnswer,
        handler=pars.list_below_par,
        key=("facility",),
        summary="Lists a facility's shelves below par, oldest shortage first",
    ),
    Operation(
        name="list_items",
        method="GET",
        path="/items",
        scope="inventory.items.read",
        request=Page,
        response=masters.ItemsAnswer,
        handler=masters.list_items,
        summary="Lists the item master",
    ),
    Operation(
        name="list_locations",
        method="GET",
        path="/locations",
        scope="inventory.locations.read",
        request=Page,
        response=masters.LocationsAnswer,
        handler=masters.list_locations,
        summary="Lists the stock rooms of all facilities",
    ),
    Operation(
        name="set_period_status",
        method="PUT",
        path="/periods/{period}",
        scope="inventory.periods.write",
        request=periods.PeriodRequest,
        response=periods.PeriodAnswer,
        handler=periods.set_period_status,
        key=("period",),
        summary="Takes over a period's status, sends its totals when it first stops being open",
    ),
)

_BY_NOUN = (
    usage_lookup.DECLARED,
    usage_cuts.DECLARED,
    receipt_lookup.DECLARED,
    bill_only_operations.DECLARED,
    return_operations.DECLARED,
    waste_operations.DECLARED,
    transit_operations.DECLARED,
    stocktake_operations.DECLARED,
    recall_operations.DECLARED,
    procedure_operations.DECLARED,
    replenishment_operations.DECLARED,
    dispensing_operations.DECLARED,
    item_operations.DECLARED,
    item_master_operations.DECLARED,
    reference_operations.DECLARED,
    inbound_operations.DECLARED,
    warehouse_stock_operations.DECLARED,
    site_item_operations.DECLARED,
    cross_reference_operations.DECLARED,
)

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation for declared in (_DECLARED, *_BY_NOUN) for operation in declared
}
