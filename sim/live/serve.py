"""One mock system over real HTTP, seeded like a run, for people who want to look at its API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import uvicorn

from mock_systems import SYSTEMS
from mock_systems.service import CloudEvent, Effect, System
from mock_systems.service.http_app import build_app
from sim.clock.wall import elapsed_s
from sim.plugins import load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import build_enterprise
from sim.world.masters import load_masters

FIRST_DAY = date(2026, 4, 1)


@dataclass
class WallBusinessClock:
    """Business time that starts at the first day's midnight and passes as on the wall."""

    epoch: datetime
    began_s: float = field(default_factory=elapsed_s)

    def now(self) -> datetime:
        """The current instant in UTC."""
        return self.epoch + timedelta(seconds=elapsed_s() - self.began_s)


class Nobody:
    """A recorder and publisher for a system that stands alone."""

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        """Nobody judges a system that is only looked at."""

    def publish(self, event: CloudEvent) -> None:
        """Nobody has subscribed."""


def seeded_systems(seed: int, scale: float) -> Mapping[str, System]:
    """All systems with the masters of a run of this seed and scale, on the wall clock."""
    calendar = Calendar(FIRST_DAY)
    enterprise = build_enterprise(Streams(seed), load_parameters(), scale, calendar)
    clock, nobody = WallBusinessClock(calendar.epoch.astimezone(UTC)), Nobody()
    systems: dict[str, System] = {
        name: load(target, "system")(clock, nobody, nobody) for name, target in SYSTEMS.items()
    }
    load_masters(enterprise, systems)
    return systems


def serve(name: str, host: str, port: int, seed: int, scale: float) -> None:
    """Serves one system until interrupted; the docs page is at `/docs`."""
    application = build_app(seeded_systems(seed, scale)[name])
    server = uvicorn.Server(uvicorn.Config(application, host=host, port=port, log_level="warning"))
    asyncio.run(server.serve())
