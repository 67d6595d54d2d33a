"""Master lists: read page by page, however many rows a vendor's page holds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.masters import MASTERS, PAGING, read_masters

MOST = 50
"""Rows of a page at a vendor that returns fewer than it was asked for."""


def facility(n: int) -> dict[str, str]:
    return {"code": f"SHIP-{n}", "name": f"H{n}", "gln": f"{n:013d}"}


async def call(system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    master = next(m for m in MASTERS if m.operation == operation and m.system == system)
    paging = PAGING[system]
    whole = [facility(n) for n in range(120)] if operation == "list_ship_tos" else []
    start = int(body[paging.offset])
    rows = whole[start : start + min(MOST, int(body[paging.limit]))]
    return {master.rows: rows, paging.more: start + len(rows) < len(whole)}


def test_no_row_is_skipped_when_a_page_is_shorter_than_asked() -> None:
    crosswalk = asyncio.run(read_masters(call))
    for n in range(120):
        assert crosswalk.facility(f"procurement:SHIP-{n}").gln == f"{n:013d}"
