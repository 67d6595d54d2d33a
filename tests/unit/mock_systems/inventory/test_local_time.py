"""Local time equals what the time zone database says, however it is cached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.inventory.local_time import LocalTime

ZONES = (
    "America/Chicago",
    "America/New_York",
    "America/Phoenix",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR_S = 366 * 86_400


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    seconds=st.lists(st.integers(0, YEAR_S), min_size=1, max_size=30),
)
def test_any_sequence_of_instants_reads_as_the_zone_says(zone: str, seconds: list[int]) -> None:
    local_time = LocalTime(zone)
    for second in seconds:
        now = START + timedelta(seconds=second)
        expected = now.astimezone(ZoneInfo(zone)).strftime("%Y%m%d%H%M%S")
        assert local_time.stamp(now) == expected


@pytest.mark.parametrize("zone", ["America/Chicago", "Australia/Lord_Howe"])
def test_every_minute_around_a_clock_change_reads_as_the_zone_says(zone: str) -> None:
    local_time = LocalTime(zone)
    for change in (datetime(2026, 3, 8, 6, tzinfo=UTC), datetime(2026, 10, 3, 13, tzinfo=UTC)):
        for minute in range(240):
            now = change + timedelta(minutes=minute, seconds=59)
            expected = now.astimezone(ZoneInfo(zone)).strftime("%Y%m%d%H%M%S")
            assert local_time.stamp(now) == expected


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "America"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="IANA"):
        LocalTime(name)
