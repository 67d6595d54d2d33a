"""At the close, what a period's totals say is laid beside what is posted, hospital by hospital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.canonical.facts import DayCut
from integration_under_test.reference.observability.reconciliation.period_completeness import (
    ended,
    incomplete,
    left_out,
)
from tests.unit.integration_under_test.reference.fakes import FakeHost, command
from tests.unit.integration_under_test.reference.observability.reconciliation.nights import (
    COST,
    PRICE,
    USAGE,
    page,
)

DAYS = ("2026-04-30", "2026-05-01", "2026-05-02", "2026-05-03")
ROW = {"there": 1, "under_way": 0, "missing": 0, "quantity_ea": 2}


def submitted(lines: int = 1, quantity: int = 2, subledger: str = "INVENTORY") -> dict[str, Any]:
    return {
        "BusinessUnit": "BU100",
        "Subledger": subledger,
        "LineCount": lines,
        "TotalQuantity": str(quantity),
        "TotalAmount": "0.00",
    }


class Close:
    """Nights around a month's end, with one usage on the last day."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.reference = Reference()
        host.clock.run(self.reference.start(host.ports()))

    def night(
        self,
        day: str,
        usages: Sequence[Mapping[str, Any]] = (),
        journals: Sequence[Mapping[str, Any]] = (),
        totals: Sequence[Mapping[str, Any]] = (),
        again: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """`again` are the usages of an earlier day, which is compared once more."""
        self.lists(usages, journals)
        if again:
            self.lists(again, ())
        erp = self.host.systems["erp"]
        erp.plan("list_held_invoices", page())
        erp.plan("list_items", page(PRICE))
        erp.planned["list_subledger_totals"] = [page(*totals)]
        erp.planned["get_receivable_roll"] = [{"Lines": []}]
        cut = command(day, "reconcile_books", DayCut("usage", day, "", ()))
        self.host.clock.run(self.reference.reconciliation.check(cut))
        self.host.clock.run_until(self.host.clock.now_s() + 60)

    def lists(
        self, usages: Sequence[Mapping[str, Any]], journals: Sequence[Mapping[str, Any]]
    ) -> None:
        charges = [{"sourceReference": usage["usage_id"]} for usage in usages]
        self.host.systems["inventory"].plan("list_cut_usages", page(*usages))
        self.host.systems["billing"].plan("list_cut_charges", page(*charges))
        self.host.systems["erp"].plan("list_postings", page(*journals))

    def write(self, table: str, key: str, value: Any) -> None:
        async def work() -> None:
            async with self.host.storage.transaction() as tx:
                tx.put(table, key, value) if value else tx.delete(table, key)

        self.host.clock.run(work())

    @property
    def closings(self) -> dict[str, Any]:
        async def read() -> dict[str, Any]:
            async with self.host.storage.transaction() as tx:
                return dict(tx.scan("period_closings"))

        return self.host.clock.run(read())

    def asked(self, operation: str) -> int:
        return self.host.systems["erp"].called(operation)


@pytest.fixture
def close(host: FakeHost) -> Close:
    return Close(host)


def test_a_complete_period_is_settled_the_night_after_its_totals_and_asked_for_no_more(
    close: Close,
) -> None:
    close.night(DAYS[0], [USAGE], [COST])
    assert close.asked("list_subledger_totals") == 0, "the period is not over"
    for day in DAYS[1:]:
        close.night(day, totals=[submitted(), submitted(9, 9, "BILLING")])
    assert close.closings == {"2026-04": {"seen_on": DAYS[1], "settled_on": DAYS[2]}}
    assert close.asked("list_subledger_totals") == 2
    assert close.host.items == {}


def test_nothing_is_said_before_the_totals_are_there(close: Close) -> None:
    close.night(DAYS[0], [USAGE], [COST])
    close.night(DAYS[1])
    close.night(DAYS[2])
    assert (close.closings, close.host.items) == ({}, {})


@pytest.mark.parametrize(
    ("totals", "why"), [(submitted(3, 5), "2 in no day's cut"), (submitted(1, 5), "quantities")]
)
def test_totals_that_the_postings_do_not_reach_are_opened_with_amounts_and_cause(
    close: Close, totals: dict[str, Any], why: str
) -> None:
    close.night(DAYS[0], [USAGE], [COST])
    close.night(DAYS[1], totals=[totals])
    close.night(DAYS[2], totals=[totals])
    (item,) = close.host.items.values()
    assert (item.type, item.owner, item.flow) == ("reconciliation_gap", "close desk", "P13")
    assert item.keys == ("2026-04/BU100",)
    assert item.reason == (
        f"BU100 submitted {totals['LineCount']} usages with 5 EA for 2026-04; "
        f"posted are 1 with 2 EA ({why})"
    )
    assert close.host.alerts.raised == ["books_differ/erp/P13/period/2026-04/BU100"]


def test_what_came_after_the_totals_is_no_difference(close: Close) -> None:
    late = {**USAGE, "usage_id": "US-2"}
    close.night(DAYS[0], [USAGE], [COST])
    close.night(DAYS[1], [late], [{**COST, "Reference": "US-2"}], [submitted()])
    close.night(DAYS[2], totals=[submitted()])
    assert close.host.items == {}
    assert close.closings["2026-04"]["settled_on"] == DAYS[2]


def test_what_was_under_way_and_came_to_nothing_is_asked_for_again_at_the_close(
    close: Close,
) -> None:
    close.write("outbox", "row", {"kind": "post_cost", "key": "US-1"})
    close.night(DAYS[0], [USAGE])
    assert close.asked("post_cost") == 0, "it waits"
    close.write("outbox", "row", None)
    close.night(DAYS[1], totals=[submitted()])
    assert close.asked("post_cost") == 0, "the night looks at its own day"
    close.night(DAYS[2], totals=[submitted()], again=[USAGE])
    assert close.asked("post_cost") == 1
    assert "settled_on" not in close.closings["2026-04"]
    (gap, difference) = close.host.items.values()
    assert (gap.flow, gap.keys) == ("P09", ("US-1",))
    assert "posted are 0 with 0 EA (1 missing)" in difference.reason


def test_a_night_that_is_not_compared_yet_puts_the_judgement_off(close: Close) -> None:
    close.night(DAYS[0], [USAGE], [COST])
    close.night(DAYS[2], totals=[submitted()])
    close.night(DAYS[3], totals=[submitted()])
    assert close.closings == {}
    close.night(DAYS[1])
    close.night("2026-05-04", totals=[submitted()])
    close.night("2026-05-05", totals=[submitted()])
    assert close.closings["2026-04"]["settled_on"] == "2026-05-05"


def test_periods_end_and_nights_follow_each_other() -> None:
    rows = {f"2026-04/inventory:H01/post_cost/{day}": ROW for day in DAYS[:2]}
    assert ended(rows, "2026-04-30", {}) == []
    assert ended(rows, "2026-05-01", {}) == ["2026-04"]
    assert ended(rows, "2026-05-01", {"2026-04": {"settled_on": "2026-05-01"}}) == []
    assert incomplete(rows, "2026-04") == []
    late = {**rows, "2026-04/inventory:H01/post_cost/2026-05-02": {**ROW, "under_way": 1}}
    assert incomplete(late, "2026-04") == ["2026-05-02"]
    assert incomplete(late, "2026-05") == []
    assert left_out(DAYS, DAYS[-1]) is False
    assert left_out((DAYS[0], DAYS[2]), DAYS[2]) is True
