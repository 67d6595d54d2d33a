"""A worker's part in a replay: it is given a share, says that it is ready, begins when all are.

master                          worker
arrivals.share   ->             reads the schedule, keeps what is its own
                 <-             arrivals.ready, as soon as its replayer stands
arrivals.start   ->             replays
                 <-             arrivals.done, with its tally
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gevent.event import Event
from locust.env import Environment

from scenarios.load.clock import Anchor, wall_s
from scenarios.load.pool import Answer, Line, Target
from scenarios.load.replayer import Limits, Replayer
from scenarios.load.results import CENSORED, UNSENT, Lines, Outcome
from scenarios.load.schedule import Arrival, read, share

SHARE, READY, START, DONE = "arrivals.share", "arrivals.ready", "arrivals.start", "arrivals.done"
BUSINESS_SAYS_NO = 409
"""A rule of the business refused, such as an empty shelf: an answer like any other."""


class Part:
    """What one worker does in one test; `told` is the master's message of the share."""

    def __init__(self, environment: Environment, told: dict[str, Any]) -> None:
        self._environment = environment
        self._index: int = told["index"]
        self._results = Path(told["results"])
        arrivals = share(read(Path(told["schedule"])), self._index, told["count"])
        limits = Limits(*told["limits"])
        line = Line(Target(*told["target"]), limits.in_flight)
        self._replayer = Replayer(arrivals, line, limits, self._report)
        self._lines: Lines | None = None
        self._started = Event()
        self._anchor = Anchor(0.0, 0.0, 1.0)
        self._is_taken = False

    def start(self, told: dict[str, Any]) -> None:
        """The master says when."""
        self._anchor = Anchor.of(told)
        self._started.set()

    def run(self) -> None:
        """The whole part, done once: a second replayer in the process has nothing to do."""
        if self._is_taken:
            return
        self._is_taken = True
        runner: Any = self._environment.runner
        try:
            with Lines(self._results, self._index) as self._lines:
                runner.send_message(READY, {"index": self._index})
                self._started.wait()
                self._replayer.run(self._anchor)
        finally:
            tally = self._replayer.tally.mapping()
            runner.send_message(DONE, {"index": self._index, "tally": tally})

    def _report(self, arrival: Arrival, one: Outcome, answer: Answer) -> None:
        """Into the results, and to Locust: from the intended moment."""
        assert self._lines is not None  # reports come while it runs
        self._lines.write(one)
        if one.outcome == UNSENT:
            return
        assert isinstance(one.finished_s, float)
        self._environment.events.request.fire(
            request_type=arrival.method,
            name=arrival.name,
            response_time=1000.0 * (one.finished_s - one.intended_s),
            response_length=answer.length,
            response=None,
            context={},
            exception=_complaint(one, answer),
            start_time=wall_s(),
            url=arrival.path,
        )


def _complaint(one: Outcome, answer: Answer) -> Exception | None:
    """What Locust counts as a failure: no answer in time, or one that no rule of the business and
    no refusal in the exported run explains."""
    if one.outcome == CENSORED:
        return TimeoutError("no answer before the replay ended: took at least this long")
    if one.status < 400 and answer.error is None:
        return None
    if one.status in (one.expected, BUSINESS_SAYS_NO):
        return None
    return answer.error or RuntimeError(f"HTTP {one.status}, {one.expected} was expected")
