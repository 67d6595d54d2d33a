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
    facility_code: Code | None = None
    min_quantity: Annotated[int, Field(strict=True, ge=1, le=10**9)] | None = None
    effective_from: Day | None = None
    effective_to: Day | None = None


class DraftContract(Message):
    contract_number: Code | None = None
    gpo_number: Code | None = None
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
    facility_code: str | None = None
    min_quantity: int | None = None
    effective_from: str | None = None
    effective_to: str | None = None


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
    gpo_number: str | None = None


class ContractAnswer(ContractRowAnswer):
    versions: list[ContractVersionAnswer]


class ContractPage(Message):
    contracts: list[ContractRowAnswer]
    has_more: bool
