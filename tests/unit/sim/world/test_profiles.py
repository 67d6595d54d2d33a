"""Demand over the week, against the published shares."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sim.world.profiles import (
    EMERGENCY_DAY,
    SURGERY_WORKDAY,
    HourProfile,
    emergency_week,
    office_week,
    surgery_week,
    ward_week,
)

PROFILES = [surgery_week(), emergency_week(), office_week(), ward_week()]


def test_surgery_done_by_13_h_is_the_published_53_percent() -> None:
    assert sum(SURGERY_WORKDAY[:13]) == pytest.approx(53.0, abs=0.5)


def test_surgery_within_the_busiest_eight_hours_is_the_published_70_percent() -> None:
    week = surgery_week()
    days = [week.share_between(day * 24 + 7.5, day * 24 + 15.5) for day in range(5)]
    assert 100 * sum(days) == pytest.approx(70.3, abs=0.1)


def test_surgery_at_weekends_is_the_published_share() -> None:
    week = surgery_week()
    assert 100 * week.share_between(5 * 24 + 7, 5 * 24 + 15) == pytest.approx(1.57)
    assert 100 * week.share_between(6 * 24 + 7, 6 * 24 + 15) == pytest.approx(1.19)
    assert 100 * week.share_between(0, 5 * 24) == pytest.approx(93.9)


def test_the_emergency_day_adds_up_and_rests_at_night() -> None:
    assert sum(EMERGENCY_DAY) == pytest.approx(100.0)
    assert min(EMERGENCY_DAY) == EMERGENCY_DAY[3] == EMERGENCY_DAY[4]
    rates = emergency_week().rates
    assert sum(rates[:24]) > sum(rates[24:48]) > sum(rates[120:144])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_week_of_demand_takes_a_week(profile: HourProfile) -> None:
    assert sum(profile.rates) == pytest.approx(len(profile.rates))
    assert profile.hours_until(33.3, 168.0) == pytest.approx(168.0)


@pytest.mark.parametrize("profile", PROFILES)
def test_more_demand_takes_longer(profile: HourProfile) -> None:
    waits = [profile.hours_until(100.0, amount) for amount in (0.0, 0.1, 1.0, 10.0, 500.0)]
    assert all(sooner <= later for sooner, later in pairwise(waits))


def test_office_work_waits_for_the_office() -> None:
    tuesday_20h = 24 + 20.0
    assert 11.0 <= office_week().hours_until(tuesday_20h, 0.001) < 11.1


def test_a_profile_in_half_hours_means_the_same_as_one_in_hours() -> None:
    hours = [1.0 + hour % 24 for hour in range(168)]
    halves = HourProfile([weight for weight in hours for _ in range(2)])
    for start, amount in ((0.0, 1.0), (30.7, 12.5), (167.9, 400.0)):
        expected = HourProfile(hours).hours_until(start, amount)
        assert halves.hours_until(start, amount) == pytest.approx(expected)


def test_a_profile_has_168_hours() -> None:
    with pytest.raises(ValueError, match="168"):
        HourProfile([1.0] * 24)
