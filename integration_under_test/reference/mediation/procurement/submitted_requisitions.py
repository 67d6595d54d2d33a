"""Requisitions of the procurement suite that were submitted to the API layer (P04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.requisitions import (
    RequisitionStatus,
    SubmittedRequisition,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    from_decimal,
    to_us_day,
)

PREFIX = "API-"


def reference_of(own: str) -> str:
    """Under which the suite keeps what a submitter knows by `own`."""
    return PREFIX + own


def is_submitted(reference: str) -> bool:
    """Whether a requisition came by the API layer: no store waits for its date."""
    return reference.startswith(PREFIX)


def write(wanted: SubmittedRequisition, context: Context) -> Body:
    facility = context.crosswalk.facility_of_department(wanted.cost_center)
    return {
        "requester": wanted.requester,
        "cost-center": wanted.cost_center,
        "ship-to": context.crosswalk.code_at("procurement", f"gln:{facility.gln}"),
        "need-by": to_us_day(wanted.needed_on),
        "external-reference": wanted.reference,
        "lines": [
            {
                "line-num": line.line,
                "item-number": line.item,
                "quantity": line.quantity,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
            }
            for line in wanted.lines
        ],
    }


def find(wanted: SubmittedRequisition, context: Context) -> Body:
    return search(wanted.reference)


def search(reference: str) -> Body:
    return {"external-reference": reference}


def read_status(row: Mapping[str, Any]) -> RequisitionStatus:
    return RequisitionStatus(
        reference=row["external-reference"],
        number=row["number"],
        status=row["status"],
        amount_minor=from_decimal(row["total"], 2),
        orders=tuple(row["po-numbers"]),
    )
