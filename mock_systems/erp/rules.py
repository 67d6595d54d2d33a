"""The decisions of the ERP as pure functions: amounts, three-way match, periods.

Profile after public descriptions of Oracle Fusion Payables: an invoice line is held with
QTY_RECEIVED while more is billed than received, with PRICE beyond the price tolerance.
"""

from __future__ import annotations

from collections.abc import Mapping

PRICE_TOLERANCE_PERCENT = 1
PRICE_TOLERANCE_MINOR = 500
"""A line's price difference passes within 1 % or within $5, whichever is larger."""

OPEN = "OPEN"
SOFT_CLOSED = "SOFT_CLOSED"
CLOSED = "CLOSED"
TRANSITIONS = frozenset({(OPEN, SOFT_CLOSED), (SOFT_CLOSED, CLOSED), (SOFT_CLOSED, OPEN)})

LATE_POSTERS = ("integration", "world/finance", "world/close")
"""Callers, by the beginning of their name, who still post into a soft-closed period."""

TERMS_DAYS = {"NET10": 10, "NET30": 30, "NET45": 45, "NET60": 60}


def extended_minor(each: int, unit_price_minor: int, factor: int) -> int:
    """The value of `each` base units at a price per `factor` base units, half a cent up.

    Documents are valued by the difference of two running totals, so that the parts of a broken
    box always add up to the price of the box.
    """
    whole, broken = divmod(each * unit_price_minor, factor)
    return whole + 1 if 2 * broken >= factor else whole


def liquidated_each(ordered_each: int, billed_each: int) -> int:
    """How much of an order line no longer binds money: what is billed, up to the order."""
    return min(ordered_each, billed_each)


def quantity_matches(billed_each: int, received_each: int) -> bool:
    """Whether a running total of billed units is covered by what was received."""
    return billed_each <= received_each


def price_matches(
    each: int, billed_minor: int, billed_factor: int, ordered_minor: int, ordered_factor: int
) -> bool:
    """Whether a billed price agrees with the ordered one over `each` base units.

    Compared as exact fractions and without running totals, hence the same answer in whatever
    order invoices arrive.
    """
    billed = each * billed_minor * ordered_factor
    ordered = each * ordered_minor * billed_factor
    difference = abs(billed - ordered)
    return (
        difference * 100 <= PRICE_TOLERANCE_PERCENT * ordered
        or difference <= PRICE_TOLERANCE_MINOR * billed_factor * ordered_factor
    )


def may_post(status: str, caller: str) -> bool:
    """Whether a caller may post into a period of this status."""
    return status == OPEN or (status == SOFT_CLOSED and caller.startswith(LATE_POSTERS))


def next_open_date(statuses: Mapping[str, str], period: str, caller: str) -> str:
    """The first day of the next period that the caller may post into, "" if there is none."""
    later = (name for name in sorted(statuses) if name > period)
    found = next((name for name in later if may_post(statuses[name], caller)), "")
    return f"{found}-01" if found else ""


def budget_period(statuses: Mapping[str, str], today: str) -> str:
    """The period whose budget a commitment uses: today's, else the first open one, else ""."""
    current = today[:7]
    if statuses.get(current) == OPEN:
        return current
    return min((name for name, status in statuses.items() if status == OPEN), default="")
