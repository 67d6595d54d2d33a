"""One life after another in the same process: started, stopped, begun again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.unit.integration_under_test.service.fakes import run, until
from tests.unit.integration_under_test.service.served import (
    EVENT,
    START,
    Layered,
    assert_problem,
    served,
)


def test_a_second_start_ends_the_former_life_and_keeps_the_rows() -> None:
    async def work() -> None:
        async with served() as made:
            first = made.integration
            async with first.ports.storage.transaction() as tx:
                tx.put("t", "a", 1)
            assert (await made.post("/start", START)).is_success
            second = made.integration
            assert first is not second
            assert first.is_stopped
            async with second.ports.storage.transaction() as tx:
                assert tx.get("t", "a") == 1
            await made.post("/events", EVENT)
            assert (len(first.heard), len(second.heard)) == (0, 1)

    run(work())


def test_a_life_that_ends_badly_does_not_keep_the_next_from_beginning() -> None:
    async def work() -> None:
        async with served() as made:
            made.integration.raises = ValueError("cannot end")
            assert (await made.post("/start", START)).is_success
            assert (await made.post("/events", EVENT)).status_code == 204

    run(work())


def test_a_start_that_fails_is_told_and_can_be_tried_again() -> None:
    async def work() -> None:
        async with served(started=False) as made:
            made.lives[0].raises = ConnectionError("no billing")
            assert_problem(await made.post("/start", START), 500, "ConnectionError")
            assert_problem(await made.post("/events", EVENT), 503)
            assert (await made.post("/start", START)).is_success
            assert (await made.post("/events", EVENT)).status_code == 204

    run(work())


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"clock": None}, "clock"),
        ({"work_items": "ftp://a/b"}, "http"),
        ({"systems": {"erp": {}}}, "systems.erp.url"),
        ({"settings": {"pase": 2}}, "did you mean 'pace'"),
    ],
)
def test_a_start_that_cannot_be_understood_says_why(change: Any, word: str) -> None:
    async def work() -> None:
        async with served(Layered, started=False) as made:
            assert_problem(await made.post("/start", {**START, **change}), 400, word)

    run(work())


def test_a_stop_waits_for_what_is_being_delivered() -> None:
    async def work() -> None:
        async with served() as made:
            integration = made.integration
            integration.gate = asyncio.Event()
            delivery = asyncio.create_task(made.post("/events", EVENT))
            await until(lambda: bool(integration.heard))
            stop = asyncio.create_task(made.post("/stop"))
            assert (await made.http.get("/health")).json()["backlog"] == 1
            assert not integration.is_stopped
            integration.gate.set()
            assert (await delivery).status_code == 204
            assert (await stop).status_code == 204
            assert integration.is_stopped

    run(work())


class Indebted(Layered):
    """Says what it has left to do."""

    backlog = 3


def test_health_tells_what_the_integration_has_left_to_do() -> None:
    async def work() -> None:
        async with served(Indebted, started=False) as made:
            assert (await made.http.get("/health")).json()["backlog"] == 0
            await made.post("/start", START)
            assert (await made.http.get("/health")).json()["backlog"] == 3

    run(work())
