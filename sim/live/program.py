"""An integration as a program: started, watched, killed, started again.

It is given a port of its own choice, and says on its first line where it serves.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sim.live.doors import NotServed

SAYS_WITHIN_S = 60.0
ENDS_WITHIN_S = 15.0
ENDED_LOOK_S = 0.02
SERVES = re.compile(rb"(http://[^\s]+)")


class Program:
    """One process of an integration. Use as an async context manager: it ends with it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        complaints: Path | None = None,
    ) -> None:
        self.command = tuple(command)
        self._environment = {**os.environ, **(environment or {})}
        self._complaints = complaints
        """A file for what it says on standard error; None: wherever ours goes."""
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.end()

    @property
    def pid(self) -> int:
        """Of the process under way; 0 for none."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def exit_code(self) -> int | None:
        """With which it ended, a signal's number as a negative one; None while it is running."""
        return self._process.returncode if self._process else None

    async def start(self) -> None:
        """Starts it and waits for its address; Ctrl-C is for us alone. Raises NotServed."""
        with ExitStack() as stack:
            written = None
            if self._complaints is not None:
                written = stack.enter_context(self._complaints.open("ab"))
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdout=asyncio.subprocess.PIPE,
                stderr=written,
                env=self._environment,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        told = " ".join(self.command)
        try:
            async with asyncio.timeout(SAYS_WITHIN_S):
                line = await self._process.stdout.readline()
        except TimeoutError:
            await self.end()
            raise NotServed(
                f"{told}: expected a line that names its address within {SAYS_WITHIN_S:.0f} s, "
                f"got none"
            ) from None
        found = SERVES.search(line)
        if found is None:
            await self.end()
            raise NotServed(f"{told}: expected a line with http://…, got {line!r}")
        self.url = found[1].decode()
        self._reading = asyncio.create_task(self._read_on(self._process.stdout))

    async def restart(self) -> None:
        """Starts it again, at the address that it had. Raises NotServed."""
        port = self.url.rpartition(":")[2]
        self.command = tuple(_at(self.command, port))
        self._environment["PORT"] = port
        await self.start()

    async def kill(self) -> None:
        """Ends it at once, as a power failure would (kill -9)."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await _ended(self._process)

    async def end(self) -> None:
        """Asks it to end, and kills it if it does not."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(ENDS_WITHIN_S):
                    await _ended(process)
            except TimeoutError:
                await self.kill()
        if self._reading is not None:
            self._reading.cancel()
        self._process = None

    async def _read_on(self, stream: asyncio.StreamReader) -> None:
        """Takes what else it says, so that its pipe never fills."""
        while await stream.read(65_536):
            pass


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Waits for its end. `Process.wait` waits for its pipes, too, which its children may hold."""
    while process.returncode is None:  # noqa: ASYNC110 (nothing else announces it)
        await asyncio.sleep(ENDED_LOOK_S)


def _at(command: Sequence[str], port: str) -> Iterator[str]:
    """The command with this port after `--port`."""
    for before, word in zip(("", *command), command, strict=False):
        yield port if before == "--port" else word
