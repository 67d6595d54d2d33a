"""What every actor is given: where it works, when, with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import simpy

from sim.clock.tempo import Tempo
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import Parameters
from sim.world.desk import Desk, DeskRefused
from sim.world.enterprise import Enterprise
from sim.world.offers import Offers
from sim.world.origins import USUAL, Origins
from sim.world.supply import Supply


class WorldClock(Protocol):
    """The clock that SimPy processes run on."""

    env: simpy.Environment
    tempo: Tempo

    def now_s(self) -> float:
        """Simulated seconds since the start."""
        ...


class Note(Protocol):
    """Writes a world row into the History."""

    def __call__(self, f: str, actor: str, key: str, detail: str = "") -> None: ...


@dataclass(frozen=True)
class Site:
    """The hospital group as an actor meets it."""

    clock: WorldClock
    streams: Streams
    enterprise: Enterprise
    calendar: Calendar
    parameters: Parameters
    desk: Desk
    note: Note
    closes: tuple[str, ...] = ()
    """Periods (YYYY-MM) that the finance office closes."""
    offers: Offers = field(default_factory=Offers)
    """Where those who take part in a run step in for what an actor would do at a screen."""
    origins: Origins = USUAL
    supply: Supply = field(default_factory=Supply)
    """What suppliers can still deliver; all of it unless a scenario restricts some."""

    def try_do(
        self, system: str, operation: str, body: dict[str, Any], actor: str
    ) -> dict[str, Any] | None:
        """As `desk.do`, but a refusal is noted as `refused` with the answer; then None."""
        try:
            return self.desk.do(system, operation, body, actor)
        except DeskRefused as refused:
            self.note("refused", actor, f"{system}.{operation}", str(refused.body)[:200])
            return None
