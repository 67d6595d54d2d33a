"""The systems' screens over HTTP: where a load test does what people of the world would do.

In such a run acts of the kinds of sim/world/exogenous.py are left to the load test (unless it comes
beside the people of the world). What it sends
here is dispatched as a person's act (decision 4: no cable, no faults), is recorded as the world's
own, and so instantiates the same obligations. Everything else people do stays with the world.

    POST /screens/load/start     {"arrivals": 325, "lead_s": 1.0}
                                 -> {"wall_s": ..., "business_s": ..., "speed": ...}: the scenario
                                    begins at that instant of the wall
    ...  /screens/<system>/...   the systems' own operations, `X-Client-Id: world/<actor>`
    POST /screens/load/finish    {"on_time_share": ..., "valid": ..., ...}: nothing more will come

Each request bears the run's key in `X-Load-Key`, which `load.json` in the run's folder tells.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from fastapi.responses import Response as HttpResponse
from pydantic_core import from_json
from starlette.routing import BaseRoute, Mount, Route, Router

from mock_systems.service import CallContext, Operation, Response, System
from mock_systems.service.http_app import Way, build_app
from sim.clock.wall import elapsed_s, wall_ns
from sim.experiment.testbed import Testbed
from sim.live.doors import NotServed
from sim.live.fronts import business_key_of
from sim.live.pace import Pace
from sim.world.desk import Act
from sim.world.exogenous import is_exogenous

AT = "/screens"
PERSON = "world/"
KEY_HEADER = "x-load-key"
LOAD = "load.json"
KEY = "TESTBED_LOAD_KEY"
REPLAYED = "replayed"
"""The note in the History of each act; its detail names the arrival."""
LONGEST_LEAD_S = 30.0
LOOK_S = 0.1


@dataclass(frozen=True)
class Load:
    """A load test that is expected: by which key it is known, where it finds the run's address,
    and for how long it is waited for."""

    key: str
    announced_at: Path
    patience_s: float = 120.0
    is_beside: bool = False
    """Whether people of the world go on as ever, and the load test comes on top of them."""


def expected_load(folder: Path, is_beside: bool = False) -> Load:
    """A load test on the run of a folder; its key is from the environment, or made for the run."""
    announced_at = folder / LOAD
    announced_at.unlink(missing_ok=True)
    made = blake2b(f"{folder.resolve()}/{wall_ns()}".encode(), digest_size=16).hexdigest()
    return Load(os.environ.get(KEY, "") or made, announced_at, is_beside=is_beside)


@dataclass
class Attendance:
    """What came of a load test: announced, done here, and what it said of itself at its end."""

    expected: int = 0
    came: int = 0
    told: dict[str, Any] = field(default_factory=dict)


class Screens:
    """The screens of one live run."""

    def __init__(self, testbed: Testbed, pace: Pace, load: Load, speed: float) -> None:
        self._testbed = testbed
        self._pace = pace
        self._load = load
        self._speed = speed
        self._begins_s: float | None = None
        """On the steady clock, once somebody asked to begin."""
        self._is_over = False
        self._under_way = 0
        self.attendance = Attendance()
        if not load.is_beside:
            testbed.world.site.desk.is_left = is_exogenous

    @property
    def is_busy(self) -> bool:
        """Whether more may come, or something is under way."""
        return self._under_way > 0 or not self._is_over

    def mount(self) -> BaseRoute:
        """All routes of it."""
        systems = self._testbed.systems.items()
        mounts = [
            Mount(f"/{name}", build_app(system, self._way(system), self._admit))
            for name, system in systems
        ]
        start = Route("/load/start", self._start, methods=["POST"])
        finish = Route("/load/finish", self._finish, methods=["POST"])
        return Mount(AT, Router([start, finish, *mounts]))

    def announce(self, url: str, ca: str) -> None:
        """Writes down where the screens are, for whoever starts the load test; `ca` is empty
        without TLS."""
        path = self._load.announced_at
        results = str(path.parent.resolve() / "load")
        document = {"url": f"{url}{AT}", "key": self._load.key, "results": results, "ca": ca}
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        path.chmod(0o600)

    async def asked(self, interrupt: asyncio.Event) -> None:
        """Waits until a load test wants to begin. Raises NotServed if none does."""
        ends_s = elapsed_s() + self._load.patience_s
        while self._begins_s is None and not interrupt.is_set():
            if elapsed_s() > ends_s:
                raise NotServed(
                    f"expected a load test within {self._load.patience_s:.0f} s, got none; start "
                    f"locust -f scenarios/load/locustfile.py with --live {self._load.announced_at}"
                )
            await asyncio.sleep(LOOK_S)

    async def moment(self) -> None:
        """Waits for the instant that was agreed on."""
        await asyncio.sleep(max(0.0, (self._begins_s or 0.0) - elapsed_s()))

    # --- requests

    def _admit(self, request: Request, _operation: Operation) -> HttpResponse | None:
        return self._refusal(request)

    def _refusal(self, request: Request) -> HttpResponse | None:
        shown = request.headers.get(KEY_HEADER, "")
        if compare_digest(shown.encode(), self._load.key.encode()):
            return None
        problem = {
            "type": "about:blank",
            "title": "Unauthorized",
            "status": 401,
            "detail": "expected the run's key in X-Load-Key; load.json in its folder tells it",
        }
        return JSONResponse(problem, 401, media_type="application/problem+json")

    async def _start(self, request: Request) -> HttpResponse:
        if refusal := self._refusal(request):
            return refusal
        asked = from_json(await request.body())
        lead_s = min(LONGEST_LEAD_S, max(0.0, float(asked["lead_s"])))
        self.attendance.expected = int(asked["arrivals"])
        self._begins_s = elapsed_s() + lead_s
        answer = {
            "wall_s": wall_ns() / 1e9 + lead_s,
            "business_s": self._pace.now_s() + lead_s * self._pace.tempo.speed,
            "speed": self._speed,
        }
        return JSONResponse(answer)

    async def _finish(self, request: Request) -> HttpResponse:
        if refusal := self._refusal(request):
            return refusal
        self.attendance.told = from_json(await request.body())
        self._is_over = True
        return JSONResponse({})

    def _way(self, system: System) -> Way:
        async def way(
            request: Request, operation: Operation, payload: bytes, context: CallContext
        ) -> Response:
            self._under_way += 1
            try:
                done = partial(self._done, system, operation, payload, context)
                return await self._pace.inside(done)
            finally:
                self._under_way -= 1

        return way

    async def _done(
        self, system: System, operation: Operation, payload: bytes, context: CallContext
    ) -> Response:
        """The act, as `Desk.do` does it; on the clock."""
        actor = context.caller.removeprefix(PERSON)
        bare = CallContext(caller=f"{PERSON}{actor}")
        response = system.dispatch(operation.name, payload, bare)
        if operation.method != "GET":
            act = Act(system.name, operation.name, _object(payload), actor)
            world, key = self._testbed.world, business_key_of(operation, payload)
            world.site.note(REPLAYED, actor, key, context.correlation_id)
            self.attendance.came += 1
            world.replayed.answered(act, response.status, _object(response.payload))
        return response


def _object(payload: bytes) -> dict[str, Any]:
    """Empty for what is no JSON object."""
    try:
        found = from_json(payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
