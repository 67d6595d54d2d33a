"""`testbed stack` as a process of a test."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

UP_WITHIN_S = 120.0
ENDS_WITHIN_S = 40.0
COMMAND = (sys.executable, "-m", "sim.cli", "stack", "--port", "0", "--scale", "0.005")


@contextmanager
def stack(*words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process, and where everything is by the names that it says."""
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, dict(said(process))
        finally:
            process.send_signal(signal.SIGINT)  # what it started ends with it only if it may
            try:
                process.wait(ENDS_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()


def said(process: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    assert process.stdout is not None
    for line in process.stdout:
        if "stop with" in line:
            return
        parts = line.split()
        if len(parts) > 1 and "://" in parts[1]:
            yield parts[0], parts[1]
    raise AssertionError("it ended before it was up")


def wait_until_ready(client: httpx.Client, url: str) -> None:
    gives_up = time.monotonic() + UP_WITHIN_S
    while (answer := client.get(f"{url}/ready")).status_code != 200:
        assert time.monotonic() < gives_up, answer.text
        time.sleep(0.2)
