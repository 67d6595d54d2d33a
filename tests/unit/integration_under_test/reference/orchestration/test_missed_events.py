"""What a vendor gave up is asked for: each night, and after an event that came late."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from integration_under_test.boundary import Event, OutcomeUnknown, Unavailable
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.orchestration.missed_events import MissedEvents
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import FakeHost

SOME = {"count": 2, "events": []}
NONE = {"count": 0, "events": []}
LISTS, RESTORES = "list_exhausted_events", "restore_events"


class Desk:
    def __init__(self, host: FakeHost, *vendors: str) -> None:
        self.host = host
        self.lanes = Lanes(host.systems, Settings())
        self.missed = MissedEvents(self.lanes, vendors, host.ports().clock)

    def hears(self, system: str = "erp", age_h: float = 0.0, for_s: float = 60.0) -> None:
        """An event of an age comes, and so much time goes by."""
        time = self.host.now() - timedelta(hours=age_h)
        event = Event("e", f"/{system}", f"{system}.x", time.isoformat(), "K", {})
        self.host.clock.run(self._hear(event, for_s))

    async def _hear(self, event: Event, for_s: float) -> None:
        self.missed.in_passing(event)
        await asyncio.sleep(for_s)

    def calls(self, system: str) -> list[str]:
        return [name for name, *_ in self.host.systems[system].calls]


def plan(host: FakeHost, system: str, *found: object) -> None:
    host.systems[system].plan(LISTS, *found)  # type: ignore[arg-type]


def test_the_first_event_of_a_night_has_all_vendors_asked(host: FakeHost) -> None:
    desk = Desk(host, "erp", "billing")
    for system in ("erp", "billing"):
        plan(host, system, NONE, NONE)
    desk.hears()
    desk.hears()
    assert desk.calls("erp") == desk.calls("billing") == [LISTS]
    desk.hears(for_s=86_400.0)
    desk.hears()
    assert desk.calls("billing") == [LISTS, LISTS]


def test_what_was_given_up_is_sent_once_more(host: FakeHost) -> None:
    desk = Desk(host, "erp")
    plan(host, "erp", SOME)
    host.systems["erp"].plan(RESTORES, {"restored": 2})
    desk.hears()
    assert desk.calls("erp") == [LISTS, RESTORES]


def test_a_late_event_has_its_own_vendor_asked(host: FakeHost) -> None:
    desk = Desk(host, "erp", "billing")
    plan(host, "erp", NONE, NONE)
    plan(host, "billing", NONE)
    desk.hears(for_s=700.0)
    desk.hears(age_h=2.0)
    assert desk.calls("erp") == [LISTS, LISTS]
    assert desk.calls("billing") == [LISTS]


def test_many_late_events_make_one_look(host: FakeHost) -> None:
    desk = Desk(host, "erp")
    plan(host, "erp", NONE, NONE)
    desk.hears()
    for _ in range(5):
        desk.hears(age_h=2.0)
    assert desk.calls("erp") == [LISTS]


@pytest.mark.parametrize("trouble", [Unavailable("away"), OutcomeUnknown("cut off")])
def test_a_vendor_that_does_not_answer_is_asked_again(host: FakeHost, trouble: Exception) -> None:
    desk = Desk(host, "erp")
    plan(host, "erp", trouble, SOME, NONE)
    host.systems["erp"].plan(RESTORES, OutcomeUnknown("cut off"))
    desk.hears(for_s=3600.0)
    assert desk.calls("erp") == [LISTS, LISTS, RESTORES, LISTS]


def test_a_vendor_without_such_a_list_is_not_asked_again_that_night(host: FakeHost) -> None:
    desk = Desk(host, "erp")
    plan(host, "erp", LookupError("no such operation"))
    desk.hears(for_s=3600.0)
    desk.hears()
    assert desk.calls("erp") == [LISTS]


def test_a_list_that_nobody_can_read_is_told_until_one_can_be_read(host: FakeHost) -> None:
    desk = Desk(host, "erp")
    told: list[tuple[str, str, str]] = []
    desk.lanes.misread = lambda *words: told.append(words)  # type: ignore[method-assign]
    plan(host, "erp", {"number": 2}, NONE)
    desk.hears(for_s=700.0)
    desk.hears(age_h=2.0)
    assert told == [("erp", LISTS, "KeyError: 'count'"), ("erp", LISTS, "")]
    assert desk.calls("erp") == [LISTS, LISTS]


def test_stopping_ends_what_is_under_way(host: FakeHost) -> None:
    desk = Desk(host, "erp")
    plan(host, "erp", Unavailable("away"))
    desk.hears()
    host.clock.run(desk.missed.stop())
    host.clock.run_until(host.clock.now_s() + 3600.0)
    assert desk.calls("erp") == [LISTS]
