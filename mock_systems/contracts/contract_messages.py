"""What operations on contracts of the platform (S03) take or answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.contracts.wire import (
    Code,
    Day,
    LineNumber,
    Message,
    MoneyAnswer,
    Price,
    Uom,
    Version,
)


class DraftedLine(Message):
    line: LineNumber
    item_number: Code
    uom: Uom
    unit_price: Price


class DraftContract(Message):
    contract_number: Code | None = None
    erp_supplier_number: Code
    effective_from: Day
    effective_to: Day
    lines: Annotated[list[DraftedLine], Field(min_length=1)]


class ActivateContract(Message):
    contract_number: Code
    version: Version


class GetContract(Message):
    contract_number: Code


class VersionAnswer(Message):
    contract_number: str
    version: int
    status: str


class ContractLineAnswer(Message):
    line: int
    item_number: str
    uom: str
    unit_price: MoneyAnswer


class ContractVersionAnswer(Message):
    version: int
    status: str
    effective_from: str
    effective_to: str
    lines: list[ContractLineAnswer]


class ContractRowAnswer(Message):
    contract_number: str
    erp_supplier_number: str
    active_version: int
    latest_version: int


class ContractAnswer(ContractRowAnswer):
    versions: list[ContractVersionAnswer]


class ContractPage(Message):
    contracts: list[ContractRowAnswer]
    has_more: bool
