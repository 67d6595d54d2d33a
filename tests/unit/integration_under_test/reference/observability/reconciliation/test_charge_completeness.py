"""At the close, what billing submitted is laid beside the charges that the ledger was told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from integration_under_test.reference import Reference
from integration_under_test.reference.mediation.canonical.facts import DayCut
from tests.unit.integration_under_test.reference.fakes import FakeHost, FakeSystem, command
from tests.unit.integration_under_test.reference.observability.reconciliation.nights import (
    PRICE,
    page,
)

APRIL = ("2026-04-29", "2026-04-30")
MAY = tuple(f"2026-05-{day:02d}" for day in range(1, 8))
WHOLE: Mapping[str, tuple[int, ...]] = {"2026-04-29": (10_000,), "2026-04-30": (5_000, 2_500)}
"""Day -> the cents that were charged, and summarised, that day."""
KEY = "2026-04/BU100"
SUMMARY_OF_THE_29TH = "20260429/2026-04/11/charges"


def text(cents: int) -> str:
    return f"{cents / 100:.2f}"


@dataclass
class Ledger(FakeSystem):
    """An ERP that has `posted`: reference -> the summaries under it, in cents."""

    posted: dict[str, list[int]] = field(default_factory=dict)
    submitted_cents: int = 17_500

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        self.asked = body
        return await super().call(operation, body, **envelope)

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        summaries = [cents for found in self.posted.values() for cents in found]
        match operation:
            case "get_receivable_roll":
                raised = sum(cents for cents in summaries if cents > 0)
                lowered = sum(cents for cents in summaries if cents < 0)
                amounts = {"CHARGE": raised, "CHARGE_CREDIT": lowered, "PAYMENT": -4_000}
                lines = [{"EntryType": t, "Amount": text(cents)} for t, cents in amounts.items()]
                return {"Lines": lines if summaries else []}
            case "find_receivables":
                return page(*self.posted.get(self.asked["Reference"], ()))
            case "list_subledger_totals":
                row = {
                    "BusinessUnit": "BU100",
                    "Subledger": "BILLING",
                    "LineCount": 3,
                    "TotalQuantity": "3",
                    "TotalAmount": text(self.submitted_cents),
                }
                return page(row)
            case "list_items":
                return page(PRICE)
            case "list_postings" | "list_held_invoices":
                return page()
        return super()._outcome(operation)


@dataclass
class Platform(FakeSystem):
    """A billing platform whose cuts are those of WHOLE, and of what comes `late`."""

    credited: set[int] = field(default_factory=set)
    late: dict[str, tuple[int, ...]] = field(default_factory=dict)

    async def call(self, operation: str, body: Mapping[str, Any], **envelope: Any) -> Any:
        self.asked = body
        return await super().call(operation, body, **envelope)

    def _outcome(self, operation: str) -> Exception | dict[str, Any]:
        if operation != "list_cut_charges":
            return super()._outcome(operation)
        day = f"{self.asked['day'][:4]}-{self.asked['day'][4:6]}-{self.asked['day'][6:]}"
        return page(*(self._row(cents) for cents in {**WHOLE, **self.late}.get(day, ())))

    def _row(self, cents: int) -> dict[str, Any]:
        return {
            "chargeId": f"CH-{cents}",
            "sourceReference": f"US-{cents}",
            "facilityId": 11,
            "quantity": 1,
            "amountCents": cents,
            "serviceDate": "20260430",
            "status": "credited" if cents in self.credited else "posted",
        }


class Close:
    """Nights around a month's end."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.ledger, self.platform = Ledger("erp"), Platform("billing")
        self.ledger.posted = {
            f"{day.replace('-', '')}/2026-04/11/charges": [sum(cents)]
            for day, cents in WHOLE.items()
        }
        host.systems |= {"erp": self.ledger, "billing": self.platform}
        self.reference = Reference()
        host.clock.run(self.reference.start(host.ports()))

    def nights(self, days: Iterable[str]) -> None:
        for day in days:
            self.host.systems["inventory"].plan("list_cut_usages", page())
            cut = command(day, "reconcile_books", DayCut("usage", day, "", ()))
            self.host.clock.run(self.reference.reconciliation.check(cut))
            self.host.clock.run_until(self.host.clock.now_s() + 60)

    @property
    def reasons(self) -> list[str]:
        return [item.reason for item in self.host.items.values()]

    @property
    def settled(self) -> list[str]:
        return list(self.host.storage.keys("charge_closings"))


