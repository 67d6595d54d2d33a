"""The state machine of accounting periods."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.erp.desk import Desk, cost_body


def move(desk: Desk, status: str) -> None:
    desk.done("set_period_status", "world/finance", PeriodName="2026-04", Status=status)


def test_close_is_announced_with_rising_versions(desk: Desk) -> None:
    for status in ("SOFT_CLOSED", "OPEN", "SOFT_CLOSED", "CLOSED"):
        move(desk, status)
    effects = desk.effects("erp.period")
    assert [(e.key, e.version, e.facts["status"]) for e in effects] == [
        ("2026-04", 2, "SOFT_CLOSED"),
        ("2026-04", 3, "OPEN"),
        ("2026-04", 4, "SOFT_CLOSED"),
        ("2026-04", 5, "CLOSED"),
    ]
    assert desk.events("erp.period.changed")[-1] == {
        "PeriodName": "2026-04",
        "Status": "CLOSED",
        "Version": 5,
    }
    assert desk.done("get_period", PeriodName="2026-04") == {
        "PeriodName": "2026-04",
        "Status": "CLOSED",
        "Version": 5,
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ((), "OPEN"),
        ((), "CLOSED"),
        (("SOFT_CLOSED",), "SOFT_CLOSED"),
        (("SOFT_CLOSED", "CLOSED"), "OPEN"),
        (("SOFT_CLOSED", "CLOSED"), "SOFT_CLOSED"),
        (("SOFT_CLOSED", "CLOSED"), "CLOSED"),
    ],
)
def test_any_other_step_is_refused(desk: Desk, path: tuple[str, ...], status: str) -> None:
    for step in path:
        move(desk, step)
    outcome = desk.refused("set_period_status", PeriodName="2026-04", Status=status)
    assert (outcome.status, outcome.code) == (409, "ILLEGAL_TRANSITION")


def test_soft_closed_period_takes_postings_of_integration_and_close_desk_only(desk: Desk) -> None:
    move(desk, "SOFT_CLOSED")
    outcome = desk.refused("post_cost", "world/buyer", **cost_body())
    assert (outcome.code, outcome.body["NextOpenDate"]) == ("PERIOD_CLOSED", "2026-05-01")
    desk.done("post_cost", "integration", **cost_body())
    desk.done("post_cost", "world/close_desk", **cost_body())


def test_closed_period_takes_postings_of_nobody(desk: Desk) -> None:
    move(desk, "SOFT_CLOSED")
    move(desk, "CLOSED")
    for caller in ("integration", "world/finance", "world/close_desk"):
        outcome = desk.refused("post_cost", caller, **cost_body())
        assert outcome.body["NextOpenDate"] == "2026-05-01"


def test_period_never_opened_is_closed_with_nothing_after_it(desk: Desk) -> None:
    outcome = desk.refused("post_cost", **cost_body(AccountingDate="2026-06-01"))
    assert (outcome.code, outcome.body["NextOpenDate"]) == ("PERIOD_CLOSED", "")


def test_periods_are_listed_in_order_of_time(desk: Desk) -> None:
    desk.erp.load("periods", [{"PeriodName": "2025-12", "Status": "CLOSED"}])
    names = [row["PeriodName"] for row in desk.done("list_periods")["items"]]
    assert names == ["2025-12", "2026-03", "2026-04", "2026-05"]


def test_unknown_period_is_refused(desk: Desk) -> None:
    assert desk.refused("get_period", PeriodName="2027-01").status == 404
    unknown = desk.refused("set_period_status", PeriodName="2027-01", Status="OPEN")
    assert (unknown.status, unknown.code) == (404, "PERIOD_NOT_FOUND")
    assert desk.refused("get_period", PeriodName="2026-13").status == 422
