"""The operations on accounting periods of the suite (S02).

The ERP owns the calendar (P13); this copy shows buyers what it was last told, without a guard on
versions, refusing no document for it.
"""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.procurement.documents import Period, Suite
from mock_systems.procurement.wire import Message, PeriodName, Version
from mock_systems.service import Effect, Operation, Refusal, Work


class SetPeriodStatus(Message):
    period: PeriodName
    status: Literal["open", "closing", "closed"]
    erp_version: Version


class GetPeriod(Message):
    period: PeriodName


class PeriodAnswer(Message):
    period: str
    status: str
    erp_version: int


def set_period_status(suite: Suite, request: SetPeriodStatus, work: Work) -> dict[str, Any]:
    period = Period(request.period, request.status, request.erp_version)
    suite.documents.periods[period.period] = period
    work.effect(
        Effect(
            "procurement.period_status",
            period.period,
            period=period.period,
            version=period.erp_version,
            facts={"status": period.status},
        )
    )
    return _period_on_wire(period)


def get_period(suite: Suite, request: GetPeriod, work: Work) -> dict[str, Any]:
    period = suite.documents.periods.get(request.period)
    if period is None:
        raise Refusal(404, "UNKNOWN_PERIOD", f"no period is named {request.period}")
    return _period_on_wire(period)


def _period_on_wire(period: Period) -> dict[str, Any]:
    return {"period": period.period, "status": period.status, "erp-version": period.erp_version}


OPERATIONS = (
    Operation(
        name="set_period_status",
        method="PUT",
        path="/accounting-periods/{period}",
        scope="procurement.periods.write",
        request=SetPeriodStatus,
        response=PeriodAnswer,
        handler=set_period_status,
        key=("period", "erp-version"),
        summary="Sets the status of a period; the last write wins whatever its version.",
    ),
    Operation(
        name="get_period",
        method="GET",
        path="/accounting-periods/{period}",
        scope="procurement.periods.read",
        request=GetPeriod,
        response=PeriodAnswer,
        handler=get_period,
        key=("period",),
        summary="Reads the status of a period as it was last set.",
    ),
)
