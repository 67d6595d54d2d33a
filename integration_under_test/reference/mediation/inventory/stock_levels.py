"""Stock of the inventory application, which counts in EA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.stock_levels import StockLevel
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def ask(location: str, item: str, crosswalk: Crosswalk) -> Body:
    return {"location": location, "item_id": crosswalk.item(item).inventory_id}


def facility_code(answer: Mapping[str, Any]) -> str:
    """Whose stock room it is, in the application's own code."""
    return f"inventory:{answer['facility']}"


def read(answer: Mapping[str, Any]) -> StockLevel:
    return StockLevel(answer["location"], answer["erp_item_number"], answer["on_hand"])
