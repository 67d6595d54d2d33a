"""A share of a History's effect keys, with every effect and obligation of each of them.

    histories = history.by_key(count_rows)   # calls count_rows(part) for part after part

Rules that look at one effect key at a time give the same answer part by part as over the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.history.shelves import hash_of

if TYPE_CHECKING:
    from sim.history.reading import History

T = TypeVar("T")
KEY = ("f", "effect_key")


class Part:
    """`intent` are its effects and obligations; `history` is the whole, for what is small."""

    def __init__(self, history: History, intent: pd.DataFrame, number: int, count: int) -> None:
        self.history = history
        self.intent = intent
        self._number = number
        self._count = count
        self._derived: dict[Any, Any] = {}

    @property
    def end_us(self) -> int:
        """When the recording ends."""
        return self.history.end_us

    def owns(self, kind: str, keys: pd.Series) -> npt.NDArray[np.bool_]:
        """Which of these keys of a kind of effect are its own."""
        if self._count == 1:
            return np.ones(len(keys), dtype=bool)
        kinds = pd.Series([kind] * len(keys), dtype=object)
        shelf = hash_of({"f": kinds, "effect_key": keys}) % np.uint64(self._count)
        return np.asarray(shelf == np.uint64(self._number))

    def derive(self, compute: Callable[[Part], T]) -> T:
        """The value of a pure function of this part, computed once for all who ask."""
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        value: T = self._derived[compute]
        return value
