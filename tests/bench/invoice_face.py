"""Mock ERP `create_invoice` over HTTP against a bare FastAPI echo of the same body.

The ERP's request is authenticated by a token of S16, validated, posted to the ledger and recorded
in a History. Both stand in one process on one core, the generator in another on another core.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import psutil
from pydantic_core import to_json

from tests.bench.invoice_arms import invoice
from tests.bench.load import Taken, Target, closed, open_loop

TURNS = 5
TURN_S = 1.5
WIDTH = 8
OVERLOAD = 1.5
"""Of what the closed loop took, offered in the open loop."""
CALM = 0.5
ENDS_WITHIN_S = 20.0
BOUND = 0.5
"""Of requests per second, erp over echo."""
MARK = b"INV-0"

Turn = Callable[[Target], Coroutine[Any, Any, Taken]]


def measure() -> dict[str, float]:
    """Requests per second by arm and loop (medians of turns taken in turn), latencies at half of
    each arm's capacity, and the ratios."""
    with _served() as (targets, server), _apart():
        return asyncio.run(_measured(targets, server))


async def _measured(targets: Mapping[str, Target], server: psutil.Process) -> dict[str, float]:
    numbers = count(1)
    found: dict[str, float] = {}
    await _in_turn(targets, lambda target: closed(target, numbers, WIDTH, TURN_S / 4), 1)
    rates = await _in_turn(targets, lambda target: closed(target, numbers, WIDTH, TURN_S))
    found |= {f"{arm}_closed_per_s": rate for arm, rate in rates.items()}
    found["closed_ratio"] = rates["erp"] / rates["echo"]
    most = {target: rates[arm] * OVERLOAD for arm, target in targets.items()}
    rates = await _in_turn(targets, lambda one: open_loop(one, numbers, most[one], TURN_S))
    found |= {f"{arm}_open_per_s": rate for arm, rate in rates.items()}
    found["open_ratio"] = rates["erp"] / rates["echo"]
    for arm, target in targets.items():
        cpu_s = sum(server.cpu_times()[:2])
        taken = await closed(target, numbers, WIDTH, TURN_S)
        found[f"{arm}_per_cpu_s"] = taken.answered / (sum(server.cpu_times()[:2]) - cpu_s)
        taken = await open_loop(target, numbers, rates[arm] * CALM, TURNS * TURN_S / 2)
        found[f"{arm}_p50_ms"], found[f"{arm}_p99_ms"] = map(taken.quantile_ms, (50, 99))
    return found


async def _in_turn(
    targets: Mapping[str, Target], turn: Turn, turns: int = TURNS
) -> dict[str, float]:
    """The median of requests per second, for each target."""
    rates: dict[str, list[float]] = {arm: [] for arm in targets}
    for _ in range(turns):
        for arm, target in targets.items():
            taken = await turn(target)
            assert not taken.refused, f"{arm} refused {taken.refused} of {taken.answered}"
            rates[arm].append(taken.per_s)
    return {arm: median(each) for arm, each in rates.items()}


@contextmanager
def _apart() -> Iterator[None]:
    """This process on the last core, so that the server, begun before, has the first."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _served() -> Iterator[tuple[dict[str, Target], psutil.Process]]:
    command = [sys.executable, "-m", "tests.bench.invoice_server"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            yield dict(_targets(told)), psutil.Process(process.pid)
            process.stdin.close()
            process.wait(ENDS_WITHIN_S)
        finally:
            process.kill()


def _targets(told: Mapping[str, str]) -> Iterator[tuple[str, Target]]:
    at = urlsplit(told["url"])
    before, after = to_json(invoice(told["order"], 0)).split(MARK)

    def body(n: int) -> bytes:
        return b"%sINV-%d%s" % (before, n, after)

    plain = "content-type: application/json\r\n"
    signed = f"{plain}authorization: Bearer {told['token']}\r\n"
    for arm, headers in (("erp", signed), ("echo", plain)):
        assert at.hostname is not None
        assert at.port is not None
        yield arm, Target(at.hostname, at.port, f"/{arm}/invoices", headers, body)


if __name__ == "__main__":
    for key, value in measure().items():
        print(f"{key}: {value:.2f}")
