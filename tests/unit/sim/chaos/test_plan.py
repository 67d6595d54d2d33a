"""A plan holds the blows that find a victim, as often as the time asks for."""

from __future__ import annotations

from typing import cast

import pytest

from sim.chaos.blows import BLOWS, Victims
from sim.chaos.nats_server import NatsServer
from sim.chaos.plan import LEAST_BLOWS, plan_of
from sim.chaos.postgres_server import PostgresServer
from sim.chaos.supervised import Supervised
from sim.experiment.settings import SettingsError
from sim.plugins import UnknownName

HOUR_S = 3600.0
ALONE = Victims(cast("Supervised", object()))
ALL = Victims(
    cast("Supervised", object()), cast("PostgresServer", 1), cast("NatsServer", 1), workers=2
)


def test_without_names_all_that_find_a_victim_are_in_it() -> None:
    assert set(plan_of((), ALL, HOUR_S)) == set(BLOWS)
    assert set(plan_of((), ALONE, HOUR_S)) == {"head"}


def test_postgres_is_struck_every_5_to_40_seconds() -> None:
    blow = plan_of(("postgres",), ALL, HOUR_S)["postgres"]
    assert (blow.shortest_s, blow.longest_s) == (5, 40)


def test_in_a_short_storm_each_kind_still_falls_a_few_times() -> None:
    plan = plan_of((), ALL, 30.0)
    assert all(blow.longest_s <= 30.0 / LEAST_BLOWS for blow in plan.values())
    assert all(0 < blow.shortest_s < blow.longest_s for blow in plan.values())


def test_a_quicker_plan_keeps_the_proportions() -> None:
    plan = plan_of((), ALL, HOUR_S, every_s=(2.5, 8.0))
    assert (plan["postgres"].shortest_s, plan["postgres"].longest_s) == (2.5, 8.0)
    assert (plan["nats"].shortest_s, plan["nats"].longest_s) == (5.0, 12.0)
    assert all(blow.shortest_s <= blow.longest_s for blow in plan.values())


def test_who_asks_for_a_blow_without_a_victim_is_told() -> None:
    with pytest.raises(SettingsError, match=r"nats needs nats, .*see --store"):
        plan_of(("head", "nats"), ALONE, HOUR_S)


def test_an_unknown_blow_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"'postgers'.*postgres"):
        plan_of(("postgers",), ALL, HOUR_S)
