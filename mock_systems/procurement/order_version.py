"""The versions of a purchase order of the suite (S02) that another has replaced.

Kept so that an acknowledgement can be told apart from an answer to the order as it stands (RP5).
"""

from __future__ import annotations

from typing import NamedTuple


class VersionLine(NamedTuple):
    """An order line as one version had it."""

    line_num: int
    item_number: str
    quantity: int
    unit_price_minor: int


class OrderVersion(NamedTuple):
    """A version of an order that another has replaced, with why it was replaced."""

    version: int
    total_minor: int
    lines: tuple[VersionLine, ...]
    replaced_because: str
