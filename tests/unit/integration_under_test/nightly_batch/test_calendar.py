"""The batch calendar: when an interface starts next, which documents its batch takes in."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from integration_under_test.nightly_batch.calendar import CALENDAR, Slot, every_hour, nightly
from integration_under_test.nightly_batch.interfaces import INTERFACES


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-04-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "start"),
    [("01T08:59", "01T09:00"), ("01T09:00", "02T09:00"), ("01T23:00", "02T09:00")],
)
def test_a_nightly_interface_starts_once_a_day(now: str, start: str) -> None:
    assert Slot("x", nightly("09:00"), None).next_start(at(now)) == at(start)


@pytest.mark.parametrize(
    ("now", "start"), [("01T08:04", "01T08:05"), ("01T08:05", "01T09:05"), ("01T23:30", "02T00:05")]
)
def test_a_hot_interface_starts_every_hour(now: str, start: str) -> None:
    assert Slot("x", every_hour(5), None).next_start(at(now)) == at(start)


@pytest.mark.parametrize(
    ("start", "cut"), [("02T09:00", "02T05:00"), ("02T05:00", "02T05:00"), ("02T04:00", "01T05:00")]
)
def test_the_cut_is_the_last_one_before_the_start(start: str, cut: str) -> None:
    assert Slot("x", nightly("09:00"), time(5)).cut_of(at(start)) == at(cut)


def test_without_a_cut_everything_until_the_start_belongs_to_the_batch() -> None:
    assert Slot("x", nightly("09:00"), None).cut_of(at("02T09:00")) == at("02T09:00")


def test_every_interface_stands_in_the_calendar_once() -> None:
    assert sorted(slot.interface for slot in CALENDAR) == sorted(INTERFACES)
