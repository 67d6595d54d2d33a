"""What operations on price quotes of the platform (S03) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.contracts.wire import Code, Day, Message, MoneyAnswer, Uom


class QuotePrice(Message):
    item_number: Code
    uom: Uom
    facility_code: Code
    quantity: Annotated[int, Field(ge=1, le=10**9)] = 1
    on_date: Day
    erp_supplier_number: Code | None = None


class QuoteAnswer(Message):
    contract_number: str
    version: int
    line: int
    erp_supplier_number: str
    item_number: str
    uom: str
    unit_price: MoneyAnswer
    facility_code: str
    min_quantity: int
    rule: str
