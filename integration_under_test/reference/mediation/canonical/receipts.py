"""Goods on the shelf, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt, the grain at which accruals are posted; quantity in EA."""

    receipt: str
    line: int
    order: str
    order_line: int
    facility: str
    item: str
    quantity_ea: int
    lot: str
    expires_on: str
    implant: bool
    received_on: str

    @property
    def reference(self) -> str:
        return f"{self.receipt}/{self.line}"


@dataclass(frozen=True, slots=True)
class DockReceipt:
    """A line that was booked at the ERP's screen, in the unit in which it was counted there; `item`
    is "" for free text. `location` is a store in the inventory's terms."""

    receipt: str
    line: int
    order: str
    order_line: int
    facility: str
    location: str
    item: str
    quantity: int
    unit: str
    lot: str
    expires_on: str
    received_on: str

    @property
    def reference(self) -> str:
        return f"{self.receipt}/{self.line}"
