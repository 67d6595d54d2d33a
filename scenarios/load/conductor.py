"""The master's part in a replay: deals out shares, says when to begin, adds up how it went."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, NamedTuple

import gevent
from locust.env import Environment
from locust.runners import MasterRunner

from scenarios.load.clock import wall_s
from scenarios.load.part import SHARE, START
from scenarios.load.pool import Target
from scenarios.load.rendezvous import ask
from scenarios.load.replayer import Limits
from scenarios.load.results import Tally, added
from scenarios.load.schedule import Arrival, read

SUMMARY = "summary.json"
LEAD_S = 1.0
"""From "all are ready" to the beginning."""
SLACK_S = 20.0
"""How long after its grace a worker that says nothing is waited for."""
INVALID_EXIT = 3
SOME_FAILED_EXIT = 1

log = logging.getLogger("testbed.load")


class Plan(NamedTuple):
    """What is replayed, where, how fast, and where the results go."""

    schedule: Path
    target: Target
    speed: float
    limits: Limits
    results: Path
    is_live: bool
    """Whether a live run of the testbed is there, which says when the scenario begins."""


class Conductor:
    """One test on the master, or on the only process."""

    def __init__(self, environment: Environment, plan: Plan) -> None:
        self._environment = environment
        self._runner: Any = environment.runner
        self._plan = plan
        self._arrivals: list[Arrival] = read(plan.schedule)
        self._ready: set[int] = set()
        self._parts: dict[int, dict[str, float]] = {}
        self._count = 0
        self._anchor: dict[str, float] = {}
        self._ended = False

    def deal(self) -> None:
        """Tells each worker its share."""
        runner, plan = self._runner, self._plan
        clients = [one.id for one in runner.clients.all] if isinstance(runner, MasterRunner) else []
        self._count = max(1, len(clients))
        told = {
            "count": self._count,
            "schedule": str(plan.schedule),
            "results": str(plan.results),
            "target": tuple(plan.target),
            "limits": tuple(plan.limits),
        }
        for index, client in enumerate(clients or [None]):
            runner.send_message(SHARE, {**told, "index": index}, client_id=client)

    def ready(self, index: int) -> None:
        """A worker's replayer stands; with the last one the replay begins."""
        self._ready.add(index)
        if len(self._ready) == self._count:
            gevent.spawn(self._start)

    def done(self, index: int, tally: dict[str, float]) -> None:
        """A worker is through; with the last one the test ends."""
        self._parts[index] = tally
        if len(self._parts) == self._count:
            gevent.spawn(self.end)

    def end(self) -> None:
        """Adds up, says it in words, and ends the process with what it means."""
        if self._ended:
            return
        self._ended = True
        whole = self._whole()
        self._write(whole)
        if self._plan.is_live:
            self._ask("/load/finish", whole.mapping())
        log.info(whole.words())
        failed = self._runner.stats.num_failures > 0
        code = SOME_FAILED_EXIT if failed else 0
        self._environment.process_exit_code = code if whole.is_valid else INVALID_EXIT
        self._runner.quit()

    def _start(self) -> None:
        """Agrees on the moment with the live run, if there is one."""
        if self._plan.is_live:
            told = {"arrivals": len(self._arrivals), "lead_s": LEAD_S}
            self._anchor = self._ask("/load/start", told)
        else:
            first_s = self._arrivals[0].at_s if self._arrivals else 0.0
            started_s = wall_s() + LEAD_S
            self._anchor = {
                "wall_s": started_s,
                "business_s": first_s,
                "speed": self._plan.speed,
            }
        self._runner.send_message(START, self._anchor)
        gevent.spawn_later(self._longest_s(), self.end)

    def _longest_s(self) -> float:
        last_s = self._arrivals[-1].at_s if self._arrivals else 0.0
        business_s = max(0.0, last_s - self._anchor["business_s"])
        lasts_s = business_s / self._anchor["speed"]
        return LEAD_S + lasts_s + self._plan.limits.grace_s + SLACK_S

    def _whole(self) -> Tally:
        """Of all workers; the share of one that was lost counts as unsent."""
        whole = added(self._parts.values())
        lost = len(self._arrivals) - whole.arrivals
        whole.arrivals, whole.unsent = len(self._arrivals), whole.unsent + lost
        return whole

    def _write(self, whole: Tally) -> None:
        document = {
            **whole.mapping(),
            "workers": self._count,
            "in_flight_cap": self._plan.limits.in_flight,
            "schedule": self._plan.schedule.name,
            "host": self._plan.target.host,
            "anchor": self._anchor,
        }
        self._plan.results.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document, indent=2) + "\n"
        (self._plan.results / SUMMARY).write_text(text, encoding="utf-8")

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """A word with the live run. Raises SystemExit when it is not there: nothing was tested."""
        try:
            return ask(self._plan.target, path, body)
        except (OSError, ValueError) as error:
            where = f"{self._plan.target.host}{path}"
            log.exception("%s: expected a live run with --arrivals replayed", where)
            self._environment.process_exit_code = INVALID_EXIT
            self._runner.quit()
            raise SystemExit(INVALID_EXIT) from error
