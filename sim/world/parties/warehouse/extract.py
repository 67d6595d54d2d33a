"""The warehouse's nightly stock file: every bin's lots under its own SKUs (INVEXTRACT layout)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mock_systems.standards.files import Batch, inventory_extract
from mock_systems.standards.files.inventory_extract import InventoryExtract, OnHand
from sim.world.enterprise import Enterprise

MAILBOX = "WAREHOUSE"
CONTENT_TYPE = "text/plain;layout=inventory-extract"
SITE = "CENTRL"


def stock_file(enterprise: Enterprise, exported: Mapping[str, Any], day: date) -> bytes:
    """The file of an answer of `export_stock`, valued at standard cost."""
    rows = tuple(
        OnHand(
            site=SITE,
            location=held["BIN"],
            item=item["SKU"],
            lot=held["LOT"],
            expires_on=_day(held["EXPIRES_ON"]),
            quantity=held["QTY"],
            unit_cost_minor=enterprise.item(item["PART_NO"]).standard_cost_minor,
        )
        for item in exported["ITEMS"]
        for held in item["BINS"]
    )
    file = InventoryExtract(Batch(MAILBOX, exported["FILE_NO"], day), rows)
    return inventory_extract.build(file).encode()


def _day(ordinal: str) -> date:
    year, number = ordinal.split("-")
    return date(int(year), 1, 1) + timedelta(days=int(number) - 1)
