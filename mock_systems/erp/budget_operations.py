"""Budgetary control (S01): whether a department may still commit an amount (P04)."""

from __future__ import annotations

from typing import Any, Literal

from mock_systems.erp.documents import CostCenter
from mock_systems.erp.lookups import cost_center_of
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.rules import budget_period
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Code, WireModel
from mock_systems.service import Operation, Work


class CheckBudget(WireModel):
    cost_center: Code
    amount: Amount
    reference_number: Code


class BudgetResult(WireModel):
    reference_number: str
    cost_center: str
    period_name: str
    result: Literal["PASSED", "FAILED"]
    available_amount: str


def check_budget(erp: HasTables, request: CheckBudget, work: Work) -> dict[str, Any]:
    """Reads only: a passed check reserves nothing, the purchase order does.

    Available = budget of the open period − all open encumbrance − spent in the period.
    """
    tables = erp.tables
    cost_center = cost_center_of(tables, request.cost_center)
    period, available_minor = available(tables, cost_center, work)
    passed = bool(period) and request.amount <= available_minor
    return {
        "ReferenceNumber": request.reference_number,
        "CostCenter": cost_center.code,
        "PeriodName": period,
        "Result": "PASSED" if passed else "FAILED",
        "AvailableAmount": amount_text(available_minor),
    }


def available(tables: Tables, cost_center: CostCenter, work: Work) -> tuple[str, int]:
    """The period whose budget counts today ("" without one), what is left of it in cents."""
    period = budget_period(
        tables.period_statuses(), _today(tables, cost_center.business_unit, work)
    )
    return period, left_minor(tables, cost_center, period) if period else 0


def left_minor(tables: Tables, cost_center: CostCenter, period: str) -> int:
    return (
        tables.budgets.granted_minor(cost_center, period)
        - tables.encumbered.get(cost_center.code, 0)
        - tables.ledger.spent_minor(cost_center.code, period)
    )


def _today(tables: Tables, business_unit: str, work: Work) -> str:
    """The local business date, since a hospital's month ends at its own midnight."""
    return work.now.astimezone(tables.locations[business_unit].zone).date().isoformat()


OPERATIONS = (
    Operation(
        name="check_budget",
        method="POST",
        path="/budgetaryControl/checks",
        scope="erp.budgets.read",
        request=CheckBudget,
        response=BudgetResult,
        handler=check_budget,
        key=("ReferenceNumber",),
        summary="Tells whether a cost center's remaining budget covers an amount.",
    ),
)
