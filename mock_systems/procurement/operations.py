"""The table of all operations of the procurement suite (S02), by name."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.procurement import (
    acknowledgement_operations,
    alternate_operations,
    approval_operations,
    catalogue_operations,
    dispute_operations,
    export_operations,
    invoice_hold_operations,
    invoice_operations,
    item_master_operations,
    lookup_value_operations,
    order_cancel_operations,
    order_change_operations,
    order_import_operations,
    order_operations,
    payment_return_operations,
    period_operations,
    price_correction_operations,
    receipt_operations,
    requisition_operations,
    risk_hold_operations,
    service_entry_operations,
    ship_notice_operations,
    sourcing_operations,
    substitution_operations,
    supplier_operations,
    supplier_request_operations,
)
from mock_systems.service import Operation

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        *supplier_operations.OPERATIONS,
        *supplier_request_operations.OPERATIONS,
        *risk_hold_operations.OPERATIONS,
        *catalogue_operations.OPERATIONS,
        *item_master_operations.OPERATIONS,
        *lookup_value_operations.OPERATIONS,
        *requisition_operations.OPERATIONS,
        *approval_operations.OPERATIONS,
        *sourcing_operations.OPERATIONS,
        *order_operations.OPERATIONS,
        *order_change_operations.OPERATIONS,
        *order_cancel_operations.OPERATIONS,
        *order_import_operations.OPERATIONS,
        *acknowledgement_operations.OPERATIONS,
        *substitution_operations.OPERATIONS,
        *alternate_operations.OPERATIONS,
        *ship_notice_operations.OPERATIONS,
        *service_entry_operations.OPERATIONS,
        *receipt_operations.OPERATIONS,
        *invoice_operations.OPERATIONS,
        *payment_return_operations.OPERATIONS,
        *invoice_hold_operations.OPERATIONS,
        *dispute_operations.OPERATIONS,
        *price_correction_operations.OPERATIONS,
        *export_operations.OPERATIONS,
        *period_operations.OPERATIONS,
    )
}
