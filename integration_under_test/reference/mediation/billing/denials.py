"""Denials of the billing platform, and the evidence on them (P15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.claims import DeniedSupply
from integration_under_test.reference.mediation.context import Body, Context

USAGE = "US-"
"""How a charge's source begins where it is a usage of the inventory application."""


def read(data: Mapping[str, Any]) -> Iterator[DeniedSupply]:
    """The denied lines that bill a usage, each once however many reasons it has."""
    lines = {reason["line"]: reason for reason in data["reasons"]}
    for line, reason in lines.items():
        if reason["sourceReference"].startswith(USAGE):
            yield DeniedSupply(
                data["denialId"], line, reason["chargeId"], reason["sourceReference"]
            )


def write(supply: DeniedSupply, context: Context) -> Body | None:
    """`consulted` is the supply's origin; None for one without lot, which has none."""
    origin = context.consulted
    if origin is None:
        return None
    return {
        "denialId": supply.denial,
        "line": supply.line,
        "usageId": supply.usage,
        "lot": origin.lot,
        "receipt": origin.receipt,
        "poNumber": origin.order,
        "contractNumber": origin.contract,
        "chargeId": supply.charge,
    }


def find(supply: DeniedSupply, context: Context) -> Body:
    return {"denialId": supply.denial}


def is_attached(supply: DeniedSupply, answer: Mapping[str, Any]) -> bool:
    """Whether a denied line has its evidence."""
    return any(item["line"] == supply.line for item in answer.get("items", ()))
