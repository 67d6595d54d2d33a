"""Control totals: how many rows a batch has, and the sum of numbers that mean nothing.

What was extracted must be found again in what was loaded, rejected or carried over, in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

DIGITS = 9


class Totals(NamedTuple):
    """Of some rows of a batch."""

    rows: int = 0
    hash_total: int = 0

    def plus(self, key: str) -> Totals:
        """With one row more."""
        return Totals(self.rows + 1, self.hash_total + hash_of(key))


class ControlError(Exception):
    """A batch does not balance."""


def totals_of(keys: Iterable[str]) -> Totals:
    totals = Totals()
    for key in keys:
        totals = totals.plus(key)
    return totals


def hash_of(key: str) -> int:
    """The digits of a document number read as one number, the last nine of them."""
    digits = "".join(letter for letter in key if letter.isdecimal())
    return int(digits[-DIGITS:] or "0")


def balanced(extracted: Totals, ended: Mapping[str, Totals]) -> None:
    """Raises ControlError when the parts do not add up to what was extracted."""
    rows = sum(part.rows for part in ended.values())
    hash_total = sum(part.hash_total for part in ended.values())
    if Totals(rows, hash_total) != extracted:
        parts = ", ".join(f"{name} {part.rows}" for name, part in ended.items())
        raise ControlError(f"extracted {extracted.rows} rows, but {parts}; hash totals differ")
