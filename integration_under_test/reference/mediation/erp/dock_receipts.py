"""Receipts that the docks book at the ERP's screen (P06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.receipts import DockReceipt


def read(data: Mapping[str, Any]) -> DockReceipt:
    """By the order number that procurement knows, whoever numbered it."""
    return DockReceipt(
        receipt=data["ReceiptNumber"],
        line=data["ReceiptLine"],
        order=data["SourceOrderNumber"],
        order_line=data["LineNumber"],
        facility=f"erp:{data['BusinessUnit']}",
        location=data["DeliverTo"],
        item=data["ItemNumber"],
        quantity=int(data["Quantity"]),
        unit=data["UOMCode"],
        lot=data["LotNumber"],
        expires_on=data["LotExpirationDate"],
        received_on=data["AccountingDate"],
    )
