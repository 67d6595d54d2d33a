"""Fixed assets of the ERP (P16, P18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.assets import Asset, Depreciation
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.notation import to_decimal


def write_bought(asset: Asset, context: Context) -> Body:
    return {
        **_common(asset, context),
        "BusinessUnit": asset.business_unit,
        "CostCenter": asset.cost_center,
    }


def write_built(asset: Asset, context: Context) -> Body:
    """Business unit and cost center are the project's."""
    return {**_common(asset, context), "ProjectNumber": asset.project}


def write_depreciation(depreciation: Depreciation, context: Context) -> Body:
    return {
        "PeriodName": depreciation.period,
        "BusinessUnit": depreciation.business_unit,
        "AccountingDate": depreciation.posted_on,
    }


def find(asset: Asset, context: Context) -> Body:
    return {"AssetNumber": asset.number}


def is_there(asset: Asset, answer: Mapping[str, Any]) -> bool:
    """Whether the asset of that number is this one: another may have the number by mistake."""
    cost = to_decimal(asset.cost_minor, 2)
    return any(
        (row["Cost"], row["ProjectNumber"]) == (cost, asset.project)
        for row in answer.get("items", ())
    )


def posting_day(asset: Asset, crosswalk: Crosswalk) -> str:
    """The day on which it came into service."""
    return asset.in_service_on


def _common(asset: Asset, context: Context) -> Body:
    return {
        "AssetNumber": asset.number,
        "Description": asset.description,
        "InServiceDate": context.posting_on,
        "Cost": to_decimal(asset.cost_minor, 2),
        "LifeMonths": asset.life_months,
    }
