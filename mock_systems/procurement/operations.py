"""The table of all operations of the procurement suite (S02), by name."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.procurement import (
    catalogue_operations,
    invoice_operations,
    order_operations,
    period_operations,
    receipt_operations,
    requisition_operations,
    supplier_operations,
)
from mock_systems.service import Operation

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        *supplier_operations.OPERATIONS,
        *catalogue_operations.OPERATIONS,
        *requisition_operations.OPERATIONS,
        *order_operations.OPERATIONS,
        *receipt_operations.OPERATIONS,
        *invoice_operations.OPERATIONS,
        *period_operations.OPERATIONS,
    )
}
