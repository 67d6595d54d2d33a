"""Subledger totals (S01): what the other systems hold of a period, for the close (P13)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.erp.documents import SubledgerTotals
from mock_systems.erp.lookups import location_of
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import (
    Code,
    Page,
    PagedRequest,
    PeriodName,
    TotalQuantity,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Refusal, Work

Subledger = Literal["INVENTORY", "BILLING"]


class SubmitSubledgerTotals(WireModel):
    period_name: PeriodName
    business_unit: Code
    subledger: Subledger
    line_count: Annotated[int, Field(ge=0)]
    total_quantity: TotalQuantity
    total_amount: Amount


class ListSubledgerTotals(PagedRequest):
    period_name: PeriodName


class FindSubledgerTotals(PagedRequest):
    period_name: PeriodName
    business_unit: Code
    subledger: Subledger


class TotalsView(WireModel):
    period_name: str
    business_unit: str
    subledger: Subledger
    line_count: int
    total_quantity: str
    total_amount: str


def submit_subledger_totals(
    erp: HasTables, request: SubmitSubledgerTotals, work: Work
) -> dict[str, Any]:
    """Once for each period, business unit, subledger; a closed period takes them still."""
    tables = erp.tables
    location = location_of(tables, request.business_unit)
    if request.period_name not in tables.periods:
        raise Refusal(422, "UNKNOWN_PERIOD", f"no period {request.period_name!r}")
    key = (request.period_name, request.business_unit, request.subledger)
    if key in tables.totals:
        raise Refusal(409, "DUPLICATE_TOTALS", f"totals of {'/'.join(key)} are submitted already")
    totals = SubledgerTotals(*key, request.line_count, request.total_quantity, request.total_amount)
    tables.totals[key] = totals
    tables.totals_by_period.setdefault(totals.period, []).append(totals)
    work.effect(
        Effect(
            "erp.subledger_totals",
            f"{totals.period}/{location.gln}/{totals.subledger}",
            amount_minor=totals.amount_minor,
            quantity=totals.quantity,
            facility=totals.business_unit,
            period=totals.period,
        )
    )
    return _view(totals)


def list_subledger_totals(
    erp: HasTables, request: ListSubledgerTotals, _work: Work
) -> dict[str, Any]:
    return page(erp.tables.totals_by_period.get(request.period_name, ()), request, _view)


def find_subledger_totals(
    erp: HasTables, request: FindSubledgerTotals, _work: Work
) -> dict[str, Any]:
    found = erp.tables.totals.get((request.period_name, request.business_unit, request.subledger))
    return page((found,) if found else (), request, _view)


def _view(totals: SubledgerTotals) -> dict[str, Any]:
    return {
        "PeriodName": totals.period,
        "BusinessUnit": totals.business_unit,
        "Subledger": totals.subledger,
        "LineCount": totals.line_count,
        "TotalQuantity": str(totals.quantity),
        "TotalAmount": amount_text(totals.amount_minor),
    }


OPERATIONS = (
    Operation(
        name="submit_subledger_totals",
        method="POST",
        path="/subledgerTotals",
        scope="erp.totals.write",
        request=SubmitSubledgerTotals,
        response=TotalsView,
        handler=submit_subledger_totals,
        key=("PeriodName", "BusinessUnit", "Subledger"),
        summary="Reports what a subledger holds of a period, once.",
        status=201,
    ),
    Operation(
        name="list_subledger_totals",
        method="GET",
        path="/subledgerTotals",
        scope="erp.totals.read",
        request=ListSubledgerTotals,
        response=Page[TotalsView],
        handler=list_subledger_totals,
        key=("PeriodName",),
        summary="The subledger totals of a period.",
    ),
    Operation(
        name="find_subledger_totals",
        method="GET",
        path="/subledgerTotals/find",
        scope="erp.totals.read",
        request=FindSubledgerTotals,
        response=Page[TotalsView],
        handler=find_subledger_totals,
        key=("PeriodName", "BusinessUnit", "Subledger"),
        summary="The totals of one subledger of a business unit, if submitted.",
    ),
)
