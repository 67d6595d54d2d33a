"""Who owns which exception, and which refusals may heal: decisions of the hospital, as data."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from integration_under_test.reference.releases.table import Table

AP_DESK = "AP desk"
MASTER_DATA_DESK = "master data desk"
SUPPLY_CHAIN_DESK = "supply chain desk"
REVENUE_INTEGRITY_DESK = "revenue integrity desk"
CLOSE_DESK = "close desk"
ONBOARDING_DESK = "onboarding desk"
DATA_OFFICE = "data office"
INTEGRATION_DESK = "integration desk"
DESKS = (
    AP_DESK,
    MASTER_DATA_DESK,
    SUPPLY_CHAIN_DESK,
    REVENUE_INTEGRITY_DESK,
    CLOSE_DESK,
    ONBOARDING_DESK,
    DATA_OFFICE,
    INTEGRATION_DESK,
)

FLOW_OWNERS = Table(
    "policies.flow_owner",
    {
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
        "P13/send_checkpoint": INTEGRATION_DESK,
    },
)
"""Flow, or `flow/kind` for a kind of command that is another desk's -> the desk that answers."""

UNMAPPED_CODE = "unmapped_code"
MISSING_DOCUMENT = "missing_document"
LOT_NOT_ELIGIBLE = "lot_not_eligible"
REFUSED = "refused"
UNREACHABLE = "unreachable"
UNREADABLE = "unreadable_document"
CONFLICTING = "conflicting_document"
PERIOD_CLOSED = "period_closed"
RECONCILIATION_GAP = "reconciliation_gap"
RELEASE_WITHDRAWN = "release_withdrawn"
MASTER_DATA_DOUBT = "master_data_doubt"
PACK_IN_DOUBT = "pack_in_doubt"
POSTING_BLOCKED = "posting_blocked"

SHARED = frozenset({UNREADABLE, POSTING_BLOCKED})
"""Types of which one cause hits many documents, and one decision is right for all of them."""

TYPE_OWNERS = Table(
    "policies.type_owner",
    {
        UNMAPPED_CODE: MASTER_DATA_DESK,
        MASTER_DATA_DOUBT: MASTER_DATA_DESK,
        PACK_IN_DOUBT: MASTER_DATA_DESK,
        PERIOD_CLOSED: CLOSE_DESK,
    },
)
"""Work item types whose owner does not depend on the flow."""

HOLD_OWNERS = Table(
    "policies.hold_owner",
    {
        "QTY_RECEIVED": SUPPLY_CHAIN_DESK,
        "PRICE": SUPPLY_CHAIN_DESK,
        "QTY_ORDERED": AP_DESK,
    },
)
"""Hold code of the ERP -> the desk that can lift its cause."""


class Healing(NamedTuple):
    """A refusal that can end by itself, and what it is called if it does not."""

    code: str
    type: str


HEALS = Table(
    "policies.healing",
    {
        "SSS_REQUEST_LIMIT_EXCEEDED": UNREACHABLE,
        "POSTING_BLOCKED": POSTING_BLOCKED,
        "LOT_NOT_ELIGIBLE": LOT_NOT_ELIGIBLE,
        "ILLEGAL_TRANSITION": MISSING_DOCUMENT,
        "ORDERS_UNDER_WAY": MISSING_DOCUMENT,
        "NO_COST": MISSING_DOCUMENT,
        "UNKNOWN_ORDER*": MISSING_DOCUMENT,
        "UNKNOWN_INVOICE": MISSING_DOCUMENT,
        "UNKNOWN_REQUISITION": MISSING_DOCUMENT,
        "UNKNOWN_ENCOUNTER": MISSING_DOCUMENT,
        "ILLEGAL_ENCOUNTER_STATE": MISSING_DOCUMENT,
        "UNKNOWN_CLAIM": MISSING_DOCUMENT,
        "NO_ORIGINAL": MISSING_DOCUMENT,
        "NOT_REVERSED": MISSING_DOCUMENT,
        "UNKNOWN_CONTRACT": MISSING_DOCUMENT,
        "UNKNOWN_SPEND": MISSING_DOCUMENT,
        "UNKNOWN_HOLD": MISSING_DOCUMENT,
        "UNKNOWN_*": UNMAPPED_CODE,
        "ALIAS_EXISTS": UNMAPPED_CODE,
        "SITE_ITEM_EXISTS": UNMAPPED_CODE,
        "*_NOT_FOUND": MISSING_DOCUMENT,
    },
)
"""Refusals because something is not there yet; the first row that fits counts."""

WAITS: Table[Any] = Table("policies.waits", {})
"""Name of a wait among the settings (`settings.OVERRULED`) -> what overrules it, in its unit."""

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

GO_FIRST = frozenset({"P01", "P02", "P03", "P17"})
"""Flows of masters and prices: few calls, by which the many others are right."""
PASSING_STATUSES = frozenset({401, 403, 408, 425, 429})
"""Refusals of the moment, not of the document."""


def desk_of(flow: str, kind: str = "") -> str:
    """The desk of a flow, or of one kind of its commands; what belongs to no flow is the
    integration team's."""
    own: str | None = FLOW_OWNERS.get(f"{flow}/{kind}")
    return own or FLOW_OWNERS.get(flow, INTEGRATION_DESK)


def owner_of(type_: str, flow: str, kind: str = "") -> str:
    """The desk that a work item goes to; `kind` is that of its command, if it has one."""
    return TYPE_OWNERS.get(type_) or desk_of(flow, kind)


def healing_of(code: str) -> Healing | None:
    """What a refusal waits for, or None if waiting is no use."""
    rows = HEALS.rows.items()
    return next((Healing(*row) for row in rows if fnmatchcase(code, row[0])), None)
