"""What operations on price files of the platform (S03) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.contracts.contract_messages import DraftedLine, VersionAnswer
from mock_systems.contracts.wire import Amount, Code, Day, Message, MoneyAnswer


class PricedContract(Message):
    contract_number: Code
    erp_supplier_number: Code
    effective_from: Day
    effective_to: Day
    lines: Annotated[list[DraftedLine], Field(min_length=1)]


class ControlTotals(Message):
    line_count: Annotated[int, Field(strict=True, ge=1)]
    price_total: Amount
    """The sum of all unit prices, which means nothing but that no line was lost."""


class ImportPriceFile(Message):
    file_number: Code
    gpo_number: Code
    control_totals: ControlTotals
    contracts: Annotated[list[PricedContract], Field(min_length=1)]


class FindPriceFiles(Message):
    file_number: Code


class PriceFileAnswer(Message):
    file_number: str
    gpo_number: str
    line_count: int
    price_total: MoneyAnswer
    versions: list[VersionAnswer]


class PriceFilesFound(Message):
    price_files: list[PriceFileAnswer]
