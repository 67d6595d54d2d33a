"""Accounting periods as the ERP's calendar tells them (flow P13).

The last status written wins, whatever its version: keeping order is the integration's task. Each
facility's totals leave once, when a period first stops being open, even if it is opened again.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mock_systems.billing.documents import OPEN, ChargeTotals, Facility, Period
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Message, PeriodName
from mock_systems.service import Effect, Work


class PeriodRequest(Message):
    """A status with the version of the ERP's period."""

    period: PeriodName
    status: Literal["open", "closing", "closed"]
    erp_version: int = Field(ge=0)


class PeriodAnswer(Message):
    """The period as it stands."""

    period: str
    status: str
    erp_version: int


def set_period_status(system: HasTables, request: PeriodRequest, work: Work) -> dict[str, Any]:
    """Takes over a period's status; the same again changes nothing."""
    tables = system.tables
    period = tables.periods.get(request.period)
    if period is None:
        # Version -1 is older than any that the ERP has sent.
        period = tables.periods[request.period] = Period(request.period, erp_version=-1)
    if (period.status, period.erp_version) != (request.status, request.erp_version):
        period.status, period.erp_version = request.status, request.erp_version
        work.effect(
            Effect(
                kind="billing.period_status",
                key=period.name,
                period=period.name,
                version=period.erp_version,
                facts={"status": period.status},
            )
        )
    if period.status != OPEN and not period.totals_sent:
        period.totals_sent = True
        for facility in tables.facilities.values():
            _send_totals(work, facility, period.name)
    return request.model_dump(by_alias=True)


def _send_totals(work: Work, facility: Facility, period: str) -> None:
    totals = facility.totals.get(period, ChargeTotals())
    work.effect(
        Effect(
            kind="billing.period_totals",
            key=f"{period}/{facility.gln}/BILLING",
            amount_minor=totals.amount_cents,
            quantity=totals.charge_count,
            facility=facility.code,
            period=period,
        )
    )
    data = {
        "period": period,
        "facilityId": facility.facility_id,
        "chargeCount": totals.charge_count,
        "chargeAmountCents": totals.amount_cents,
    }
    work.emit("billing.period.totals", f"{period}/{facility.code}", data)
