"""The process that is measured: the mock ERP behind its gate, and a bare FastAPI echo beside it.

`python -m tests.bench.invoice_server` prints one line of JSON: where both are, a token, and the
number of the order that invoices are for. It ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.routing import Mount, Router

from mock_systems.erp import Erp
from mock_systems.service import CloudEvent
from mock_systems.service.http_app import at_once, build_app
from mock_systems.service.places import Places
from sim.clock.wall import elapsed_s, wall_now, wall_ns
from sim.experiment.recorder import EffectRecorder
from sim.history.writer import HistoryWriter
from sim.live.guard import Demands
from sim.live.identity import ASSERTION_TYPE, Identity
from sim.live.server import serving
from sim.live.token_guard import TokenGuard
from tests.bench.invoice_arms import GLN, load_masters, order

HOST = "127.0.0.1"


class Noon:
    """Business time stands still, so that both arms do the same all along."""

    def now(self) -> datetime:
        return datetime(2026, 4, 2, 15, tzinfo=UTC)


class Nobody:
    """Has subscribed to nothing."""

    def publish(self, event: CloudEvent) -> None: ...


def echo_app(erp: Erp) -> FastAPI:
    """What anybody would write: the same model, validated on the way in, sent back."""
    app = FastAPI()
    model: Any = erp.operations["create_invoice"].request

    async def echo(body: Any) -> Any:
        return body

    echo.__annotations__ = {"body": model, "return": model}
    app.add_api_route("/invoices", echo, methods=["POST"], status_code=201)
    return app


def token_of(identity: Identity) -> str:
    """As a client gets it: by a signed assertion (RFC 7523)."""
    told = identity.told()
    now_s = int(wall_now().timestamp())
    claims = {
        **dict.fromkeys(("iss", "sub"), told["client_id"]),
        "aud": told["token_endpoint"],
        "exp": now_s + 60,
        "jti": "bench",
    }
    header = {"alg": told["alg"], "kid": told["kid"], "typ": "JWT"}
    key = ECKey.import_key(told["private_key"])
    parameters = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": jwt.encode(header, claims, key, algorithms=[told["alg"]]),
        "scope": told["scope"],
        "resource": told["resource"],
    }
    return identity.provider.token(parameters).token


async def main() -> None:
    """Serves until standard input ends."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        writer = HistoryWriter(folder / "h.parquet", lambda: round(elapsed_s() * 1e6), wall_ns)
        erp = Erp(Noon(), EffectRecorder(writer.write, writer.now_us), Nobody())
        load_masters(erp)
        number = order(erp)
        places = Places({"BU100": GLN, "CC-1": GLN})
        guard = await stack.enter_async_context(
            TokenGuard.served(Demands(tokens=True), HOST, [erp], places)
        )
        face = build_app(erp, guard.guarding(erp, at_once(erp)), guard.admission)
        app = Router([Mount("/erp", face), Mount("/echo", echo_app(erp))])
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        url = await stack.enter_async_context(serving(app, HOST, 0))
        told = {"url": url, "order": number, "token": token_of(guard.identity)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        sys.stderr.write(f"{writer.rows_written} rows\n")
        writer.close()


if __name__ == "__main__":
    asyncio.run(main())
