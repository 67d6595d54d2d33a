"""Accounting periods (S01): their status decides who may post (P13)."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.documents import Period
from mock_systems.erp.journal_operations import post_waiting_reversals
from mock_systems.erp.rules import CLOSED, OPEN, TRANSITIONS
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Page, PagedRequest, PeriodName, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work

PeriodStatus = Literal["OPEN", "SOFT_CLOSED", "CLOSED"]


class GetPeriod(WireModel):
    period_name: PeriodName


class SetPeriodStatus(WireModel):
    period_name: PeriodName
    status: PeriodStatus


class PeriodView(WireModel):
    period_name: str
    status: PeriodStatus
    version: int


def get_period(erp: HasTables, request: GetPeriod, _work: Work) -> dict[str, Any]:
    return _view(_found(erp, request.period_name))


def list_periods(erp: HasTables, request: PagedRequest, _work: Work) -> dict[str, Any]:
    periods = erp.tables.periods
    return page((periods[name] for name in sorted(periods)), request, _view)


def set_period_status(erp: HasTables, request: SetPeriodStatus, work: Work) -> dict[str, Any]:
    period = _found(erp, request.period_name)
    if (period.status, request.status) not in TRANSITIONS:
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"period {period.name} is {period.status} and cannot become {request.status}",
        )
    period.status = request.status
    period.version += 1
    if period.status == CLOSED:
        period.closed_after = len(erp.tables.ledger.journals)
    return _changed(erp, period, work)


def open_period(erp: HasTables, request: GetPeriod, work: Work) -> dict[str, Any]:
    """A period that never was; what waited for its opening is posted now."""
    periods = erp.tables.periods
    if request.period_name in periods:
        raise Refusal(409, "PERIOD_EXISTS", f"period {request.period_name} was opened before")
    period = periods[request.period_name] = Period(request.period_name, OPEN)
    return _changed(erp, period, work)


def _changed(erp: HasTables, period: Period, work: Work) -> dict[str, Any]:
    """Tells the others; an open period takes the reversals that waited for it."""
    work.effect(
        Effect(
            "erp.period",
            period.name,
            period=period.name,
            version=period.version,
            facts={"status": period.status},
        )
    )
    work.emit("erp.period.changed", period.name, _view(period))
    if period.status == OPEN:
        post_waiting_reversals(erp.tables, period.name, work)
    return _view(period)


def _found(erp: HasTables, name: str) -> Period:
    period = erp.tables.periods.get(name)
    if period is None:
        raise Refusal(404, "PERIOD_NOT_FOUND", f"no period {name!r}")
    return period


def _view(period: Period) -> dict[str, Any]:
    return {"PeriodName": period.name, "Status": period.status, "Version": period.version}


OPERATIONS = (
    Operation(
        name="get_period",
        method="GET",
        path="/periods/{PeriodName}",
        scope="erp.periods.read",
        request=GetPeriod,
        response=PeriodView,
        handler=get_period,
        key=("PeriodName",),
        summary="One accounting period with its status.",
    ),
    Operation(
        name="list_periods",
        method="GET",
        path="/periods",
        scope="erp.periods.read",
        request=PagedRequest,
        response=Page[PeriodView],
        handler=list_periods,
        summary="Accounting periods in order of time.",
    ),
    Operation(
        name="set_period_status",
        method="POST",
        path="/periods/{PeriodName}/statuses",
        scope="erp.periods.write",
        request=SetPeriodStatus,
        response=PeriodView,
        handler=set_period_status,
        key=("PeriodName", "Status"),
        summary="Opens, soft-closes or closes a period.",
    ),
    Operation(
        name="open_period",
        method="POST",
        path="/periods",
        scope="erp.periods.write",
        request=GetPeriod,
        response=PeriodView,
        handler=open_period,
        key=("PeriodName",),
        summary="Opens a new period, which posts the reversals that waited for it.",
        status=201,
    ),
)
