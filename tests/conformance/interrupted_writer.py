"""A process that writes until it is killed: `python -m tests.conformance.interrupted_writer STORE`.

It puts the same number into two rows with each commit, and prints it once that is reported; between
commits it begins transactions that it never ends.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from contextlib import AsyncExitStack

from integration_under_test.reference.store.kinds import open_storage
from sim.host import MemoryStorage


async def write(store: str) -> None:
    async with AsyncExitStack() as closing:
        storage = await open_storage(store, MemoryStorage(), closing)
        unfinished = await closing.enter_async_context(storage.transaction())
        unfinished.put("t", "unfinished", 1)
        for number in itertools.count(1):
            async with storage.transaction() as tx:
                tx.put("t", "left", number)
                tx.put("t", "right", number)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
