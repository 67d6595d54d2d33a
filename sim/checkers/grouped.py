"""Running figures within groups of sorted rows, without a Python loop.

All take rows sorted by `key`, an integer that counts groups from 0, and the groups' first
positions `starts`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]


def column(frame: pd.DataFrame, name: str) -> Array:
    """A column's values."""
    values: Array = frame[name].to_numpy()
    return values


def codes(frame: pd.DataFrame, name: str) -> Array:
    """A categorical column's codes, wide enough to be multiplied."""
    values: Array = frame[name].cat.codes.to_numpy()
    return values.astype(np.int64)


def group_ids(sorted_values: Array) -> Array:
    """0, 0, 1, ... for runs of equal values."""
    if not len(sorted_values):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.cumsum(sorted_values[1:] != sorted_values[:-1])))


def group_starts(key: Array) -> Array:
    """The first position of each group."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))


def running_sum(values: Array, key: Array, starts: Array) -> Array:
    """The sum of each group's values so far."""
    so_far: Array = np.cumsum(values)
    before = np.where(starts > 0, so_far[starts - 1], 0)
    running: Array = so_far - before[key]
    return running


def running_max(values: Array, key: Array) -> Array:
    """The highest of each group's values so far; the values must be at least 0."""
    if not len(values):
        return values
    span = int(values.max()) + 1
    running: Array = np.maximum.accumulate(key * span + values) - key * span
    return running


def last_position(mask: Array, key: Array, starts: Array) -> Array:
    """Up to each row, the position of its group's last row under the mask; -1 if none."""
    place = np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))
    return np.where(place >= starts[key], place, -1)


def previous(values: Array, starts: Array, first: int = 0) -> Array:
    """Each row's predecessor in its group; `first` where there is none."""
    shifted = np.empty_like(values)
    shifted[1:] = values[:-1]
    shifted[starts] = first
    return shifted


def total(values: Array, starts: Array) -> Array:
    """Each group's sum."""
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=values.dtype)


def highest(values: Array, starts: Array) -> Array:
    """Each group's maximum."""
    return np.maximum.reduceat(values, starts) if len(starts) else np.zeros(0, values.dtype)


def any_of(mask: Array, starts: Array) -> Array:
    """Whether a group has a row under the mask."""
    return highest(mask.astype(np.int8), starts).astype(bool)