@pytest.fixture
def close(host: FakeHost) -> Close:
    return Close(host)


def test_a_period_whose_totals_are_posted_is_settled_without_reading_a_charge(
    close: Close,
) -> None:
    close.nights(APRIL)
    assert close.ledger.called("get_receivable_roll") == 0, "the period is not over"
    read = close.platform.called("list_cut_charges")
    close.nights(MAY[:2])
    assert close.settled == ["2026-04"]
    assert close.ledger.called("get_receivable_roll") == 1
    assert close.platform.called("list_cut_charges") == read + 2, "each night's own cut"
    assert close.host.items == {}


def test_a_summary_that_is_not_posted_is_opened_by_the_second_night_that_finds_it(
    close: Close,
) -> None:
    del close.ledger.posted[SUMMARY_OF_THE_29TH]
    close.nights((*APRIL, MAY[0]))
    assert close.reasons == [], "it may be on its way"
    close.nights(MAY[1:3])
    (item,) = close.host.items.values()
    assert (item.type, item.owner, item.flow) == ("reconciliation_gap", "close desk", "P13")
    assert item.keys == (KEY,)
    assert item.reason == (
        "BU100 submitted charges of 175.00 for 2026-04; 175.00 stand, 75.00 are posted "
        "(the summary of 2026-04-29 is not posted)"
    )
    assert close.host.alerts.raised == [f"books_differ/erp/P13/charges/{KEY}"]


def test_a_summary_that_is_posted_twice_is_named(close: Close) -> None:
    close.ledger.posted[SUMMARY_OF_THE_29TH] *= 2
    close.nights((*APRIL, *MAY[:2]))
    (reason,) = close.reasons
    assert reason.endswith("275.00 are posted (the summary of 2026-04-29 is posted 2 times)")


def test_it_is_withdrawn_when_the_ledger_has_it(close: Close) -> None:
    lost = close.ledger.posted.pop(SUMMARY_OF_THE_29TH)
    close.nights((*APRIL, *MAY[:3]))
    read = close.platform.called("list_cut_charges")
    close.nights(MAY[3:4])
    assert close.platform.called("list_cut_charges") == read + 1, "nothing changed there"
    close.ledger.posted[SUMMARY_OF_THE_29TH] = lost
    close.nights(MAY[4:5])
    (item,) = close.host.items.values()
    assert close.host.closed == {item.id: "the books agree"}
    assert close.settled == ["2026-04"]
    assert close.host.alerts.board == {}


def test_what_came_or_went_after_the_totals_is_no_difference_once_it_is_posted(
    close: Close,
) -> None:
    close.platform.late["2026-05-01"] = (700,)
    close.platform.credited.add(2_500)
    close.nights((*APRIL, MAY[0]))
    close.ledger.posted["20260501/2026-04/11/charges"] = [-1_800]
    close.nights(MAY[1:2])
    assert close.reasons == []
    assert close.settled == ["2026-04"]


def test_of_what_is_not_posted_it_is_said_how_much_came_after_the_totals(close: Close) -> None:
    del close.ledger.posted[SUMMARY_OF_THE_29TH]
    close.platform.late["2026-05-01"] = (700,)
    close.nights((*APRIL, *MAY[:2]))
    (reason,) = close.reasons
    assert "182.00 stand, 75.00 are posted" in reason
    assert "the summary of 2026-05-01 is not posted" in reason
    assert "7.00 came or went after the totals" in reason


def test_books_that_move_are_not_judged(close: Close) -> None:
    del close.ledger.posted[SUMMARY_OF_THE_29TH]
    for number, day in enumerate(MAY[:4], start=1):
        close.platform.late[day] = (700 + number,)
        close.nights((*APRIL, day) if number == 1 else (day,))
    assert close.reasons == []
    assert close.settled == []


def test_the_same_night_once_more_is_no_second_night(close: Close) -> None:
    del close.ledger.posted[SUMMARY_OF_THE_29TH]
    close.nights((*APRIL, MAY[0], MAY[0]))
    assert close.reasons == []


def test_receivables_that_are_kept_elsewhere_are_not_compared(close: Close) -> None:
    close.ledger.posted.clear()
    close.nights((*APRIL, *MAY[:3]))
    assert close.reasons == []
    assert close.settled == ["2026-04"]
