"""A document too late for its period goes into the next one."""

from __future__ import annotations

import pytest

from integration_under_test.reference.orchestration.closed_period import first_of_next_month


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-04-30", "2026-05-01"),
        ("2026-12-31", "2027-01-01"),
        ("2026-01-31", "2026-02-01"),
        ("2026-05-01", "2026-06-01"),
    ],
)
def test_the_next_day_offered_is_the_first_of_the_next_month(day: str, expected: str) -> None:
    assert first_of_next_month(day) == expected
