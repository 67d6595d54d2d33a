"""Instants at which a minute decides: a document before midnight belongs to another day than one
after it. Live, an answer takes its time, which at a high speed is minutes of business time; so
differences close to a cut-off say nothing (decision D13).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sim.experiment.run import DAY_S
from sim.experiment.spec import RunSpec
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import build_enterprise

GUARD_WALL_S = 1.0
"""Of the wall, on either side of a cut-off."""


def cut_offs_s(spec: RunSpec) -> Sequence[float]:
    """In seconds of the run: each midnight on the clocks of a place (days, periods, effective
    dates), and the end of the scenario's days, after which nobody begins anything."""
    first_day = spec.scenario.first_day
    calendar = Calendar(first_day)
    enterprise = build_enterprise(
        Streams(spec.seed), load_parameters(spec.all_parameters), spec.scale, calendar
    )
    zones = {facility.time_zone for facility in enterprise.facilities}
    days = [first_day + timedelta(days=n) for n in range(spec.scenario.days + 1)]
    midnights = {calendar.midnight(day, zone) for day in days for zone in zones}
    return sorted({*midnights, spec.scenario.days * DAY_S})


def is_near(t_us: int, cut_offs: Sequence[float], guard_s: float) -> bool:
    """Whether an instant lies in a guard band."""
    return any(abs(t_us / 1e6 - at_s) <= guard_s for at_s in cut_offs)
