"""The table of moves (C17)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from integration_under_test.modernising.waves import Waves

DAWN = datetime(2026, 4, 9, 9, tzinfo=UTC)
WAVES = Waves.read("P01:2026-04-09,P03:2026-04-14")


def test_a_flow_moves_before_dawn_of_its_day() -> None:
    assert not WAVES.has_moved("P01", DAWN.replace(hour=8, minute=59))
    assert WAVES.has_moved("P01", DAWN)
    assert not WAVES.has_moved("P03", DAWN)


def test_a_flow_without_a_day_stays() -> None:
    assert not WAVES.has_moved("P09", datetime(2030, 1, 1, tzinfo=UTC))


def test_an_empty_table_moves_nothing() -> None:
    assert Waves.read("") == Waves({})


@pytest.mark.parametrize("text", ["P01", "P01:soon", "P01:2026-13-01", "P01=2026-04-09"])
def test_what_is_no_day_is_refused_with_the_row(text: str) -> None:
    with pytest.raises(ValueError, match=f"expected FLOW:YYYY-MM-DD, got '{text}'"):
        Waves.read(text)
