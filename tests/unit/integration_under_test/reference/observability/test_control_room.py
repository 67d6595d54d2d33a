"""The layer watches itself while something is wrong, and lets a run come to rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from integration_under_test.boundary import OutcomeUnknown, Unavailable
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.breaker import Change, State
from integration_under_test.reference.observability.control_room import (
    HIGH_BACKLOG,
    LOOK_EVERY_S,
    TELEMETRY,
    ControlRoom,
    system_of,
)
from tests.unit.integration_under_test.reference.fakes import FakeHost, command, usage_event

ROW = "2026-04-01T05:00:00+00:00|e-1|"
"""The fake host's clock starts then."""


@dataclass
class Line:
    """What waits, as a test says."""

    commands: list[Command] = field(default_factory=list)

    def __call__(self) -> Iterable[Command]:
        return self.commands


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def room(host: FakeHost, line: Line) -> ControlRoom:
    made = ControlRoom(host.ports())
    host.clock.run(made.open(line))
    return made


def waiting(key: str = "US-1", kind: str = "post_cost") -> Command:
    return command(key, kind, row=f"{ROW}{key}")


async def _fail(room: ControlRoom, failed: Command) -> None:
    room.failed(failed, Unavailable())


def later(host: FakeHost, seconds: float) -> None:
    host.clock.run_until(host.clock.now_s() + seconds)


def test_while_a_command_fails_it_looks_by_itself(
    host: FakeHost, room: ControlRoom, line: Line
) -> None:
    line.commands = [waiting()]
    host.clock.run(_fail(room, line.commands[0]))
    later(host, 29 * LOOK_EVERY_S)
    assert host.alerts.board == {}
    later(host, 2 * LOOK_EVERY_S)
    assert list(host.alerts.board) == ["deadline_at_risk/erp/P09"]


def test_when_nothing_fails_any_more_alerts_end_and_no_timer_is_left(
    host: FakeHost, room: ControlRoom, line: Line
) -> None:
    (late,) = line.commands = [waiting()]
    host.clock.run(_fail(room, late))
    later(host, 31 * LOOK_EVERY_S)
    line.commands = []
    host.clock.run(room.took_effect(late))
    ended_s = host.clock.now_s()
    assert host.clock.run_until_quiescent(ended_s + 10 * LOOK_EVERY_S)
    assert host.clock.now_s() < ended_s + LOOK_EVERY_S
    assert host.alerts.raised
    assert host.alerts.board == {}


def test_without_failures_it_looks_when_something_took_effect(
    host: FakeHost, room: ControlRoom, line: Line
) -> None:
    line.commands = [waiting("US-2")]
    later(host, 3700)
    assert host.alerts.board == {}
    host.clock.run(room.took_effect(waiting()))
    later(host, 1)
    assert list(host.alerts.board) == ["deadline_missed/erp/P09"]


def test_a_high_backlog_is_an_alert_that_names_the_system(
    host: FakeHost, room: ControlRoom, line: Line
) -> None:
    line.commands = [waiting(f"US-{n}") for n in range(HIGH_BACKLOG)]
    host.clock.run(room.took_effect(waiting("US-X")))
    later(host, 1)
    assert list(host.alerts.board) == ["backlog_high/erp"]


def test_an_open_circuit_is_an_alert_until_it_closes(host: FakeHost, room: ControlRoom) -> None:
    async def told(state: State) -> None:
        room.circuit_changed(Change("erp", state, 0.0))
        await room.alerts.told()

    host.clock.run(told(State.OPEN))
    host.clock.run(told(State.HALF_OPEN))
    assert list(host.alerts.board) == ["circuit_open/erp"]
    host.clock.run(told(State.CLOSED))
    assert host.alerts.board == {}


def test_where_a_command_goes_is_known_of_every_kind() -> None:
    assert [system_of(kind) for kind in ("post_cost", "send_order", "keep_site")] == [
        "erp",
        "partners",
        "",
    ]


def test_a_stop_leaves_the_figures_in_the_store(host: FakeHost) -> None:
    reference = Reference()
    host.clock.run(reference.start(host.ports()))
    host.systems["billing"].plan("create_charge", OutcomeUnknown())
    for _ in range(2):
        host.clock.run(reference.on_event(usage_event()))
    later(host, 0.5)
    host.clock.run(reference.stop())
    (key,) = host.storage.keys(TELEMETRY)

    async def read() -> dict[str, object]:
        async with host.storage.transaction() as tx:
            told: dict[str, object] = tx.get(TELEMETRY, key)
            return told

    told = host.clock.run(read())
    assert (told["accepted"], told["absorbed"]) == (1, 1)
    assert told["effects"] == {"P09": 1}
    assert told["queue_depth"] == {"billing": 1}
    assert told["failures"] == {"P09": 1}
