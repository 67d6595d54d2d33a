"""Business time passes `speed` times as fast as the wall's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from integration_under_test.service.clock import BusinessClock, ClockReading, wall_now

MORNING = datetime(2026, 4, 14, 5, tzinfo=UTC)
WALL = datetime(2026, 11, 22, 21, tzinfo=UTC)


def clock(speed: float, passed_s: float) -> BusinessClock:
    reading = ClockReading(business=MORNING, wall=WALL, speed=speed)
    return BusinessClock(reading, lambda: WALL + timedelta(seconds=passed_s))


@pytest.mark.parametrize("speed", [0.0, 1.0, 3600.0])
def test_it_is_the_speed_times_what_passed_on_the_wall(speed: float) -> None:
    assert clock(speed, 10.0).now() == MORNING + timedelta(seconds=10.0 * speed)
    assert clock(speed, -1.0).now() == MORNING - timedelta(seconds=speed)


def test_from_a_new_reading_on_it_passes_as_that_says() -> None:
    made = clock(1.0, 100.0)
    made.set(ClockReading(business=MORNING, wall=WALL + timedelta(seconds=90), speed=60.0))
    assert made.now() == MORNING + timedelta(minutes=10)


def test_it_is_told_in_utc_wherever_it_was_read() -> None:
    chicago = timezone(timedelta(hours=-5))
    reading = ClockReading(business=MORNING.astimezone(chicago), wall=WALL, speed=1.0)
    assert BusinessClock(reading, lambda: WALL).now().tzinfo is UTC


def test_the_wall_is_that_of_this_machine() -> None:
    assert abs(wall_now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "told",
    [
        {"business": "2026-04-14T05:00:00", "wall": "2026-11-22T21:00:00Z", "speed": 1},
        {"business": "2026-04-14T05:00:00Z", "wall": "2026-11-22T21:00:00Z", "speed": -1},
        {"business": "2026-04-14T05:00:00Z", "wall": "2026-11-22T21:00:00Z", "speed": "NaN"},
    ],
)
def test_an_instant_without_a_zone_and_time_that_runs_backwards_are_refused(told: object) -> None:
    with pytest.raises(ValidationError):
        ClockReading.model_validate(told)


def test_who_waits_for_an_hour_of_business_wakes_when_it_has_come() -> None:
    async def whole() -> datetime:
        made = BusinessClock(ClockReading(business=MORNING, wall=wall_now(), speed=72_000.0))
        await asyncio.wait_for(made.sleep_until(MORNING + timedelta(hours=1)), 5.0)
        await made.sleep_until(MORNING)  # has passed
        return made.now()

    assert asyncio.run(whole()) >= MORNING + timedelta(hours=1)


def test_a_wait_is_set_anew_when_the_speed_changes() -> None:
    """At the wall's speed the hour would take one; then the run's speed comes with `/clock`."""

    async def whole() -> datetime:
        made = BusinessClock(ClockReading(business=MORNING, wall=wall_now(), speed=1.0))
        waiting = asyncio.ensure_future(made.sleep_until(MORNING + timedelta(hours=1)))
        await asyncio.sleep(0.02)
        made.set(ClockReading(business=MORNING, wall=wall_now(), speed=0.0))
        await asyncio.sleep(0.02)
        assert not waiting.done(), "business time stands"
        made.set(ClockReading(business=MORNING, wall=wall_now(), speed=72_000.0))
        await asyncio.wait_for(waiting, 5.0)
        return made.now()

    assert asyncio.run(whole()) >= MORNING + timedelta(hours=1)
