"""What a killed process leaves in a store: every commit that it reported, and no half of one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.reference.store.kinds import open_storage
from sim.host import MemoryStorage
from tests.postgres import Schemas

REPORTED = 30
WRITER = "tests.conformance.interrupted_writer"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """As the setting names it: only what is outside the process can outlive it."""
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'rows.sqlite'}"
    database: Schemas = request.getfixturevalue("database")
    return database.new_schema()


async def rows(store: str) -> dict[str, Any]:
    async with AsyncExitStack() as closing:
        storage = await open_storage(store, MemoryStorage(), closing)
        async with storage.transaction() as tx:
            return dict(tx.scan("t"))


def test_a_killed_writer_leaves_whole_commits_and_all_that_it_reported(store: str) -> None:
    command = [sys.executable, "-m", WRITER, store]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        reported = [int(writer.stdout.readline()) for _ in range(REPORTED)]
        writer.kill()
        reported += [int(line) for line in writer.stdout.read().split()]
    left = asyncio.run(rows(store))
    assert left.keys() == {"left", "right"}
    assert left["left"] == left["right"]
    assert left["left"] in (reported[-1], reported[-1] + 1), "the last report may be on its way"
