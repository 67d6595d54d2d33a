"""Stewards hear when a correction may go out: in hours of the group's seat (P02)."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.orchestration.master_review import MasterReview
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import MASTERS, FakeHost, command

SEAT: dict[str, Any] = MASTERS["erp", "list_locations"][0]


def reviewed(host: FakeHost, *places: dict[str, Any]) -> str:
    """Why the items are doubted, of which the ERP has none."""
    erp, procurement = host.systems["erp"], host.systems["procurement"]
    erp.plan("list_locations", {"items": [*places], "hasMore": False})
    for operation in ("list_cost_centers", "list_items", "list_suppliers"):
        erp.plan(operation, {"items": [], "hasMore": False})
    procurement.plan("list_suppliers", {"suppliers": [], "has-more": False})
    review = MasterReview(Lanes(host.systems, Settings()), host.ports())
    host.clock.run(review.check(command("2026-03-31", "review_masters")))
    return host.items["master-data/item/missing/2026-03-31"].reason


@pytest.mark.parametrize(
    ("zone", "opens"),
    [("America/Chicago", "2026-04-01 05:00"), ("Europe/Berlin", "2026-04-01 18:00")],
)
def test_a_correction_may_go_out_at_night_where_the_erp_says_that_the_seat_is(
    host: FakeHost, zone: str, opens: str
) -> None:
    reason = reviewed(host, SEAT | {"TimeZone": zone})
    assert reason.endswith(f"a correction may go out from {opens} UTC")


def test_without_the_seat_the_hours_are_not_guessed(host: FakeHost) -> None:
    with pytest.raises(UnknownCode, match="BU100"):
        reviewed(host, SEAT | {"BusinessUnit": "BU900"})
