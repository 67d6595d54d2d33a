"""Starts worker processes for one life of an integration, and passes on what changes meanwhile."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from integration_under_test.service.clock import ClockReading
from integration_under_test.service.processes.pipes import (
    LONGEST_LINE,
    Message,
    line_of,
    messages,
)
from integration_under_test.service.whereabouts import Whereabouts

MODULE = "integration_under_test.service.processes"


class Colleague:
    """One worker process, as the service sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether its process is gone."""
        return self._process.returncode is not None

    async def heard(self) -> AsyncIterator[Message]:
        """What it says, until its process has ended."""
        assert self._process.stdout is not None
        async for message in messages(self._process.stdout):
            yield message
        await self._process.wait()

    async def tell(self, message: Message) -> None:
        """Says something to it; who has ended does not hear it."""
        assert self._process.stdin is not None
        # uvloop says RuntimeError of a pipe whose process ended at its birth.
        with suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(line_of(message))
            await self._process.stdin.drain()

    def end(self) -> None:
        """Asks it to finish what it has in hand, and to end."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    def kill(self) -> None:
        """Ends it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()


class Staff:
    """All of one life; `name` is the integration's, `arguments` are for each process."""

    def __init__(self, name: str, told: Whereabouts, arguments: Sequence[str]) -> None:
        self._command = (sys.executable, "-m", MODULE, name, *arguments)
        self._told = told
        self._colleagues: list[Colleague] = []
        self._telling: set[asyncio.Task[None]] = set()

    async def hire(self, charge: Message) -> Colleague:
        """A new process, told where everything is and what it is in charge of. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )
        colleague = Colleague(process)
        self._colleagues = [each for each in self._colleagues if not each.has_ended]
        self._colleagues.append(colleague)
        await colleague.tell({"told": self._told, "charge": charge})
        return colleague

    def set_clock(self, reading: ClockReading) -> None:
        """Business time goes on as this says, for everybody."""
        self._told = self._told.model_copy(update={"clock": reading})
        for colleague in self._colleagues:
            task = asyncio.get_running_loop().create_task(colleague.tell({"clock": reading}))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
