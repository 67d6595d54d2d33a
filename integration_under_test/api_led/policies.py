"""What the governance board prescribes to every API: time-outs, retries, circuit breakers."""

from __future__ import annotations

from typing import NamedTuple


class Governance(NamedTuple):
    """Applied to every call of every system API. Seconds."""

    call_timeout_s: float = 6.0
    pause_s: float = 1.0
    tries: int = 3
    request_budget_s: float = 24.0
    """For all calls of one request together: a sender waits 30 s for its answer."""
    failures_to_open: int = 5
    """So many failures of a system in a row open its circuit."""
    open_s: float = 60.0


GOVERNANCE = Governance()

ALREADY_THERE = frozenset(
    {"DUPLICATE_INVOICE", "DUPLICATE_TOTALS", "STALE_VERSION", "IDEMPOTENCY_KEY_REUSED"}
)
"""Refusals that say: the document, or a later version of it, stands here."""
