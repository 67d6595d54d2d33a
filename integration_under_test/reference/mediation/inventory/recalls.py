"""Recalls in the inventory application, which sets a lot aside on every shelf at once (P06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.recalls import (
    AffectedPatients,
    AffectedUsage,
    RecallFinding,
    RecallNotice,
    SetAside,
)
from integration_under_test.reference.mediation.context import Body, Context

Answer = Mapping[str, Any]


def write(notice: RecallNotice, context: Context) -> Body:
    return {
        "item_id": context.crosswalk.item(notice.item).inventory_id,
        "lot": notice.lot,
        "reason": notice.reason,
        "reference": notice.reference,
    }


def find(notice: RecallNotice, context: Context) -> Body:
    """A notice may name several lots under one number."""
    return {"reference": notice.reference}


def is_recalled(notice: RecallNotice, answer: Answer) -> bool:
    lots = {(row["erp_item_number"], row["lot"]) for row in answer.get("recalls", ())}
    return (notice.item, notice.lot) in lots


def read_patients(data: Mapping[str, Any]) -> AffectedPatients:
    """The usages of a lot of which something was kept."""
    usages = tuple(_usage(row) for row in data["usages"] if row["qty"])
    return AffectedPatients(data["reference"], data["erp_item_number"], data["lot"], usages)


def read(data: Mapping[str, Any]) -> RecallFinding:
    """What the application found of a lot when it was recalled."""
    aside: dict[str, int] = {}
    for row in data["quarantined"]:
        aside[row["facility"]] = aside.get(row["facility"], 0) + row["qty"]
    used: dict[str, int] = {}
    for row in data["usages"]:
        if row["qty"]:
            used[row["facility"]] = used.get(row["facility"], 0) + row["qty"]
    return RecallFinding(
        reference=data["reference"],
        item=data["erp_item_number"],
        lot=data["lot"],
        sites=tuple(
            SetAside(facility, aside.get(facility, 0), used.get(facility, 0))
            for facility in sorted({*aside, *used})
        ),
    )


def _usage(row: Mapping[str, Any]) -> AffectedUsage:
    return AffectedUsage(
        usage=row["usage_id"],
        facility=row["facility"],
        encounter=row["encounter_id"],
        quantity=row["qty"],
        performed_at=row["performed_at"],
    )
