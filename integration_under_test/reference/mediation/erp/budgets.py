"""Budgets of the ERP: what requisitions are checked against (P04), and what is granted (P17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.budgets import Budget
from integration_under_test.reference.mediation.canonical.orders import Requisition
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import from_decimal, to_decimal


def ask(requisition: Requisition) -> Body:
    return {
        "CostCenter": requisition.cost_center,
        "Amount": to_decimal(requisition.amount_minor, 2),
        "ReferenceNumber": requisition.number,
    }


def read_decision(answer: Mapping[str, Any]) -> tuple[bool, int]:
    """Whether a budget check passed, and the cents that are available."""
    return answer["Result"] == "PASSED", from_decimal(answer["AvailableAmount"], 2)


def write(budget: Budget, context: Context) -> Body:
    return {
        "BudgetName": budget.name,
        "Version": budget.version,
        "ControlTotal": to_decimal(sum(grant.amount_minor for grant in budget.grants), 2),
        "Lines": [
            {
                "CostCenter": grant.cost_center,
                "PeriodName": grant.period,
                "Amount": to_decimal(grant.amount_minor, 2),
            }
            for grant in budget.grants
        ],
    }
