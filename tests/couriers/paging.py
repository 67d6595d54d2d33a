"""Reads a whole list of a system, page by page."""

from __future__ import annotations

from typing import Any

from integration_under_test.boundary import SystemClient

PAGE_ROWS = 500


async def read_all(
    client: SystemClient, operation: str, rows: str = "items", more: str = "has_more"
) -> list[dict[str, Any]]:
    """Every row; `rows` and `more` are the vendor's words, limit and offset lower case."""
    found: list[dict[str, Any]] = []
    going = True
    while going:
        page = await client.call(operation, {"limit": PAGE_ROWS, "offset": len(found)})
        found += page[rows]
        going = bool(page[rows]) and bool(page[more])
    return found
