"""Batches of the analytics warehouse (P19): one table of one facility and day, all rows or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integration_under_test.reference.mediation.canonical.facts import DayCut, Fact
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import to_decimal

FEEDS = {"journal": "erp", "charge": "billing", "usage": "inventory"}
"""Table -> the system whose book it is."""


def write(cut: DayCut, context: Context) -> Body | None:
    """`consulted` are the facility's facts; None where it had none that day. The control figures
    are made of the rows that are sent."""
    facts: Sequence[Fact] = context.consulted
    if not facts:
        return None
    debits_minor = sum(fact.amount_minor for fact in facts if fact.amount_minor > 0)
    return {
        "batch_id": _batch_id(cut),
        **find(cut, context),
        "control_count": len(facts),
        "control_total": to_decimal(debits_minor, 2),
        "rows": [_row(fact) for fact in facts],
    }


def _row(fact: Fact) -> Body:
    return {
        "transaction_id": fact.transaction,
        "account": fact.account,
        "item": fact.item,
        "period": fact.period,
        "quantity": fact.quantity,
        "amount": to_decimal(fact.amount_minor, 2),
    }


def find(cut: DayCut, context: Context) -> Body:
    return {
        "feed": FEEDS[cut.table],
        "table": cut.table,
        "facility": cut.gln,
        "business_day": cut.day,
    }


def is_loaded(cut: DayCut, answer: Mapping[str, Any]) -> bool:
    """A batch is known by its id alone: under another, the warehouse would count a day twice."""
    return any(row["batch_id"] == _batch_id(cut) for row in answer.get("rows", ()))


def _batch_id(cut: DayCut) -> str:
    return f"{cut.table}-{cut.gln}-{cut.day}"
