"""The live async generators of a loop, weakly held and in the order in which they were started.

The stock loop holds them in a set that is ordered by memory address, so at the end of a run their
``finally`` blocks would run in another order each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import ref


class StartedGenerators:
    """Offers what ``asyncio.BaseEventLoop`` asks of its weak set."""

    def __init__(self) -> None:
        self._by_id: dict[int, ref[Any]] = {}

    def add(self, generator: Any) -> None:
        key = id(generator)
        self._by_id[key] = ref(generator, lambda _: self._by_id.pop(key, None))

    def discard(self, generator: Any) -> None:
        self._by_id.pop(id(generator), None)

    def clear(self) -> None:
        self._by_id.clear()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Any]:
        return (live for weak in list(self._by_id.values()) if (live := weak()) is not None)
