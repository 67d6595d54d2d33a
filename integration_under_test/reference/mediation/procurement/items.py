"""Catalogue items of the procurement suite (P02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.items import MasterItem
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import PROCUREMENT_UNITS_OUT, to_decimal


def write(item: MasterItem, context: Context) -> Body:
    return {
        "item-number": item.number,
        "description": item.description,
        "uom": PROCUREMENT_UNITS_OUT[item.purchase_unit],
        "pack": item.factor,
        "active": item.active,
        **_offer(item, context),
        "erp-version": item.version,
    }


def ask_supplier(item: MasterItem) -> Body:
    return {"erp-number": item.supplier}


def read_supplier(answer: Mapping[str, Any]) -> int:
    """The suite's own id of a supplier, of an active record if it has several. Raises NotYet."""
    found = sorted(answer["suppliers"], key=lambda row: row["status"] != "active")
    if not found:
        raise NotYet("procurement has no supplier of that ERP number yet")
    return int(found[0]["id"])


def _offer(item: MasterItem, context: Context) -> Body:
    """Who sells it at which price; an item on file keeps its own."""
    if context.consulted is None:
        return {}
    price = to_decimal(item.list_price_minor, 2)
    return {"supplier-id": context.consulted, "unit-price": price}
