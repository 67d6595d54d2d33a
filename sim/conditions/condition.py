"""A numbered consistency condition: what must be true of the books of record at rest.

In the manner of TPC-C's twelve (clause 3.3.2 of its specification): a title, the invariants that
it covers, a predicate that yields nothing while it holds and otherwise says what differs.

    @condition("K01", "In every journal debits equal credits", "RA6")
    def journals_balance(books: Books) -> Unequals: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.conditions.books import Books

Value = int | str


class Unequal(NamedTuple):
    """What a predicate found: a key whose value is not the expected one.

    `unit` is cents, EA, or the noun that is counted or compared.
    """

    key: str
    expected: Value
    found: Value
    unit: str


Unequals = Iterator[Unequal]
Predicate = Callable[[Books], Unequals]


class Difference(NamedTuple):
    """One violation of one condition."""

    condition: str
    key: str
    expected: Value
    found: Value
    unit: str
    title: str

    def __str__(self) -> str:
        return f"{self.condition} {self.title}; {self.key}: {self._values()}"

    def _values(self) -> str:
        expected, found = self.expected, self.found
        if isinstance(expected, int) and isinstance(found, int):
            off = f"off by {found - expected:+d}"
            return f"expected {expected} {self.unit}, found {found} ({off})"
        return f"expected {self.unit} {expected}, found {found}"


@dataclass(frozen=True)
class Condition:
    """`id` is K with its number; `covers` names invariants per flow (SM1, IM5) and flows (P08)."""

    id: str
    title: str
    covers: tuple[str, ...]
    predicate: Predicate

    @property
    def number(self) -> int:
        return int(self.id[1:])

    def differences(self, books: Books) -> Iterator[Difference]:
        """Nothing while the condition holds."""
        for key, expected, found, unit in self.predicate(books):
            yield Difference(self.id, key, expected, found, unit, self.title)


def condition(id_: str, title: str, *covers: str) -> Callable[[Predicate], Condition]:
    """Makes a condition of a predicate."""
    return lambda predicate: Condition(id_, title, covers, predicate)
