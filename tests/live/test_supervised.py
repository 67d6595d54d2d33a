"""A program and its workers under blows: struck by id, started again, none left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import psutil
import pytest

from sim.chaos.supervised import LINGER_S, Supervised
from sim.live.program import Program

pytestmark = pytest.mark.live

T = TypeVar("T")
PATIENCE_S = 30.0
HEAD = (sys.executable, "-m", "tests.live.small_head")
OWNER = """
import asyncio
from sim.chaos.supervised import Supervised
from sim.live.program import Program
async def own():
    async with Supervised(Program(%r)) as head:
        print(head.program.pid, flush=True)
        await asyncio.sleep(600)
asyncio.run(own())
"""


def runs(process: psutil.Process) -> bool:
    """A zombie does not: nobody has asked for its end yet."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def with_head(
    act: Callable[[Supervised], Awaitable[T]], *arguments: str
) -> tuple[T, Supervised, list[psutil.Process]]:
    """What came of an act, and all processes that were there at its end."""

    async def run() -> tuple[T, Supervised, list[psutil.Process]]:
        async with Supervised(Program((*HEAD, *arguments))) as head:
            result = await act(head)
            there = [psutil.Process(head.program.pid), *head.workers()]
        return result, head, there

    result, head, there = asyncio.run(asyncio.wait_for(run(), PATIENCE_S))
    assert not list(filter(runs, there)), "left behind"
    return result, head, there


def test_a_killed_head_is_back_with_a_witness() -> None:
    async def act(head: Supervised) -> tuple[int, str]:
        return head.program.pid, await head.kill_head(0.1)

    (before, witness), head, _ = with_head(act, "0")
    assert witness.startswith(f"head {before} was killed, ")
    assert str(before) != witness.partition("killed, ")[2].partition(" ")[0]
    assert not head.own_deaths


def test_a_worker_is_killed_and_no_other_process() -> None:
    async def act(head: Supervised) -> str:
        first, second = head.workers()
        witness = await head.kill_worker(second)
        assert first.is_running()
        assert head.program.is_running
        assert witness == f"worker {second.pid} of {head.program.pid} was killed"
        return witness

    with_head(act, "2")


def test_a_paused_worker_stands_still_and_goes_on() -> None:
    async def act(head: Supervised) -> str:
        (worker,) = head.workers()
        pausing = asyncio.create_task(head.pause_worker(worker, 0.3))
        await asyncio.sleep(0.1)
        assert worker.status() == psutil.STATUS_STOPPED
        witness = await pausing
        assert worker.status() != psutil.STATUS_STOPPED
        return witness

    assert "stood still for 0.3 s" in with_head(act, "1")[0]


def test_who_ends_by_itself_is_started_again_and_named() -> None:
    async def act(head: Supervised) -> int:
        before = head.program.pid
        os.kill(before, signal.SIGKILL)
        while head.program.pid == before or not head.program.is_running:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return before

    before, head, _ = with_head(act, "0")
    assert head.own_deaths == [f"{before} ended with -9"]


def test_what_a_program_leaves_behind_is_ended_and_named() -> None:
    async def act(head: Supervised) -> int:
        return head.workers()[0].pid

    began = time.monotonic()
    worker, head, _ = with_head(act, "1", "STUBBORN")
    assert [words.partition(" ")[0] for words in head.left_behind] == [str(worker)]
    assert time.monotonic() - began > LINGER_S, "it was given time to end"


def test_the_program_does_not_outlive_a_killed_owner() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER % ([*HEAD, "0"],)], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        head = psutil.Process(int(owner.stdout.readline()))
        owner.kill()
    gives_up = time.monotonic() + PATIENCE_S
    while runs(head):
        assert time.monotonic() < gives_up
        time.sleep(0.05)
