"""The comparisons that conditions are made of: two tallies, one of each, no gap in a sequence.

Keys are tuples or texts; a key that only one side has counts as 0, or as `nothing` among texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar
from zlib import crc32

import numpy as np

from sim.conditions.condition import Unequal, Value

NOTHING = "nothing"
_SHARE = 100_000
Key = TypeVar("Key", bound=Hashable)


def compare(
    expected: Mapping[Any, Value], found: Mapping[Any, Value], unit: str
) -> Iterator[Unequal]:
    """Every key whose values differ, those of `expected` first."""
    for key, value in expected.items():
        other = found.get(key, _absent(value))
        if value != other:
            yield Unequal(words(key), value, other, unit)
    for key, value in found.items():
        if key not in expected and value != _absent(value):
            yield Unequal(words(key), _absent(value), value, unit)


def tally(amounts: Iterable[tuple[Key, int]]) -> Counter[Key]:
    """The sum of the amounts of each key."""
    sums: Counter[Key] = Counter()
    for key, amount in amounts:
        sums[key] += amount
    return sums


def once(keys: Iterable[Hashable], unit: str) -> Iterator[Unequal]:
    """Keys that occur more than once."""
    for key, count in Counter(keys).items():
        if count > 1:
            yield Unequal(words(key), 1, count, unit)


def once_of_many(keys: Callable[[], Iterable[str]], unit: str) -> Iterator[Unequal]:
    """As `once`, for keys by the million: a first reading says which might occur again."""
    sums = np.fromiter(map(_sum_of, keys()), dtype=np.uint32)
    values, counts = np.unique(sums, return_counts=True)
    suspects = set(values[counts > 1].tolist())
    return once((key for key in keys() if _sum_of(key) in suspects), unit)


def shares(count: int) -> Iterator[Callable[[str], bool]]:
    """Cuts so many keys into shares that a tally holds with ease; each says which are its own."""
    parts = 1 + count // _SHARE
    for part in range(parts):
        yield partial(_is_in, part, parts)


def _is_in(part: int, parts: int, key: str) -> bool:
    return _sum_of(key) % parts == part


def _sum_of(key: str) -> int:
    """The same in every run, unlike Python's own hash."""
    return crc32(key.encode())


def dense(series: str, numbers: Iterable[int], first: int = 1) -> Iterator[Unequal]:
    """A series must run from `first` without a gap or a repetition, in any order."""
    for expected, found in enumerate(sorted(numbers), start=first):
        if found != expected:
            yield Unequal(f"{series} after {expected - 1}", expected, found, "as the next number")
            return


def number_in(text: str) -> int:
    """The number at the end of a document's name: 12 of PAY-00000012; 0 if there is none."""
    digits = text[len(text.rstrip("0123456789")) :]
    return int(digits) if digits else 0


def words(key: Hashable) -> str:
    """A key as text: the parts of a tuple with slashes between them."""
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _absent(value: Value) -> Value:
    return 0 if isinstance(value, int) else NOTHING
