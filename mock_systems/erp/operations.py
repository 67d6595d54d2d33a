"""Every operation of the ERP by name: its whole API in one table."""

from __future__ import annotations

from mock_systems.erp import (
    budget_operations,
    cost_operations,
    invoice_operations,
    journal_operations,
    master_operations,
    order_operations,
    payment_operations,
    period_operations,
    price_operations,
    receipt_operations,
    supplier_operations,
    totals_operations,
)
from mock_systems.service import Operation

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        *supplier_operations.OPERATIONS,
        *master_operations.OPERATIONS,
        *price_operations.OPERATIONS,
        *budget_operations.OPERATIONS,
        *order_operations.OPERATIONS,
        *receipt_operations.OPERATIONS,
        *invoice_operations.OPERATIONS,
        *payment_operations.OPERATIONS,
        *cost_operations.OPERATIONS,
        *journal_operations.OPERATIONS,
        *period_operations.OPERATIONS,
        *totals_operations.OPERATIONS,
    )
}
