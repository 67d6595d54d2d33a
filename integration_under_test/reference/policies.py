"""Who owns which exception, and which refusals may heal: decisions of the hospital, as data."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

AP_DESK = "AP desk"
MASTER_DATA_DESK = "master data desk"
SUPPLY_CHAIN_DESK = "supply chain desk"
REVENUE_INTEGRITY_DESK = "revenue integrity desk"
CLOSE_DESK = "close desk"
ONBOARDING_DESK = "onboarding desk"
DATA_OFFICE = "data office"
INTEGRATION_DESK = "integration desk"

FLOW_OWNERS = {
    "P01": MASTER_DATA_DESK,
    "P02": MASTER_DATA_DESK,
    "P03": MASTER_DATA_DESK,
    "P04": SUPPLY_CHAIN_DESK,
    "P05": SUPPLY_CHAIN_DESK,
    "P06": SUPPLY_CHAIN_DESK,
    "P07": AP_DESK,
    "P08": AP_DESK,
    "P09": REVENUE_INTEGRITY_DESK,
    "P10": REVENUE_INTEGRITY_DESK,
    "P11": SUPPLY_CHAIN_DESK,
    "P12": SUPPLY_CHAIN_DESK,
    "P13": CLOSE_DESK,
    "P14": ONBOARDING_DESK,
    "P15": REVENUE_INTEGRITY_DESK,
    "P16": CLOSE_DESK,
    "P17": MASTER_DATA_DESK,
    "P18": CLOSE_DESK,
    "P19": DATA_OFFICE,
}
"""Flow -> the desk that answers for it."""

UNMAPPED_CODE = "unmapped_code"
MISSING_DOCUMENT = "missing_document"
LOT_NOT_ELIGIBLE = "lot_not_eligible"
REFUSED = "refused"
UNREACHABLE = "unreachable"
UNREADABLE = "unreadable_document"
CONFLICTING = "conflicting_document"
PERIOD_CLOSED = "period_closed"
RECONCILIATION_GAP = "reconciliation_gap"
MASTER_DATA_DOUBT = "master_data_doubt"

TYPE_OWNERS = {
    UNMAPPED_CODE: MASTER_DATA_DESK,
    MASTER_DATA_DOUBT: MASTER_DATA_DESK,
    PERIOD_CLOSED: CLOSE_DESK,
}
"""Work item types whose owner does not depend on the flow."""


class Healing(NamedTuple):
    """A refusal that can end by itself, and what it is called if it does not."""

    code: str
    type: str


HEALS = (
    Healing("SSS_REQUEST_LIMIT_EXCEEDED", UNREACHABLE),
    Healing("LOT_NOT_ELIGIBLE", LOT_NOT_ELIGIBLE),
    Healing("ILLEGAL_TRANSITION", MISSING_DOCUMENT),
    Healing("ORDERS_UNDER_WAY", MISSING_DOCUMENT),
    Healing("NO_COST", MISSING_DOCUMENT),
    Healing("UNKNOWN_ORDER*", MISSING_DOCUMENT),
    Healing("UNKNOWN_INVOICE", MISSING_DOCUMENT),
    Healing("UNKNOWN_REQUISITION", MISSING_DOCUMENT),
    Healing("UNKNOWN_ENCOUNTER", MISSING_DOCUMENT),
    Healing("ILLEGAL_ENCOUNTER_STATE", MISSING_DOCUMENT),
    Healing("UNKNOWN_CLAIM", MISSING_DOCUMENT),
    Healing("NO_ORIGINAL", MISSING_DOCUMENT),
    Healing("NOT_REVERSED", MISSING_DOCUMENT),
    Healing("UNKNOWN_CONTRACT", MISSING_DOCUMENT),
    Healing("UNKNOWN_SPEND", MISSING_DOCUMENT),
    Healing("UNKNOWN_HOLD", MISSING_DOCUMENT),
    Healing("UNKNOWN_*", UNMAPPED_CODE),
    Healing("ALIAS_EXISTS", UNMAPPED_CODE),
    Healing("SITE_ITEM_EXISTS", UNMAPPED_CODE),
    Healing("*_NOT_FOUND", MISSING_DOCUMENT),
)
"""Refusals because something is not there yet; the first row that fits counts."""

PERIOD_CLOSED_CODE = "PERIOD_CLOSED"

CLAIMS_TO_BE_THERE = frozenset(
    {
        "23505",
        "ALREADY_CAPITALISED",
        "CODE_MAPPED",
        "DUPLICATE_ACKNOWLEDGEMENT",
        "DUPLICATE_ASSET",
        "DUPLICATE_INVOICE",
        "DUPLICATE_SHIP_NOTICE",
        "DUPLICATE_TOTALS",
        "IDEMPOTENCY_KEY_REUSED",
        "ILLEGAL_ENCOUNTER_STATE",
        "ILLEGAL_TRANSITION",
        "MAP_EXISTS",
        "NOT_ISSUED",
        "STALE_VERSION",
    }
)
"""Refusals that mean "I have that already" if the look confirms it."""

PASSING_STATUSES = frozenset({401, 403, 408, 425, 429})
"""Refusals of the moment, not of the document."""


def owner_of(type_: str, flow: str) -> str:
    """The desk that a work item goes to; what belongs to no flow is the integration team's."""
    return TYPE_OWNERS.get(type_) or FLOW_OWNERS.get(flow, INTEGRATION_DESK)


def healing_of(code: str) -> Healing | None:
    """What a refusal waits for, or None if waiting is no use."""
    return next((row for row in HEALS if fnmatchcase(code, row.code)), None)
