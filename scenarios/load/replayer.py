"""An open loop: each request leaves at its own moment, however many are still under way.

Its time counts from that moment. A closed loop would wait for a slow answer, leave out what was
due meanwhile, and so hide the slowness (coordinated omission).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import gevent
from gevent.pool import Pool

from scenarios.load.clock import Anchor, steady_of, steady_s
from scenarios.load.pool import Answer, Line
from scenarios.load.results import ANSWERED, CENSORED, FAILED, REFUSED, UNSENT, Outcome, Tally
from scenarios.load.schedule import Arrival

Report = Callable[[Arrival, Outcome, Answer], None]
NO_ANSWER = Answer(0, 0, None)


class Limits(NamedTuple):
    """How many requests may be under way, and how long after the last one answers are awaited."""

    in_flight: int = 500
    grace_s: float = 30.0


class Replayer:
    """Replays one worker's share. `report` hears what became of each request."""

    def __init__(
        self, arrivals: Sequence[Arrival], line: Line, limits: Limits, report: Report
    ) -> None:
        self.tally = Tally()
        self._arrivals = arrivals
        self._line = line
        self._limits = limits
        self._report = report
        self._pool = Pool(limits.in_flight)
        self._open = {arrival.n: arrival for arrival in arrivals}
        """Of which nothing was told yet."""
        self._sent_s: dict[int, float] = {}
        """Under way, with the second at which it left."""
        self._anchor = Anchor(0.0, 0.0, 1.0)
        self._began_s = 0.0

    def run(self, anchor: Anchor) -> None:
        """Sends all, waits for the answers; whatever ends it, each arrival is accounted for."""
        self._anchor, self._began_s = anchor, steady_of(anchor.wall_s)
        try:
            for arrival in self._arrivals:
                gevent.sleep(max(0.0, self._due_s(arrival) - self._now_s()))
                self._pool.spawn(self._send, arrival)  # waits only where all slots are taken
            self._pool.join(timeout=self._limits.grace_s)
        finally:
            self._end()

    def _due_s(self, arrival: Arrival) -> float:
        return self._anchor.wall_of(arrival.at_s) - self._anchor.wall_s

    def _now_s(self) -> float:
        """Seconds of the wall since the replay began."""
        return steady_s() - self._began_s

    def _send(self, arrival: Arrival) -> None:
        self._sent_s[arrival.n] = sent_s = self._now_s()
        self.tally.most_in_flight = max(self.tally.most_in_flight, len(self._sent_s))
        answer = self._line.send(arrival)
        if self._sent_s.pop(arrival.n, None) is not None:
            self._tell(arrival, (sent_s, self._now_s()), answer, _word(answer))

    def _end(self) -> None:
        """What is under way is censored, what never left is unsent."""
        now_s, under_way = self._now_s(), dict(self._sent_s)
        self._sent_s.clear()
        for arrival in tuple(self._open.values()):
            if arrival.n in under_way:
                self._tell(arrival, (under_way[arrival.n], now_s), NO_ANSWER, CENSORED)
            else:
                self._tell(arrival, ("", ""), NO_ANSWER, UNSENT)
        self._pool.kill(block=False)

    def _tell(
        self, arrival: Arrival, when: tuple[float | str, float | str], answer: Answer, word: str
    ) -> None:
        del self._open[arrival.n]
        outcome = Outcome(
            n=arrival.n,
            system=arrival.system,
            operation=arrival.operation,
            key=arrival.key,
            at_s=arrival.at_s,
            intended_s=self._due_s(arrival),
            sent_s=when[0],
            finished_s=when[1],
            status=answer.status,
            outcome=word,
            expected=arrival.status,
        )
        self.tally.count(outcome)
        self._report(arrival, outcome, answer)


def _word(answer: Answer) -> str:
    if answer.status in range(200, 400):
        return ANSWERED
    return REFUSED if answer.status in range(400, 500) else FAILED
