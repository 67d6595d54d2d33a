"""C17: flows move from point-to-point to the reference during the run, an event is of one of them.

Receipts (P06) and usages (P09) move on the third of five days. Effects tell who made them: the old
interfaces pass no correlation id on, the new ones always do.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from integration_under_test.boundary import Event, Integration
from integration_under_test.modernising import Modernising
from integration_under_test.modernising.modernising import INTERFACES
from integration_under_test.modernising.waves import MOVE_H
from scenarios.modernisation import MODERNISATION, WAVES
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.experiment.settings import Settings, SettingsError
from sim.faults.f46_outage import Outage
from sim.faults.fault import Fault
from sim.world.calendar import Calendar
from tests.couriers.house import outcomes

MOVE_DAY = "2026-04-08"
MOVING = ("P06", "P09")
MOVES = {"moves": ",".join(f"{flow}:{MOVE_DAY}" for flow in (*MOVING, "P01"))}
MOVED_US = (
    (2 * 24 + MOVE_H) * 3600 - round(Calendar(MODERNISATION.first_day).epoch.hour * 3600)
) * 1_000_000
"""From midnight at home, where the run begins, to nine in Greenwich on its third day."""
OVER_THE_MOVE = Outage(hops=("integration>billing",), from_h=48, until_h=53)
"""From midnight until an hour after the move: less than a sender's patience."""
NIGHT_SCALE = 0.008
"""The least at which something is used at night."""


class ServesBoth(Modernising):
    """Moves a flow, and forgets to switch off what it had."""

    async def on_event(self, event: Event) -> None:
        await super().on_event(event)
        if self.owner(event) is self._new and event.type in INTERFACES:
            await self._old.on_event(event)


class DecidesOnArrival(Modernising):
    """Whoever is in charge when an event comes takes it, also if the other has begun with it."""

    def owner(self, event: Event) -> Integration:
        return super().owner(replace(event, time=self._clock.now().isoformat()))

    async def start(self, ports: object) -> None:
        self._clock = ports.clock  # type: ignore[attr-defined]
        await super().start(ports)  # type: ignore[arg-type]


@lru_cache
def moved(kind: type[Modernising] = Modernising, *faults: Fault) -> Judged:
    scale, days = (NIGHT_SCALE, 3) if faults else (0.002, 5)
    spec = build_spec(RunRequest("modernisation", "modernising", scale=scale))
    scenario = replace(spec.scenario, days=days, faults=faults)
    return run(replace(spec, scenario=scenario, settings=MOVES), kind(), None)


def made(found: Judged, flow: str) -> pd.DataFrame:
    """Effects owed by a flow with `new`, who made it, and `after`, whether it arose after."""
    owed = found.history.owed
    own = owed[owed["flow"] == flow].astype({"effect_key": str, "f": str})
    arose = own.groupby(["f", "effect_key"])["t_us"].min().reset_index()
    effects = found.history.effects.astype({"effect_key": str, "f": str, "correlation_id": str})
    joined = effects.merge(arose, on=["f", "effect_key"], suffixes=("", "_arose"))
    return pd.DataFrame(
        {"new": joined["correlation_id"] != "", "after": joined["t_us_arose"] >= MOVED_US}
    )


def test_a_calm_modernisation_loses_and_doubles_nothing() -> None:
    found = moved()
    assert found.verdict.outcome != "fail", outcomes(found)
    assert not outcomes(found)


@pytest.mark.parametrize("flow", MOVING)
def test_an_event_is_of_who_served_its_flow_when_it_arose(flow: str) -> None:
    lines = made(moved(), flow)
    assert np.array_equal(lines["new"], lines["after"])
    assert 0 < lines["after"].sum() < len(lines)


def test_what_is_in_flight_at_the_move_is_finished_where_it_began() -> None:
    found = moved(Modernising, OVER_THE_MOVE)
    lines = made(found, "P09")
    assert np.array_equal(lines["new"], lines["after"])
    owed = found.history.owed
    waited = owed[(owed["f"] == "billing.charge") & (owed["t_us"] < MOVED_US)]
    effects = found.history.effects
    late = effects[(effects["f"] == "billing.charge") & (effects["t_us"] > MOVED_US)]
    assert set(waited["effect_key"]) & set(late["effect_key"]), "nothing was in flight"


def test_a_flow_that_did_not_move_stays_with_the_old_interfaces() -> None:
    assert not made(moved(), "P08")["new"].any()


def test_who_leaves_the_old_interface_on_is_found() -> None:
    found = moved(ServesBoth)
    assert "duplicates" in outcomes(found)


def test_who_decides_on_arrival_serves_an_event_twice() -> None:
    """The old interface had posted the cost when billing went away; the new one asks nobody."""
    found = moved(DecidesOnArrival, OVER_THE_MOVE)
    lines = made(found, "P09")
    assert (lines["new"] & ~lines["after"]).any()


def test_the_scenario_tells_its_waves_to_who_knows_of_them_and_to_nobody_else() -> None:
    told = build_spec(RunRequest("modernisation", "modernising")).settings
    assert told == {"moves": ",".join(f"{flow}:{day}" for flow, day in WAVES.items())}
    assert build_spec(RunRequest("modernisation", "reference")).settings == {}


def test_a_table_of_ones_own_goes_before_the_scenarios() -> None:
    spec = build_spec(RunRequest("modernisation", "modernising"))
    own = replace(spec, settings=MOVES)
    assert f"--set integration.moves={MOVES['moves']}" in own.replay_command()


def test_an_unknown_setting_of_the_composition_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"integration\.move is unknown"):
        build_spec(RunRequest("ordinary_day", "modernising", settings=Settings({}, {"move": ""})))
