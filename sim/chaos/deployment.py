"""How the integration of a soak is deployed: its store, its broker, its workers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.chaos.blows import Victims
from sim.chaos.nats_server import NatsServer
from sim.chaos.postgres_server import PostgresServer
from sim.chaos.supervised import Supervised
from sim.live.program import Program

StoreKind = Literal["sqlite", "postgres"]
STATE = "state"
COMPLAINTS = "state.log"
"""What the integration says on standard error."""


@dataclass(frozen=True)
class Deployment:
    """`command` serves the integration on a file. With PostgreSQL and workers it is given the
    addresses of a database and a broker; without workers the database is a setting of its own."""

    command: Sequence[str]
    store: StoreKind = "sqlite"
    workers: int = 0

    @asynccontextmanager
    async def up(self, folder: Path) -> AsyncIterator[Victims]:
        """Everything is running, with what it keeps in `folder`; in the end nothing is. Raises
        NoServer or NotServed."""
        async with AsyncExitStack() as stack:
            argv, postgres, nats = list(self.command), None, None
            if self.store == "postgres":
                postgres = stack.enter_context(PostgresServer())
            if postgres is not None and self.workers:
                nats = stack.enter_context(NatsServer())
                argv += ["--store", postgres.dsn, "--broker", nats.url]
                argv += ["--workers", str(self.workers)]
            environment = {"STATE_DIR": str(folder / STATE), "PORT": "0"}
            program = Program(argv, environment, folder / COMPLAINTS)
            supervised = await stack.enter_async_context(Supervised(program))
            yield Victims(supervised, postgres, nats, self.workers if nats else 0)


def settings_of(victims: Victims) -> Mapping[str, str]:
    """What the integration is told at its start of a database without workers."""
    if victims.postgres is None or victims.workers:
        return {}
    return {"store": victims.postgres.dsn}
