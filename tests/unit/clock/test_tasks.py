"""The order of tasks follows their creation, never memory addresses or the hash seed."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.clock import VirtualClock

PROGRAM = """
import asyncio, random
from sim.clock import VirtualClock

async def main(log):
    clutter = []
    for group_size in (3, 5, 9, 40):
        try:
            async with asyncio.TaskGroup() as group:
                for number in range(group_size):
                    clutter.append(bytearray(random.randrange(5_000)))
                    group.create_task(child(f"{group_size}.{number}", log))
                await asyncio.sleep(1)
                raise KeyError
        except* KeyError:
            pass

async def child(name, log):
    try:
        await asyncio.Event().wait()
    finally:
        log.append(name)

log = []
with VirtualClock() as clock:
    clock.run(main(log))
print(log)
"""


@pytest.mark.parametrize("size", [2, 4, 7, 30, 300])
def test_task_group_cancels_its_children_in_order_of_creation(size):
    cancelled = []

    async def child(number):
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(number)

    async def parent():
        async with asyncio.TaskGroup() as group:
            for number in range(size):
                group.create_task(child(number))
            await asyncio.sleep(1)
            raise KeyError

    async def main():
        # Other tasks take numbers in between, as a middleware would.
        others = [asyncio.create_task(asyncio.sleep(0)) for _ in range(5)]
        with pytest.raises(ExceptionGroup):
            await asyncio.create_task(parent())
        await asyncio.gather(*others)

    with VirtualClock() as clock:
        clock.run(main())
    assert cancelled == list(range(size))


def test_order_of_cancelling_is_the_same_in_every_process_and_for_every_hash_seed():
    logs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(logs) == 1
    assert "40.39" in logs.pop()


def name_of_current_task():
    task = asyncio.current_task()
    assert task is not None
    return task.get_name()


async def name():
    return name_of_current_task()


def test_names_of_tasks_are_counted_per_clock():
    names = []
    for _ in range(2):
        with VirtualClock() as clock:
            names += [clock.run(name()), clock.run(name())]
    assert names == ["Task-1", "Task-2"] * 2


def test_tasks_keep_the_name_they_are_given():
    async def body():
        return await asyncio.create_task(name(), name="poller")

    with VirtualClock() as clock:
        assert clock.run(body()) == "poller"
