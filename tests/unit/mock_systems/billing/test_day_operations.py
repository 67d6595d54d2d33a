"""The ledger is told of each day's charges once, period by period (UC7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


def close(office: Office, day: str) -> list[tuple[int, str, int, int]]:
    summaries = office.call("close_day", day=day)["summaries"]
    return [(s["facilityId"], s["period"], s["chargeCount"], s["amountCents"]) for s in summaries]


def test_a_day_tells_what_was_posted_since_the_last(office: Office) -> None:
    first = office.charge("ENC-1")["chargeId"]
    office.charge("ENC-2", 1)
    office.charge("ENC-1", 1, serviceDate="20260331")
    assert close(office, "20260414") == [
        (11, "2026-04", 1, 2_500),
        (11, "2026-03", 1, 1_250),
        (12, "2026-04", 1, 1_250),
    ]
    office.call("credit_charge", chargeId=first, reason="returned")
    assert close(office, "20260415") == [(11, "2026-04", -1, -2_500)]
    assert close(office, "20260416") == []
    told = office.data("billing.receivable.posted")
    assert [data["amountCents"] for data in told] == [2_500, 1_250, 1_250, -2_500]
    assert told[0]["reference"] == "20260414/2026-04/11/charges"
    assert office.of_kind("billing.receivable_posting")[-1].facts["raises"] is False


def test_a_day_is_closed_once(office: Office) -> None:
    close(office, "20260414")
    assert office.refusal("close_day", day="20260414") == (409, "DAY_CLOSED", "day")


@pytest.mark.parametrize("day", ["20260431", "2026-04-14"])
def test_a_day_is_a_date(office: Office, day: Any) -> None:
    assert office.refusal("close_day", day=day)[:2] == (422, "INVALID_REQUEST")
