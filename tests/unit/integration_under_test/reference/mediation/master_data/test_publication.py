"""Changes wait for their window, unless money or patients depend on them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from integration_under_test.reference.mediation.master_data.publication import opens_at
from integration_under_test.reference.mediation.master_data.record import ITEM, SUPPLIER

ZONE = "America/Chicago"


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(15), at(1, day=15)),
        (at(1, day=15), at(1, day=15)),
        (at(10, 59), at(10, 59)),
        (at(11), at(1, day=15)),
    ],
)
def test_a_name_waits_for_the_night_of_the_seat(now: datetime, opens: datetime) -> None:
    assert opens_at(ITEM, ["name"], now, ZONE) == opens


def test_a_recalled_item_waits_for_nothing() -> None:
    assert opens_at(ITEM, ["name", "active"], at(15), ZONE) == at(15)


def test_suppliers_go_out_at_any_time() -> None:
    assert opens_at(SUPPLIER, ["name"], at(15), ZONE) == at(15)
