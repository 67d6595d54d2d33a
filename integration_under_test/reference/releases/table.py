"""A table whose rows a release may change, and the release under which somebody works.

    UNITS = Table("mappings.supplier_unit", {"EA": "EA", "CS": "CA"})
    with under(release):
        UNITS["CS"]    # as the release has it

Whoever reads such a table reads it as a dict. Under which release is said once, by the door that
something comes in through and by the delivery of a command, in a context variable: a mapping deep
in an adapter would otherwise be handed down through every signature on the way.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar, Token
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

FIRST = 1
"""The release that the code brings along: every table as it stands there."""

V = TypeVar("V")
K = TypeVar("K", bound=Hashable)


class InForce(Protocol):
    """As much of a release as its tables need."""

    @property
    def number(self) -> int: ...

    def rows(self, table: str) -> Mapping[str, Any] | None:
        """All rows of a table, None for one that is as the code has it."""
        ...


_IN_FORCE: ContextVar[InForce | None] = ContextVar("release_in_force", default=None)


class under:  # noqa: N801 - reads as a statement: `with under(release):`
    """What is done within is done under a release; None stands for the first."""

    __slots__ = ("_before", "_release")

    def __init__(self, release: InForce | None) -> None:
        self._release = release

    def __enter__(self) -> None:
        self._before: Token[InForce | None] = _IN_FORCE.set(self._release)

    def __exit__(self, *_: object) -> None:
        # What a crash left half done is collected in somebody else's context, which stays as it is.
        with suppress(ValueError):
            _IN_FORCE.reset(self._before)


def number_in_force() -> int:
    """The number of the release under which the caller works."""
    release = _IN_FORCE.get()
    return FIRST if release is None else release.number


class Table(Mapping[str, V]):
    """Rows by key. `built_in` are those of the first release; the rows that a release brings come
    before those that it leaves as they were, where the first row that fits counts."""

    def __init__(self, name: str, built_in: Mapping[str, V]) -> None:
        self.name = name
        self.built_in: Mapping[str, V] = MappingProxyType(dict(built_in))

    @property
    def rows(self) -> Mapping[str, V]:
        """Those in force."""
        release = _IN_FORCE.get()
        changed = None if release is None else release.rows(self.name)
        return self.built_in if changed is None else changed

    def told(self) -> Mapping[str, Any]:
        """The rows of the first release as JSON values."""
        return self.built_in

    def read(self, key: str, told: Any) -> V | None:
        """The value that a release gives a row; None if it names nothing that there is."""
        value: V = told
        return value

    def __getitem__(self, key: str) -> V:
        return self.rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def get(self, key: str, default: Any = None) -> Any:
        return self.rows.get(key, default)


class Routes(Table[V]):
    """A table of handlers. A release names the built-in route whose handler takes what comes."""

    def told(self) -> Mapping[str, Any]:
        return {name: name for name in self.built_in}

    def read(self, key: str, told: Any) -> V | None:
        return self.built_in.get(told) if isinstance(told, str) else None


class Inverse(Mapping[K, str]):
    """A table of codes read backwards; it has few rows."""

    def __init__(self, table: Table[K]) -> None:
        self._table = table

    def __getitem__(self, value: K) -> str:
        for key, found in self._table.rows.items():
            if found == value:
                return key
        raise KeyError(value)

    def __iter__(self) -> Iterator[K]:
        return iter(self._table.rows.values())

    def __len__(self) -> int:
        return len(self._table.rows)
