"""What the fixed-asset register tells the ERP (S18, P16, P18): assets in service, depreciation.

CSV. An asset that was built names its project, else its cost stood in asset clearing; the records
are in the order in which they must be posted. The control total sums the amounts in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import batch_file
from mock_systems.standards.files.batch_file import Batch, Layout, RecordType
from mock_systems.standards.files.field import (
    amount_text,
    date_text,
    read_amount_minor,
    read_date,
    read_period,
    read_positive,
    read_text,
)
from mock_systems.standards.files.line_format import CommaSeparated


@dataclass(frozen=True)
class InService:
    """An asset from the day it is used; `project` is empty for one that was bought."""

    asset: str
    description: str
    business_unit: str
    cost_center: str
    in_service: date
    cost_minor: int
    life_months: int
    project: str = ""


@dataclass(frozen=True)
class Depreciation:
    """One month of all assets of a business unit, as the register calculated it."""

    period: str
    business_unit: str
    accounting_date: date
    assets: int
    amount_minor: int


@dataclass(frozen=True)
class AssetFile:
    batch: Batch
    records: tuple[InService | Depreciation, ...]


def build(file: AssetFile) -> str:
    return batch_file.build(LAYOUT, file.batch, file.records)


def read(text: str) -> AssetFile:
    """Raises FileRejected."""
    batch, records = batch_file.read(LAYOUT, text)
    return AssetFile(batch, tuple(records))


def _write_asset(one: InService) -> Sequence[str]:
    return (
        one.asset,
        one.description,
        one.business_unit,
        one.cost_center,
        date_text(one.in_service),
        amount_text(one.cost_minor),
        str(one.life_months),
        one.project,
    )


def _read_asset(fields: Sequence[str]) -> InService:
    asset, description, unit, cost_center, in_service, cost, life, project = fields
    return InService(
        read_text(asset),
        read_text(description),
        read_text(unit),
        read_text(cost_center),
        read_date(in_service),
        _above_zero(cost),
        read_positive(life),
        project,
    )


def _write_depreciation(one: Depreciation) -> Sequence[str]:
    where = (one.period, one.business_unit, date_text(one.accounting_date))
    return (*where, str(one.assets), amount_text(one.amount_minor))


def _read_depreciation(fields: Sequence[str]) -> Depreciation:
    period, unit, day, assets, amount = fields
    return Depreciation(
        read_period(period),
        read_text(unit),
        read_date(day),
        read_positive(assets),
        read_amount_minor(amount),
    )


def _above_zero(text: str) -> int:
    minor = read_amount_minor(text)
    if minor <= 0:
        raise ValueError(f"expected a cost above zero, got {text}")
    return minor


LAYOUT = Layout(
    "ASSET",
    CommaSeparated(),
    (
        RecordType(
            "AST", InService, _write_asset, _read_asset, lambda one: one.cost_minor, fields=8
        ),
        RecordType(
            "DEP",
            Depreciation,
            _write_depreciation,
            _read_depreciation,
            lambda one: one.amount_minor,
            fields=5,
        ),
    ),
)
