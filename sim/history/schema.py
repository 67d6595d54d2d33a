"""The columns of the History, its version, and the row as it is written.

One row per thing that happened. `op` says what sort of thing:

    invoke, ok, fail, info     a call or delivery: sent, answered, refused, outcome unknown
    effect                     committed in a book of record (`f` is `system.noun`)
    owe                        an obligation arose (`f` is the effect that is owed)
    world                      an event of the simulated world
    fault_on, fault_off, fault_witness
    item_opened, item_closed   the integration's exception queue
    integration                started, raised, stopped
    book_opening, book_closing a line read straight from a system's tables

Money is in integer minor units, time in integer microseconds of simulated time since the start.
`t_wall_ns` is the only column outside the hash.
"""

from __future__ import annotations

from typing import NamedTuple

VERSION = 1


class Row(NamedTuple):
    """One line of the History; the defaults are what an absent value is stored as."""

    t_us: int
    op: str
    f: str
    process: str = ""
    flow: str = ""
    hop: str = ""
    source: str = ""
    target: str = ""
    business_key: str = ""
    effect_key: str = ""
    idem_key: str = ""
    event_source: str = ""
    event_id: str = ""
    invoke_i: int = -1
    """Row number of the `invoke` that this answers."""
    attempt: int = 0
    causation_id: str = ""
    correlation_id: str = ""
    agg_id: str = ""
    agg_version: int = 0
    count: int = 0  # type: ignore[assignment]  # a column here, not the method of a tuple
    amount_minor: int = 0
    currency: str = ""
    quantity: int = 0
    uom: str = ""
    account: str = ""
    period: str = ""
    facility: str = ""
    due_us: int = -1
    """For `owe`: by when; -1 elsewhere."""
    mode: str = ""
    """For `owe`: `once` (exactly one effect) or `latest` (a version at least this new stands)."""
    status: int = 0
    payload_hash: str = ""
    fault_ids: str = ""
    """Comma-separated ids of the faults that touched this call."""
    detail: str = ""


HASHED = Row._fields
COLUMNS = ("i", *Row._fields, "t_wall_ns")
INTEGERS = frozenset(
    {"i", "t_us", "invoke_i", "attempt", "agg_version", "count", "amount_minor", "quantity"}
    | {"due_us", "status", "t_wall_ns"}
)
OPS = (
    "invoke",
    "ok",
    "fail",
    "info",
    "effect",
    "owe",
    "world",
    "fault_on",
    "fault_off",
    "fault_witness",
    "item_opened",
    "item_closed",
    "integration",
    "book_opening",
    "book_closing",
)
