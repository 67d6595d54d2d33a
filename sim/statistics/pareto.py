"""Several costs at once: who is beaten by nobody in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")


def non_dominated(costs: Mapping[K, Sequence[float]]) -> list[K]:
    """Those for which nobody is at least as cheap in every cost and cheaper in one."""
    return [
        name
        for name, own in costs.items()
        if not any(_dominates(other, own) for key, other in costs.items() if key != name)
    ]


def _dominates(first: Sequence[float], second: Sequence[float]) -> bool:
    pairs = list(zip(first, second, strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
