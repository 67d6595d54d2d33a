"""The daily summary of charges for the ledger: what was posted since the last one (UC7).

Charges of different periods are told apart, so that each period's summaries add up to its charges
once the last of its days is closed.
"""

from __future__ import annotations

from typing import Any

from mock_systems.billing.ledger_postings import Source, post_to_ledger
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Date, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class CloseDayRequest(Message):
    """Which local day has ended."""

    day: Date


class DaySummaryAnswer(Message):
    """The charges of one facility and period since the last summary, credits deducted."""

    facility_id: int
    period: str
    charge_count: int
    amount_cents: int


class CloseDayAnswer(Message):
    """What the ledger was told."""

    day: str
    summaries: list[DaySummaryAnswer]


def close_day(system: HasTables, request: CloseDayRequest, work: Work) -> dict[str, Any]:
    """Tells the ledger of all charges since the last summary."""
    tables = system.tables
    if request.day in tables.closed_days:
        raise Refusal(409, "DAY_CLOSED", f"{request.day} is summarised already", field="day")
    tables.closed_days[request.day] = None
    summaries = []
    for facility in tables.facilities.values():
        for period, totals in facility.totals.items():
            count = totals.charge_count - totals.summarised_count
            cents = totals.amount_cents - totals.summarised_cents
            if not (count or cents):
                continue
            totals.summarised_count, totals.summarised_cents = (
                totals.charge_count,
                totals.amount_cents,
            )
            source = Source(f"{request.day}/{period}", request.day, period)
            post_to_ledger(work, source, facility, {"charges": cents})
            summaries.append(
                {
                    "facilityId": facility.facility_id,
                    "period": period,
                    "chargeCount": count,
                    "amountCents": cents,
                }
            )
    facts = {"summaries": len(summaries)}
    work.effect(Effect("billing.day_close", request.day, facts=facts))
    return {"day": request.day, "summaries": summaries}


DECLARED = (
    Operation(
        name="close_day",
        method="POST",
        path="/days/{day}/closing",
        scope="billing.days.write",
        request=CloseDayRequest,
        response=CloseDayAnswer,
        handler=close_day,
        key=("day",),
        summary="Tells the ledger of the charges since the last summary",
        status=201,
    ),
)
