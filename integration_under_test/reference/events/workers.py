"""One worker for each busy order key: commands of a key in turn, of different keys side by side.

A worker lives while its key has work and ends with it, so nothing grows with the number of
documents that ever passed through.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

from integration_under_test.reference.events.command import Command

Finish = Callable[[Command, int], Awaitable[bool]]
"""Works on a command until it is done (True) or buried (False); the int is its first attempt."""


class Workers:
    """Runs `finish` on every submitted command, in the order of submission within its key."""

    def __init__(self, finish: Finish) -> None:
        self._finish = finish
        self._queues: dict[str, deque[tuple[Command, int]]] = {}
        self._rows: set[str] = set()
        self._parked: set[str] = set()
        self._busy: set[str] = set()
        self._freed: dict[str, Command | None] = {}
        """What a person decided on a command while its worker was still burying it."""
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, command: Command, attempt: int = 0) -> None:
        """Queues a command, unless it is here already. Attempt 0 says that it was never sent."""
        if command.row in self._rows:
            return
        self._rows.add(command.row)
        key = self.lane_of(command)
        if (queue := self._queues.get(key)) is not None:
            queue.append((command, attempt))
            return
        self._queues[key] = deque([(command, attempt)])
        if key not in self._parked:
            self._begin(key)

    def lane_of(self, command: Command) -> str:
        """Commands of one lane are sent one after the other."""
        return command.order_key

    def park(self, order_key: str) -> None:
        """Lets nothing of a key go out until `unpark`."""
        self._parked.add(order_key)

    def unpark(self, order_key: str, first: Command | None) -> None:
        """Goes on with a key, with `first` before everything that waited for it."""
        if order_key in self._busy:
            self._freed[order_key] = first
            return
        self._parked.discard(order_key)
        self._put_first(self._queues.setdefault(order_key, deque()), first)
        self._begin(order_key)

    @property
    def backlog(self) -> int:
        """Commands that are not finished, those that wait for another one among them; each
        counts once, however often it is tried."""
        return len(self._rows)

    @property
    def under_way(self) -> int:
        """As `backlog`, without those that wait for a person."""
        return sum(len(self._queues[key]) for key in self._busy)

    def waiting(self) -> Iterator[Command]:
        """All of them, whether they are being worked on or not."""
        return (command for queue in self._queues.values() for command, _ in queue)

    async def stop(self) -> None:
        """Ends all workers; what they had not finished stays in the outbox."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _put_first(self, queue: deque[tuple[Command, int]], first: Command | None) -> None:
        if first is not None:
            self._rows.add(first.row)
            # Its last attempt may have had an effect: a retry, so the gateway looks first.
            queue.appendleft((first, 1))

    def _begin(self, key: str) -> None:
        self._busy.add(key)
        task = asyncio.get_running_loop().create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        while queue and key not in self._parked:
            command, attempt = queue[0]
            done = await self._finish(command, attempt)
            queue.popleft()
            self._rows.discard(command.row)
            if key in self._freed:
                self._put_first(queue, self._freed.pop(key))
            elif not done:
                self.park(key)
        self._busy.discard(key)
        if not queue:
            del self._queues[key]
