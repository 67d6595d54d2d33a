"""One transaction to its end, however often others come in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from integration_under_test.boundary import Conflict, Storage, Transaction

T = TypeVar("T")


async def committed(storage: Storage, work: Callable[[Transaction], T]) -> T:
    """What `work` returns once its transaction is committed. It is run again when it lost against
    another, which then made progress: so this ends."""
    while True:
        try:
            async with storage.transaction() as tx:
                result = work(tx)
        except Conflict:
            continue
        return result
