"""The table of all operations of the contract platform (S03), by name."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.contracts import (
    amendment_operations,
    commitment_operations,
    contract_operations,
    invoice_hold_operations,
    membership_operations,
    party_operations,
    price_file_operations,
    quote_operations,
    review_operations,
    spend_operations,
    spend_reversal_operations,
)
from mock_systems.service import Operation

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        *party_operations.OPERATIONS,
        *contract_operations.OPERATIONS,
        *amendment_operations.OPERATIONS,
        *review_operations.OPERATIONS,
        *membership_operations.OPERATIONS,
        *price_file_operations.OPERATIONS,
        *quote_operations.OPERATIONS,
        *commitment_operations.OPERATIONS,
        *spend_operations.OPERATIONS,
        *spend_reversal_operations.OPERATIONS,
        *invoice_hold_operations.OPERATIONS,
    )
}
