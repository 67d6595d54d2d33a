"""Requisitions of the procurement suite (P04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.orders import Requisition
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import from_decimal, to_decimal

UNDECIDED = frozenset({"pending-approval", "pending-budget"})


def read(data: Mapping[str, Any]) -> Requisition:
    amount_minor = from_decimal(data["total"], 2)
    return Requisition(data["id"], data["number"], data["cost-center"], amount_minor)


def write_budget_decision(requisition: Requisition, context: Context) -> Body:
    passed, available_minor = context.consulted
    return {
        "id": requisition.id,
        "decision": "passed" if passed else "failed",
        "available": to_decimal(available_minor, 2),
    }


def find(requisition: Requisition, context: Context) -> Body:
    return {"id": requisition.id}
