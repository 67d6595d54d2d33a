"""One transaction to its end, however often others come in between or the storage is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from integration_under_test.boundary import Conflict, Storage, StorageUnavailable, Transaction

T = TypeVar("T")

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0


async def committed(
    storage: Storage,
    work: Callable[[Transaction], T],
    landed: Callable[[Transaction], T | None] | None = None,
    patient: bool = True,
) -> T:
    """What `work` returns once its transaction is committed. It is run again when it lost against
    another, which then made progress: so this ends.

    It waits for a storage that is away, full or read-only; if it is not `patient`, it raises
    StorageUnavailable instead. Where nobody knows whether a commit took place, `landed` looks, and
    returns what `work` would have, or None if it did not; without it `work` must bear repetition.
    Then there is no giving up, for what is there must not be taken for somebody else's.
    """
    pause_s = FIRST_PAUSE_S
    doubtful = False
    while True:
        try:
            async with storage.transaction() as tx:
                result = landed(tx) if doubtful and landed else None
                return work(tx) if result is None else result
        except Conflict:
            continue
        except StorageUnavailable as trouble:
            doubtful = doubtful or not trouble.definite
            if not patient and not doubtful:
                raise
        await asyncio.sleep(pause_s)
        pause_s = min(LONGEST_PAUSE_S, 2.0 * pause_s)
