"""What operations on the catalogue of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.procurement.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    UnitPrice,
    Uom,
    Version,
)


class PriceLine(Message):
    line: LineNumber
    item_number: Code
    uom: Uom
    unit_price: UnitPrice
    start_date: Day
    end_date: Day


class ImportCataloguePrices(Message):
    contract_number: Code
    contract_version: Version
    erp_supplier_number: Code
    lines: Annotated[list[PriceLine], Field(min_length=1)]


class FindCataloguePrices(Message):
    contract_number: Code


class ImportAnswer(Message):
    contract_number: str
    contract_version: int
    lines_loaded: int


class PriceLineAnswer(Message):
    line: int
    item_number: str
    uom: str
    unit_price: str
    start_date: str
    end_date: str


class CataloguePricesFound(Message):
    contract_number: str
    contract_version: int
    lines: list[PriceLineAnswer]


class DatedPriceAnswer(Message):
    contract_number: str
    contract_version: int
    unit_price: str
    start_date: str
    end_date: str


class CatalogueItemAnswer(Message):
    item_number: str
    description: str
    supplier_id: int
    uom: str
    unit_price: str
    contract_number: str
    prices: list[DatedPriceAnswer]


class CataloguePage(Message):
    catalogue: list[CatalogueItemAnswer]
    has_more: bool
