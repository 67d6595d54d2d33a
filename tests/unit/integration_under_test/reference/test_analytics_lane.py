"""The analytics feed reads whole lists: it does so beside the calls that patients wait for."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event, Unavailable
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem, usage_event

HOSPITALS = 12
WIDTH = 2
LISTS: dict[str, dict[str, Any]] = {
    "list_dimension": {"rows": [], "next_offset": None},
    "find_batches": {"rows": []},
}


def gln(number: int) -> str:
    """The first is the hospital of all that the fakes know."""
    return f"{number:013d}" if number else "1234567890128"


class Warehouse(FakeSystem):
    """Knows nothing yet, and takes every batch."""

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        if self.planned.get(operation):
            return super()._outcome(operation)
        return LISTS.get(operation, {})


class Ledger(FakeSystem):
    """An ERP with a business unit for each hospital, and a journal for each in every day's cut."""

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        more = {"hasMore": False}
        if operation == "list_locations":
            units = [
                {"BusinessUnit": f"BU{n}", "Name": "", "GLN": gln(n), "TimeZone": "UTC"}
                for n in range(HOSPITALS)
            ]
            return {"items": units, **more}
        if operation == "list_postings":
            line = {"Account": "5000", "Amount": "1.00"}
            journal = {"AccountingDate": "2026-04-14", "Lines": [line, {**line, "Amount": "-1.00"}]}
            rows = [
                {"JournalNumber": f"J{n}", "BusinessUnit": f"BU{n}", **journal}
                for n in range(HOSPITALS)
            ]
            return {"items": rows, **more}
        return super()._outcome(operation)


def cut(day: int = 1) -> Event:
    subject, time = f"2026-04-{day:02d}", "2026-04-30T04:00:00+00:00"
    return Event(f"cut-{day}", "/erp", "erp.postings.cut", time, subject, {})


def started(host: FakeHost, **settings: Any) -> Reference:
    host.systems |= {"erp": Ledger("erp"), "analytics": Warehouse("analytics")}
    reference = Reference()
    host.clock.run(reference.start(host.ports(**settings)))
    for system in host.systems.values():
        system.most_under_way = 0
    return reference


@pytest.mark.parametrize(("without", "most"), [("", WIDTH), ("reconciliation_lane", HOSPITALS)])
def test_a_nights_lists_are_read_side_by_side_no_more_than_the_lane_is_wide(
    host: FakeHost, without: str, most: int
) -> None:
    settings = {"without": without} if without else {}
    reference = started(host, reconciliation_width=WIDTH, **settings)
    # In one sequence they would never be side by side; another's day is another sequence.
    for day in range(1, HOSPITALS + 1):
        host.clock.run(reference.on_event(cut(day)))
    host.clock.run_until(host.clock.now_s() + 3600)
    assert host.systems["analytics"].called("load_batch") == HOSPITALS * HOSPITALS
    assert host.systems["erp"].most_under_way == most
    assert host.storage.keys("outbox") == []


@pytest.mark.parametrize(("without", "posted"), [("", 1), ("reconciliation_lane", 0)])
def test_a_usage_does_not_wait_for_them(host: FakeHost, without: str, posted: int) -> None:
    settings = {"without": without} if without else {}
    reference = started(host, max_concurrency=1, **settings)
    for day in range(1, HOSPITALS + 1):
        host.clock.run(reference.on_event(cut(day)))
    host.clock.run_until(host.clock.now_s() + 0.55)
    began_s = host.clock.now_s()
    host.clock.run(reference.on_event(usage_event()))
    host.clock.run_until(began_s + 0.1)
    assert host.systems["erp"].called("post_cost") == posted
    assert host.systems["analytics"].called("load_batch") < HOSPITALS


def test_that_the_warehouse_is_away_is_known_all_the_same(host: FakeHost) -> None:
    reference = started(host)
    host.systems["analytics"].plan("list_dimension", *[Unavailable("connection refused")] * 9)
    for day in range(1, 6):
        host.clock.run(reference.on_event(cut(day)))
    host.clock.run_until(host.clock.now_s() + 7200)
    assert "circuit_open/analytics" in host.alerts.raised
    assert host.alerts.board == {}
    assert host.systems["analytics"].called("load_batch") == 5 * HOSPITALS
