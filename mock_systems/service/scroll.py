"""Documents that are only ever added, on disk by their place: journals, movements, payments.

journals = Scroll(tuple, lambda value: Journal(*value))
journals.append(journal)
journals[0]                     # a new object each time: whoever changes it puts it back
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

from mock_systems.service.archive import Archive

V = TypeVar("V")


class Scroll(Sequence[V]):
    """A sequence with the manners of a list that never shrinks; `pack`, `unpack` as in Archive."""

    def __init__(self, pack: Callable[[V], Any], unpack: Callable[[Any], V]) -> None:
        self._documents: Archive[int, V] = Archive(pack, unpack)

    def append(self, document: V) -> None:
        """Adds a document behind the last."""
        self._documents[len(self._documents)] = document

    def at(self, places: range) -> Iterator[V]:
        """The documents at some places, without reading those before them."""
        return self._documents.at(places)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> list[V]: ...
    def __getitem__(self, place: int | slice) -> V | list[V]:
        if isinstance(place, slice):
            return [self._documents[n] for n in range(len(self))[place]]
        return self._documents[self._place(place)]

    def __setitem__(self, place: int, document: V) -> None:
        self._documents[self._place(place)] = document

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[V]:
        """From the first on; the scroll may grow meanwhile."""
        return iter(self._documents.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scroll) and self._documents == other._documents

    __hash__ = None  # type: ignore[assignment]  # as a list: it changes

    def __repr__(self) -> str:
        return f"Scroll({list(self)!r})"

    def _place(self, place: int) -> int:
        """Raises IndexError for a place that it does not have."""
        return range(len(self))[place]
