"""Conformed dimensions of the analytics warehouse (P19): whose key is no member is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from integration_under_test.reference.mediation.canonical.facts import DayCut, Fact
from integration_under_test.reference.mediation.context import Body, Context

MOST_MEMBERS = 5000
"""Of one page, and of one merge."""

DIMENSIONS = {"journal": "account", "usage": "item"}
"""Table -> the dimension whose keys come into being during the year; the ERP's chart and item
master lead. All facilities and periods are members from the first day."""


class NewMembers(NamedTuple):
    """Keys that facts use and no member has."""

    dimension: str
    keys: tuple[str, ...]


def ask(dimension: str, offset: int) -> Body:
    return {"dimension": dimension, "limit": MOST_MEMBERS, "offset": offset}


def keys_of(dimension: str, facts: Iterable[Fact]) -> set[str]:
    """The keys of a dimension that facts use."""
    used = {fact.account if dimension == "account" else fact.item for fact in facts}
    return used - {""}


def write(cut: DayCut, context: Context) -> Body | None:
    """Each key is its own name until somebody finds a better one; None if all are members."""
    new: NewMembers | None = context.consulted
    if new is None:
        return None
    members = [{"key": key, "name": key} for key in new.keys[:MOST_MEMBERS]]
    return {"dimension": new.dimension, "members": members}
