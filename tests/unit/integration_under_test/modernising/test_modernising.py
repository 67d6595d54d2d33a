"""Which of the two serves an event (C17)."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Event
from integration_under_test.modernising.modernising import INTERFACES, Modernising
from integration_under_test.modernising.waves import Waves
from integration_under_test.point_to_point import PointToPoint
from integration_under_test.reference import Reference
from integration_under_test.reference.orchestration.flows import FLOWS

USAGE = "inventory.usage.recorded"


@pytest.fixture
def moving() -> Modernising:
    """P09 moves on 9 April at nine in Greenwich."""
    found = Modernising()
    found._waves = Waves.read("P09:2026-04-09")
    found._old, found._new = PointToPoint(), Reference()
    return found


def owner(moving: Modernising, type_: str, time: str) -> type:
    return type(moving.owner(Event("1", "/inventory", type_, time, "US-1", {})))


def test_an_event_belongs_to_who_served_its_flow_when_it_arose(moving: Modernising) -> None:
    assert owner(moving, USAGE, "2026-04-09T08:59:59+00:00") is PointToPoint
    assert owner(moving, USAGE, "2026-04-09T09:00:00+00:00") is Reference


def test_another_zone_is_the_same_instant(moving: Modernising) -> None:
    assert owner(moving, USAGE, "2026-04-09T03:59:00-05:00") is PointToPoint
    assert owner(moving, USAGE, "2026-04-09T04:00:00-05:00") is Reference


def test_a_flow_that_has_not_moved_stays_with_the_old_interfaces(moving: Modernising) -> None:
    assert owner(moving, "inventory.receipt.recorded", "2026-04-20T12:00:00+00:00") is PointToPoint


def test_what_never_had_an_interface_is_new_from_the_first_day(moving: Modernising) -> None:
    assert owner(moving, "erp.reference.changed", "2026-04-01T12:00:00+00:00") is Reference


def test_both_hear_of_all_that_either_wants() -> None:
    wanted = {t for one in Modernising.subscriptions for t in one.types}
    assert wanted == set(FLOWS) | INTERFACES
    assert len(wanted) == sum(len(one.types) for one in Modernising.subscriptions)


def test_every_old_interface_has_a_flow_that_can_move() -> None:
    assert set(FLOWS) >= INTERFACES
