"""Master lists: read page by page, however many rows a vendor's page holds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from integration_under_test.boundary import Unavailable
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.master_data.lists import read_lists
from integration_under_test.reference.mediation.masters import (
    MAPPED,
    PAGING,
    crosswalk_of,
)

MOST = 50
"""Rows of a page at a vendor that returns fewer than it was asked for."""


def facility(n: int) -> dict[str, str]:
    return {"code": f"SHIP-{n}", "name": f"H{n}", "gln": f"{n:013d}"}


async def call(system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    master = next(m for m in MAPPED if m.operation == operation and m.system == system)
    paging = PAGING[system]
    whole = [facility(n) for n in range(120)] if operation == "list_ship_tos" else []
    start = int(body[paging.offset])
    rows = whole[start : start + min(MOST, int(body[paging.limit]))]
    return {master.rows: rows, paging.more: start + len(rows) < len(whole)}


def test_no_row_is_skipped_when_a_page_is_shorter_than_asked() -> None:
    crosswalk = crosswalk_of(asyncio.run(read_lists(call, MAPPED, {})))
    for n in range(120):
        assert crosswalk.facility(f"procurement:SHIP-{n}").gln == f"{n:013d}"


def test_a_system_that_is_away_takes_nothing_from_the_others() -> None:
    """What was read of it before stays; what never was is unknown, not absent."""
    away = {"billing"}

    async def shaky(system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if system in away:
            raise Unavailable("away")
        return await call(system, operation, body)

    lists = asyncio.run(read_lists(shaky, MAPPED, {}))
    known = crosswalk_of(lists)
    assert known.facility("procurement:SHIP-7").gln == f"{7:013d}"
    assert not known.charges_known
    assert known.may_be_billed("999")
    away.clear()
    away.add("procurement")
    known = crosswalk_of(asyncio.run(read_lists(shaky, MAPPED, lists)))
    assert known.charges_known
    assert known.facility("procurement:SHIP-7").gln == f"{7:013d}"
    with pytest.raises(UnknownCode):
        known.business_unit("procurement:SHIP-7")
