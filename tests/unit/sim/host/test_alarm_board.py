"""Alerts are recorded when they are raised and when they are cleared, and clerks see none."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.boundary import Alert
from sim.history.schema import Row
from sim.host import AlarmBoard

ALERT = Alert("system_unreachable/erp", "system_unreachable", "critical", "no answer", "erp")


@pytest.fixture
def rows() -> list[Row]:
    return []


@pytest.fixture
def board(rows: list[Row]) -> AlarmBoard:
    def write(row: Row) -> int:
        rows.append(row)
        return len(rows) - 1

    return AlarmBoard(lambda: 7, write)


def test_an_alert_is_recorded_with_all_that_it_names(board: AlarmBoard, rows: list[Row]) -> None:
    named = Alert("x", "books_differ", "warning", "one is missing", "erp", "P09", ("US-1", "US-2"))
    asyncio.run(board.raise_(named))
    assert [row.business_key for row in rows] == ["US-1", "US-2"]
    row = rows[0]
    assert (row.t_us, row.op, row.f, row.process) == (7, "integration", "alert_raised", "warning")
    assert (row.target, row.flow, row.agg_id) == ("erp", "P09", "books_differ")
    assert (row.effect_key, row.detail) == ("x", "one is missing")


def test_what_stands_is_no_news_until_it_was_cleared(board: AlarmBoard, rows: list[Row]) -> None:
    asyncio.run(board.raise_(ALERT))
    asyncio.run(board.raise_(ALERT))
    assert board.standing() == (ALERT,)
    asyncio.run(board.clear(ALERT.id, "it answers"))
    asyncio.run(board.clear(ALERT.id, "it answers"))
    assert board.standing() == ()
    asyncio.run(board.raise_(ALERT))
    assert [row.f for row in rows] == ["alert_raised", "alert_cleared", "alert_raised"]
    assert rows[1].detail == "it answers"
