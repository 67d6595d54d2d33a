"""Pick orders of the warehouse (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.replenishments import Arrival, Proposal
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import from_ordinal_day


def write(proposal: Proposal, context: Context) -> Body:
    """An urgent one does not wait for the next wave of pickers."""
    return {
        "SOURCE_REF": proposal.number,
        "SHIP_TO": context.crosswalk.facility(proposal.facility).gln,
        "DELIVER_TO": proposal.location,
        "PRIORITY": "U" if proposal.urgent else "N",
        "LINES": [
            {
                "LINE": line.line,
                "SKU": context.crosswalk.sku(line.item),
                "QTY": line.quantity_ea,
            }
            for line in proposal.lines
        ],
    }


def find(proposal: Proposal, context: Context) -> Body:
    return search(proposal.number)


def search(reference: str) -> Body:
    return {"SOURCE_REF": reference}


def read_arrival(answer: Mapping[str, Any]) -> Arrival:
    """When the warehouse brings what a proposal asked for. Raises NotYet before it was asked."""
    found = answer["PICK_ORDERS"]
    if not found:
        raise NotYet("the warehouse has no pick order of that reference yet")
    number = found[0]["PICK_ORDER"]
    expected_on = from_ordinal_day(found[0]["EXPECTED_ON"])
    return Arrival(found[0]["SOURCE_REF"], number, number, expected_on)
