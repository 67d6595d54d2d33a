"""Fixed assets (S01): additions from the asset feed (S18), depreciation by the month (P16)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.accounts import (
    ACCUMULATED_DEPRECIATION,
    ASSET_CLEARING,
    DEPRECIATION,
    FIXED_ASSETS,
    OPENING_BALANCE,
)
from mock_systems.erp.assets import Asset
from mock_systems.erp.ledger import Journal, JournalLine, journal_number
from mock_systems.erp.lookups import cost_center_of, location_of, posting_period
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    Page,
    PagedRequest,
    PeriodName,
    Text,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work


class AddAsset(WireModel):
    """Bought through the asset feed: its cost stood in asset clearing."""

    asset_number: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,40}$")]
    description: Text
    business_unit: Code
    cost_center: Code
    in_service_date: BusinessDate
    cost: Amount
    life_months: Annotated[int, Field(ge=1, le=600)]


class AssetRow(AddAsset):
    """A row of the opening load, with the months that were depreciated before."""

    months_taken: Annotated[int, Field(ge=0)] = 0


class FindAssets(PagedRequest):
    asset_number: Code


class AssetView(WireModel):
    asset_number: str
    description: str
    business_unit: str
    cost_center: str
    in_service_date: str
    project_number: str
    cost: str
    accumulated_depreciation: str
    life_months: int
    months_taken: int


class PostDepreciation(WireModel):
    period_name: PeriodName
    business_unit: Code
    accounting_date: BusinessDate


class DepreciationResult(WireModel):
    period_name: str
    business_unit: str
    journal_number: str
    assets: int
    amount: str


def add_asset(erp: HasTables, request: AddAsset, work: Work) -> dict[str, Any]:
    """An AssetNumber is taken once, whether by a feed or by a project."""
    tables = erp.tables
    check_asset_number(tables, request.asset_number)
    location_of(tables, request.business_unit)
    cost_center_of(tables, request.cost_center)
    if not request.cost:
        raise Refusal(422, "INVALID_AMOUNT", "expected a Cost above zero")
    period = posting_period(tables, request.in_service_date, work.caller)
    asset = _keep(tables, request, 0)
    minor = asset.cost_minor
    lines = ((FIXED_ASSETS, "", minor), (ASSET_CLEARING, "", -minor))
    head = (asset.business_unit, asset.in_service_date, "ASSET", asset.number)
    tables.ledger.post(Journal(*head, lines))
    work.effect(
        Effect(
            "erp.asset",
            asset.number,
            amount_minor=minor,
            facility=asset.business_unit,
            period=period,
        )
    )
    return asset_view(asset)


def post_depreciation(erp: HasTables, request: PostDepreciation, work: Work) -> dict[str, Any]:
    """One month of every asset in service, once for each period and business unit."""
    tables = erp.tables
    key = (request.period_name, request.business_unit)
    location_of(tables, request.business_unit)
    if key in tables.assets.depreciated:
        raise Refusal(409, "ALREADY_DEPRECIATED", f"{'/'.join(key)} is depreciated already")
    if request.accounting_date[:7] != request.period_name:
        raise Refusal(422, "INVALID_DATES", "AccountingDate must lie in the period")
    posting_period(tables, request.accounting_date, work.caller)
    due = [a for a in tables.assets.by_number.values() if _is_due(a, key)]
    lines: list[JournalLine] = []
    for asset in due:
        minor = asset.next_month_minor
        lines.append((DEPRECIATION, asset.cost_center, minor))
        lines.append((ACCUMULATED_DEPRECIATION, "", -minor))
        asset.months_taken += 1
    head = (request.business_unit, request.accounting_date, "DEPRECIATION", request.period_name)
    number = journal_number(tables.ledger.post(Journal(*head, tuple(lines)))) if due else ""
    tables.assets.depreciated.add(key)
    total_minor = sum(line[2] for line in lines if line[0] == DEPRECIATION)
    work.effect(
        Effect(
            "erp.depreciation",
            "/".join(key),
            amount_minor=total_minor,
            quantity=len(due),
            facility=request.business_unit,
            period=request.period_name,
        )
    )
    return {
        "PeriodName": request.period_name,
        "BusinessUnit": request.business_unit,
        "JournalNumber": number,
        "Assets": len(due),
        "Amount": amount_text(total_minor),
    }


def find_assets(erp: HasTables, request: FindAssets, _work: Work) -> dict[str, Any]:
    found = erp.tables.assets.by_number.get(request.asset_number)
    return page((found,) if found else (), request, asset_view)


def load_asset(tables: Tables, row: AssetRow, today: str) -> None:
    """Takes an asset that was in service before the first day."""
    if row.asset_number in tables.assets.by_number or row.business_unit not in tables.locations:
        raise ValueError(f"expected a new AssetNumber of a loaded BusinessUnit, got {row!r}")
    asset = _keep(tables, row, min(row.months_taken, row.life_months))
    book_minor = asset.cost_minor - asset.accumulated_minor
    lines = (
        (FIXED_ASSETS, "", asset.cost_minor),
        (ACCUMULATED_DEPRECIATION, "", -asset.accumulated_minor),
        (OPENING_BALANCE, "", -book_minor),
    )
    tables.ledger.post(Journal(asset.business_unit, today, "OPENING", asset.number, lines))


def check_asset_number(tables: Tables, number: str) -> None:
    if number in tables.assets.by_number:
        raise Refusal(409, "DUPLICATE_ASSET", f"asset {number!r} exists already")


def _keep(tables: Tables, row: AddAsset, months_taken: int) -> Asset:
    asset = Asset(
        number=row.asset_number,
        description=row.description,
        business_unit=row.business_unit,
        cost_center=row.cost_center,
        in_service_date=row.in_service_date,
        cost_minor=row.cost,
        life_months=row.life_months,
        months_taken=months_taken,
    )
    tables.assets.by_number[asset.number] = asset
    return asset


def _is_due(asset: Asset, key: tuple[str, str]) -> bool:
    """From the month of its service on, until nothing is left."""
    started = asset.business_unit == key[1] and asset.in_service_date[:7] <= key[0]
    return started and asset.months_taken < asset.life_months


def asset_view(asset: Asset) -> dict[str, Any]:
    return {
        "AssetNumber": asset.number,
        "Description": asset.description,
        "BusinessUnit": asset.business_unit,
        "CostCenter": asset.cost_center,
        "InServiceDate": asset.in_service_date,
        "ProjectNumber": asset.project,
        "Cost": amount_text(asset.cost_minor),
        "AccumulatedDepreciation": amount_text(asset.accumulated_minor),
        "LifeMonths": asset.life_months,
        "MonthsTaken": asset.months_taken,
    }


OPERATIONS = (
    Operation(
        name="add_asset",
        method="POST",
        path="/assets",
        scope="erp.assets.write",
        request=AddAsset,
        response=AssetView,
        handler=add_asset,
        key=("AssetNumber",),
        summary="Takes an asset into service from the asset feed.",
        status=201,
    ),
    Operation(
        name="post_depreciation",
        method="POST",
        path="/periods/{PeriodName}/depreciation",
        scope="erp.assets.write",
        request=PostDepreciation,
        response=DepreciationResult,
        handler=post_depreciation,
        key=("PeriodName", "BusinessUnit"),
        summary="Writes one month off every asset of a business unit, once a period.",
        status=201,
    ),
    Operation(
        name="find_assets",
        method="GET",
        path="/assets",
        scope="erp.assets.read",
        request=FindAssets,
        response=Page[AssetView],
        handler=find_assets,
        key=("AssetNumber",),
        summary="The asset of a number, with its depreciation so far.",
    ),
)
