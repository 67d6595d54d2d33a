"""Cross-references: the code of a thing in every system, and what is wrong with them.

A cross-reference must be total (what is active is known wherever it is needed) and injective (two
things never share a code, one thing never has two). What is otherwise by nature is a row of
`SEVERAL`. Codes of acquired sites, of which several may mean one item, are aliases that the systems
keep themselves (P14), and no records of their masters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    SUPPLIER,
    GoldenRecord,
)

NEEDED: Mapping[str, Sequence[str]] = {
    FACILITY: ("erp", "procurement", "inventory", "billing"),
    DEPARTMENT: ("erp",),
    ITEM: ("erp", "inventory"),
    SUPPLIER: ("erp", "procurement"),
}
"""Domain -> the systems that must know every active record of it."""

MISSING = "missing"
SHARED = "shared"
SPLIT = "split"


class Fault(NamedTuple):
    """What is wrong with the cross-reference of a domain to a system."""

    domain: str
    system: str
    kind: str
    code_or_key: str
    sentence: str


SEVERAL: frozenset[tuple[str, str]] = frozenset({(DEPARTMENT, "inventory")})
"""Domain and system in which a thing has several codes by nature: a department has many shelves."""


class CrossReference:
    """Golden keys to codes of one system and back."""

    def __init__(self, records: Iterable[GoldenRecord]) -> None:
        self._codes: dict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
        self._keys: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
        self._records = tuple(records)
        for record in self._records:
            for system in dict.fromkeys(place.system for place in record.members):
                table = (record.domain, system)
                self._codes[table][record.key] = record.code_in(system)
                for code in record.code_in(system):
                    self._keys[table].setdefault(code, []).append(record.key)

    def code(self, domain: str, key: str, system: str) -> str | None:
        """The code of a thing in a system, None if it is not known there. Of several the first."""
        found = self._codes[domain, system].get(key, ())
        return found[0] if found else None

    def key(self, domain: str, system: str, code: str) -> str | None:
        """The thing that a system's code means; None for a code that nobody knows."""
        found = self._keys[domain, system].get(code, [])
        return found[0] if found else None

    def faults(self) -> Iterator[Fault]:
        """All departures from total and injective."""
        for record in self._records:
            for system in NEEDED.get(record.domain, ()):
                if record.active and not record.code_in(system):
                    sentence = f"{record.domain} {record.key} is not known to {system}"
                    yield Fault(record.domain, system, MISSING, record.key, sentence)
        for (domain, system), codes in self._codes.items():
            if (domain, system) not in SEVERAL:
                yield from _split(domain, system, codes)
        for (domain, system), keys in self._keys.items():
            yield from _shared(domain, system, keys)


def _split(domain: str, system: str, codes: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for key, several in codes.items():
        if len(several) > 1:
            sentence = f"{domain} {key} is {', '.join(several)} in {system}"
            yield Fault(domain, system, SPLIT, key, sentence)


def _shared(domain: str, system: str, keys: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    for code, several in keys.items():
        if len(several) > 1:
            sentence = f"{domain}s {', '.join(several)} are all {code} in {system}"
            yield Fault(domain, system, SHARED, code, sentence)
