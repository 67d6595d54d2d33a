"""A release: three sets of tables as one value, stated by what it changes against its parent.

    second = following(FIRST_RELEASE, 2, {"policies.waits": {"retry_horizon_h": 24.0}})
    second.digests    # of its mapping set, route set and policy set

Nothing of it ever changes. Another set is another release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from pydantic_core import to_json

from integration_under_test.reference.releases.table import FIRST
from integration_under_test.reference.releases.tables import SETS, TABLES

Changes = Mapping[str, Mapping[str, Any]]
"""Table -> key -> the value that a row has from now on, None for a row that is left out."""
Told = Mapping[str, Mapping[str, Any]]
"""Table -> its rows as JSON values."""


@dataclass(frozen=True)
class Release:
    """`told` holds the rows of those tables that are not as the code has them."""

    number: int
    parent: int
    changes: Changes
    told: Told = field(default_factory=dict)

    def rows(self, table: str) -> Mapping[str, Any] | None:
        """As the tables want them: values that were read, None for an unchanged table."""
        return self._read.get(table)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Set -> the digest of all its rows in their order."""
        return {name: self._digest(name) for name in SETS}

    @cached_property
    def _read(self) -> Mapping[str, Mapping[str, Any]]:
        return {name: _read(name, rows) for name, rows in self.told.items()}

    def all_rows(self, table: str) -> Mapping[str, Any]:
        """A table's rows as JSON values, changed or not."""
        return self.told.get(table, TABLES[table].told())

    def _digest(self, of_set: str) -> str:
        rows = [
            [name, list(self.all_rows(name).items())] for name in TABLES if _set(name) == of_set
        ]
        return blake2b(to_json(rows), digest_size=16).hexdigest()


FIRST_RELEASE = Release(FIRST, 0, {})
"""All tables as the code has them."""


def following(parent: Release, number: int, changes: Changes) -> Release:
    """The release that changes its parent so. Raises LookupError for a table that there is not."""
    told = dict(parent.told)
    for table, rows in changes.items():
        if table not in TABLES:
            raise LookupError(f"there is no table {table!r}; there are {', '.join(TABLES)}")
        told[table] = _changed(parent.all_rows(table), rows)
    return Release(number, parent.number, changes, told)


def changed_sets(changes: Changes) -> tuple[str, ...]:
    """The sets that changes touch."""
    return tuple(name for name in SETS if any(_set(table) == name for table in changes))


def _changed(rows: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in rows.items() if key not in changes}
    return {**{key: value for key, value in changes.items() if value is not None}, **kept}


def _read(name: str, rows: Mapping[str, Any]) -> Mapping[str, Any]:
    """What cannot be read is left out; the contract tests name it."""
    read = {key: TABLES[name].read(key, value) for key, value in rows.items()}
    return {key: value for key, value in read.items() if value is not None}


def _set(table: str) -> str:
    return table.partition(".")[0]
