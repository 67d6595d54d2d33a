"""Stock of the central warehouse, which counts in EA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.stock_levels import StockLevel
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.crosswalk import Crosswalk

PLACE = "WAREHOUSE"


def ask(item: str, crosswalk: Crosswalk) -> Body:
    return {"SKU": crosswalk.sku(item)}


def read(answer: Mapping[str, Any]) -> StockLevel:
    return StockLevel(PLACE, answer["PART_NO"], answer["ON_HAND"])
