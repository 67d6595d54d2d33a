"""The hospital beside a measured integration: two small hospitals' systems over HTTP, on the wall.

`python -m tests.bench.books_server USAGES` records so many usages at the inventory's own screen
before it serves, prints where it is as one line of JSON, and ends with its standard input:

    /{system}          the system        /work-items, /alerts     whatever is handed in
    /bench/events      the usages' events, as they would be delivered
    /bench/books       usage -> when its charge and its cost stood in the books, by the loop's clock
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json, to_json
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router

from mock_systems import SYSTEMS
from mock_systems.service import CallContext, CloudEvent, Effect, System
from mock_systems.service.http_app import build_app
from sim.clock.wall import elapsed_s
from sim.live.server import serving
from sim.plugins import load
from tests.conformance.masters import CATHETER, MASTERS

USAGE = "inventory.usage.recorded"
BOOKED = ("billing.charge", "erp.cost")
PLACES = ("H01", "H02")
PLENTY = 10_000_000


class Hospital:
    """Clock, recorder and publisher of the systems."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.booked: dict[str, list[float]] = defaultdict(list)
        self.systems: dict[str, System] = {
            name: load(target, "system")(self, self, self) for name, target in SYSTEMS.items()
        }
        for (system, kind), rows in MASTERS.items():
            plenty = {"qty": PLENTY} if kind == "stock" else {}
            self.systems[system].load(kind, [{**row, **plenty} for row in rows])

    def now(self) -> datetime:
        return datetime(2026, 4, 2, 15, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        if effect.kind in BOOKED:
            self.booked[effect.key].append(elapsed_s())

    def publish(self, event: CloudEvent) -> None:
        if event.type == USAGE:
            told = {"specversion": "1.0", "id": event.id, "source": event.source}
            told |= {"type": event.type, "time": event.time, "subject": event.subject}
            self.events.append({**told, **event.extensions, "data": from_json(event.payload)})

    def use(self, n: int) -> None:
        """Two of something on a patient."""
        place = PLACES[n % len(PLACES)]
        body = {
            "facility": place,
            "location": f"{place}-OR",
            "item_id": f"IV-{CATHETER}",
            "qty": 2,
            "encounter_id": f"ENC-{place}",
        }
        context = CallContext("world/nurse")
        response = self.systems["inventory"].dispatch("record_usage", to_json(body), context)
        assert response.status < 300, response.payload

    def app(self) -> Router:
        async def events(_: Request) -> Response:
            return JSONResponse(self.events)

        async def books(_: Request) -> Response:
            return JSONResponse({key: at for key, at in self.booked.items() if len(at) > 1})

        async def counter(_: Request) -> Response:
            return JSONResponse({"alerts": []})

        taking = [
            Route(path, counter, methods=["GET", "PUT", "POST"])
            for path in ("/alerts", "/alerts/{rest:path}", "/work-items/{rest:path}")
        ]
        own = [Route("/bench/events", events), Route("/bench/books", books)]
        systems = [Mount(f"/{name}", build_app(one)) for name, one in self.systems.items()]
        return Router([*own, *taking, *systems])


async def main(usages: int) -> None:
    """Serves until standard input ends."""
    hospital = Hospital()
    for n in range(usages):
        hospital.use(n)
    async with serving(hospital.app(), "127.0.0.1", 0) as url:
        sys.stdout.write(json.dumps({"url": url, "systems": list(hospital.systems)}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
