"""Requisitions of the procurement suite that a replenishment asks for, and their orders (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.replenishments import (
    Proposal,
    ReplenishmentOrder,
)
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import (
    PROCUREMENT_UNITS_OUT,
    day_after,
    from_us_day,
    local_day,
    to_us_day,
)
from integration_under_test.reference.mediation.procurement.submitted_requisitions import (
    is_submitted,
)

REQUESTER = "replenishment"
USUAL_NEED_D = 3
"""Days within which a shelf is filled up, where nothing is scheduled that needs it."""


def read_order(data: Mapping[str, Any]) -> ReplenishmentOrder | None:
    """None for an order that came of no proposal."""
    replenishment = read_reference(data)
    if not replenishment:
        return None
    return ReplenishmentOrder(replenishment, data["requisition"], data["po-number"])


def write(proposal: Proposal, context: Context) -> Body:
    return {
        "requester": REQUESTER,
        "cost-center": context.crosswalk.cost_center(proposal.location),
        "ship-to": context.crosswalk.code_at("procurement", proposal.facility),
        "need-by": to_us_day(_need_by(proposal, context)),
        "external-reference": proposal.number,
        "lines": [
            {
                "line-num": line.line,
                "item-number": line.item,
                "quantity": line.quantity,
                "uom": PROCUREMENT_UNITS_OUT[line.unit],
            }
            for line in proposal.lines
        ],
    }


def _need_by(proposal: Proposal, context: Context) -> str:
    zone = context.crosswalk.facility(proposal.facility).time_zone
    return proposal.needed_on or day_after(local_day(proposal.proposed_at, zone), USUAL_NEED_D)


def find(proposal: Proposal, context: Context) -> Body:
    return search(proposal.number)


def search(replenishment: str) -> Body:
    return {"external-reference": replenishment}


def read_id(answer: Mapping[str, Any], number: str) -> int:
    """The suite's own id of a requisition. Raises NotYet if it is not among those found."""
    for row in answer["requisitions"]:
        if row["number"] == number:
            return int(row["id"])
    raise NotYet(f"procurement does not show requisition {number} yet")


def read_reference(answer: Mapping[str, Any]) -> str:
    """The proposal behind a requisition, "" if there is none."""
    reference = str(answer.get("external-reference") or "")
    return "" if is_submitted(reference) else reference


def read_need_by(answer: Mapping[str, Any]) -> str:
    """The day on which a requisition wants its goods: nobody knows better before the supplier
    answers."""
    return from_us_day(answer["need-by"])
