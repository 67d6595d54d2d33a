"""One worker process: `python -m integration_under_test.service.processes NAME`, by its service.

It lives as long as its service does: when the pipe from there ends, it ends at once, whatever it
is at, for a successor may be starting already.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from typing import Any

from integration_under_test.service.clock import ClockReading
from integration_under_test.service.life import Life
from integration_under_test.service.names import integration_class
from integration_under_test.service.observation import options
from integration_under_test.service.observation.traces import Traces
from integration_under_test.service.processes.pipes import (
    LONGEST_LINE,
    Message,
    line_of,
    messages,
)
from integration_under_test.service.storage import FileStorage
from integration_under_test.service.whereabouts import Whereabouts

START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
ORPHANED = 3


def main() -> int:
    """The exit code: 0 after an orderly end, 3 when the service is gone."""
    given = _options().parse_args()
    return asyncio.run(_run(given.integration, options.begin(given)))


async def _run(name: str, traces: Traces | None) -> int:
    reader = await _standard_input()
    said = messages(reader)
    first = await anext(said)
    told = Whereabouts.model_validate(first["told"])
    worker = integration_class(name)().worker(first["charge"], _tell)
    life = Life(worker, told)
    life.watch.traces = traces
    hearing = asyncio.ensure_future(_hear(said, life, worker))
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_signal_handler(signal.SIGINT, _leave_it_to_the_service)
    try:
        await life.start(FileStorage(":memory:"), START_WITHIN_S)
        await ended.wait()
    finally:
        await life.stop(STOP_WITHIN_S)
    hearing.cancel()
    return 0


async def _hear(said: Any, life: Life, worker: Any) -> None:
    async for message in said:
        if "clock" in message:
            life.set_clock(ClockReading.model_validate(message["clock"]))
        else:
            worker.hear(message)
    os._exit(ORPHANED)


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


def _tell(message: Message) -> None:
    """Lines are shorter than a pipe takes at once; who no longer reads them has ended."""
    try:
        os.write(sys.stdout.fileno(), line_of(message))
    except BrokenPipeError:
        os._exit(ORPHANED)


def _leave_it_to_the_service() -> None:
    """Ctrl-C reaches all processes of a terminal; the service tells its workers to end."""


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m integration_under_test.service.processes")
    parser.add_argument("integration", help="a listed name, or module:Class")
    options.add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
