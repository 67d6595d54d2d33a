"""Many questions at once: Holm's step-down correction (Holm 1979)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def holm(p_values: Mapping[K, float]) -> dict[K, float]:
    """Each p value as it counts among its family: times the number of questions that are not
    smaller, never less than one before it, at most 1."""
    adjusted: dict[K, float] = {}
    least = 0.0
    ordered = sorted(p_values.items(), key=lambda row: row[1])
    for place, (question, p_value) in enumerate(ordered):
        least = max(least, min(1.0, p_value * (len(ordered) - place)))
        adjusted[question] = least
    return {question: adjusted[question] for question in p_values}
