"""What operations on price corrections of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Literal

from mock_systems.procurement.wire import Code, Message


class IssuePriceCorrections(Message):
    """Everything that is due."""


class FindPriceCorrections(Message):
    po_number: Code


class PriceCorrectionAnswer(Message):
    """A `credit` lowers what the line costs, a `debit` raises it; the amount has no sign."""

    number: str
    type: Literal["credit", "debit"]
    po_number: str
    line_num: int
    erp_supplier_number: str
    ship_to: str
    contract_number: str
    quantity: int
    uom: str
    ordered_price: str
    contract_price: str
    amount: str
    issued_on: str


class PriceCorrectionsFound(Message):
    corrections: list[PriceCorrectionAnswer]
