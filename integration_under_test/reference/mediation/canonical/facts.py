"""Facts of the books for the analytics warehouse: no patient, no encounter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayCut:
    """The cut of one table at the end of a day. It is loaded hospital by hospital: `gln` is the one
    that is meant, "" for all, and `glns` are those that are loaded beside each other."""

    table: str
    day: str
    gln: str
    glns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One transaction, or one line of it; "" where a dimension does not apply. Debits are
    positive."""

    facility: str
    transaction: str
    period: str
    account: str = ""
    item: str = ""
    quantity: int = 0
    amount_minor: int = 0
