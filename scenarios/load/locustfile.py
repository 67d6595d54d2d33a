"""Replays a scenario's own arrivals at live systems: open loop, timed from the intended moment.

    testbed arrivals month_end --days 3 --out arrivals.parquet
    testbed live month_end --days 3 --integration reference --arrivals replayed
    locust -f scenarios/load/locustfile.py --headless --processes 2 --arrivals arrivals.parquet
           --live runs/month_end/reference/1-live/load.json

or all three with `testbed load`. Systems without a run (`testbed serve`) take `--host URL` in place
of `--live`. Exit code 3: invalid, under 99 % of the requests left within 50 ms of their moment.

There is one replayer for each worker and no load shape: a shape would start replayers again and
again, and send every arrival several times.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import gevent
from locust import User, events, task
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import WorkerRunner

from scenarios.load.conductor import Conductor, Plan
from scenarios.load.part import DONE, READY, SHARE, START, Part
from scenarios.load.rendezvous import target_of, told_by
from scenarios.load.replayer import Limits

ON_STAGE: dict[str, Any] = {}
"""This process's conductor and part."""


class Replaying(User):
    """The one replayer of a worker."""

    fixed_count = 1

    @task
    def replay(self) -> None:
        """The whole share, once."""
        while "part" not in ON_STAGE:
            gevent.sleep(0.01)
        ON_STAGE["part"].run()
        raise StopUser


def options(parser: ArgumentParser) -> None:
    """What a replay is told."""
    told = parser.add_argument_group("Arrivals", "what is replayed, and where")
    told.add_argument("--arrivals", default="arrivals.parquet", help="the exported schedule")
    told.add_argument("--live", default="", help="load.json of a live run; in place of --host")
    told.add_argument("--arrival-speed", type=float, default=3600.0, help="without --live")
    told.add_argument("--in-flight", type=int, default=500, help="requests at most, each worker")
    told.add_argument("--grace", type=float, default=30.0, help="seconds for the last answers")
    told.add_argument("--results", default="", help="folder; of --live its own, else load")


def prepare(environment: Environment, **_: object) -> None:
    """One replayer for each worker; who hears which message."""
    asked: Any = environment.parsed_options
    runner: Any = environment.runner
    if isinstance(runner, WorkerRunner):
        runner.register_message(SHARE, _share)
        runner.register_message(START, _start)
        return
    Replaying.fixed_count = max(1, asked.expect_workers) if asked.master else 1
    asked.num_users = Replaying.fixed_count
    asked.spawn_rate = asked.num_users
    if not asked.master:
        runner.register_message(SHARE, _share)
        runner.register_message(START, _start)
    runner.register_message(READY, _ready)
    runner.register_message(DONE, _done)


def begin(environment: Environment, **_: object) -> None:
    """The master deals out the shares."""
    if not isinstance(environment.runner, WorkerRunner):
        asked: Any = environment.parsed_options
        plan = _plan(asked, environment.host or "")
        ON_STAGE["conductor"] = Conductor(environment, plan)
        ON_STAGE["conductor"].deal()


def _plan(asked: Namespace, host: str) -> Plan:
    live = told_by(Path(asked.live)) if asked.live else {}
    return Plan(
        schedule=Path(asked.arrivals).resolve(),
        target=target_of(live, host),
        speed=asked.arrival_speed,
        limits=Limits(asked.in_flight, asked.grace),
        results=Path(asked.results or live.get("results", "load")).resolve(),
        is_live=bool(live),
    )


def _share(environment: Environment, msg: Any, **_: object) -> None:
    ON_STAGE["part"] = Part(environment, msg.data)


def _start(msg: Any, **_: object) -> None:
    ON_STAGE["part"].start(msg.data)


def _ready(msg: Any, **_: object) -> None:
    ON_STAGE["conductor"].ready(msg.data["index"])


def _done(msg: Any, **_: object) -> None:
    ON_STAGE["conductor"].done(msg.data["index"], msg.data["tally"])


events.init_command_line_parser.add_listener(options)
events.init.add_listener(prepare)
events.test_start.add_listener(begin)
