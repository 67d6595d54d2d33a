"""The exception queue: every item is recorded, handed to the clerks, and counted once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from integration_under_test.boundary import WorkItem
from sim.history.schema import Row
from sim.host.work_queue import WorkQueue

ITEM = WorkItem(
    "W-1", "period_closed", "close desk", "P06", ("RC-1/1", "RC-1/2"), "April is closed"
)


def worked(*steps: str) -> tuple[list[Row], list[WorkItem]]:
    rows: list[Row] = []
    handed: list[WorkItem] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows)

    async def work() -> None:
        queue = WorkQueue(lambda: 7, write, handed.append)
        for step in steps:
            await (queue.open(ITEM) if step == "open" else queue.close("W-1", "posted to May"))

    asyncio.run(work())
    return rows, handed


def test_an_item_is_recorded_once_for_each_key_and_handed_over() -> None:
    rows, handed = worked("open")
    assert [(r.op, r.f, r.process, r.business_key) for r in rows] == [
        ("item_opened", "period_closed", "close desk", "RC-1/1"),
        ("item_opened", "period_closed", "close desk", "RC-1/2"),
    ]
    assert handed == [ITEM]


def test_opening_an_open_item_again_is_no_news() -> None:
    rows, handed = worked("open", "open")
    assert (len(rows), len(handed)) == (2, 1)


def test_closing_is_recorded_with_its_reason_and_frees_the_id() -> None:
    rows, handed = worked("open", "close", "open")
    assert [(r.op, r.detail) for r in rows[2:4]] == [("item_closed", "posted to May")] * 2
    assert len(handed) == 2


def test_closing_an_unknown_item_is_no_error() -> None:
    assert worked("close") == ([], [])


def test_an_open_item_that_goes_higher_is_recorded_with_its_new_owner() -> None:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows)

    async def work() -> None:
        queue = WorkQueue(lambda: 7, write, lambda item: None)
        await queue.escalate("W-1", "nobody", "it is not open")
        await queue.open(ITEM)
        await queue.escalate("W-1", "integration lead", "72 h")
        await queue.close("W-1", "posted")

    asyncio.run(work())
    assert [(row.op, row.f, row.process) for row in rows if row.business_key == "RC-1/1"] == [
        ("item_opened", "period_closed", "close desk"),
        ("integration", "item_escalated", "integration lead"),
        ("item_closed", "period_closed", "integration lead"),
    ]


def test_what_joins_and_leaves_an_open_item_is_recorded_by_its_key() -> None:
    rows: list[Row] = []
    handed: list[WorkItem] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows)

    async def work() -> None:
        queue = WorkQueue(lambda: 7, write, handed.append)
        await queue.open(ITEM)
        await queue.open(replace(ITEM, keys=("RC-1/2", "RC-2/1")))
        await queue.close("W-1", "mended", ("RC-1/1", "RC-9/9"))
        await queue.close("W-1", "mended", ("RC-1/2", "RC-2/1"))
        await queue.close("W-1", "nothing is open")

    asyncio.run(work())
    assert [(row.op, row.business_key) for row in rows] == [
        ("item_opened", "RC-1/1"),
        ("item_opened", "RC-1/2"),
        ("item_opened", "RC-2/1"),
        ("item_closed", "RC-1/1"),
        ("item_closed", "RC-1/2"),
        ("item_closed", "RC-2/1"),
    ]
    assert [item.keys for item in handed] == [ITEM.keys, ("RC-1/1", "RC-1/2", "RC-2/1")]
