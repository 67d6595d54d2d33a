"""Small sets of things such that any two of them stand together in at least one set.

A covering design of strength two (Colbourn and Dinitz, Handbook of Combinatorial Designs, VI.11),
by the greedy rule that AETG uses for covering arrays (Cohen et al., IEEE TSE 23(7), 1997): each set
begins with a pair that is not covered yet and takes what covers most pairs more. Greedy sets are
some tens of percent more than the fewest possible; the result is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

Pair = tuple[str, str]


def covering(things: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Sets of `size` things, in which any two of all `things` meet. Each in the order of `things`.

    Raises ValueError if a set cannot hold a pair, or there are fewer things than a set holds.
    """
    if not 2 <= size <= len(things):
        raise ValueError(f"expected a size from 2 to {len(things)}, got {size}")
    place = {thing: number for number, thing in enumerate(things)}
    open_pairs = dict.fromkeys(combinations(things, 2))
    sets = []
    while open_pairs:
        chosen = list(next(iter(open_pairs)))
        while len(chosen) < size:
            chosen.append(_best(things, chosen, open_pairs))
        ordered = tuple(sorted(chosen, key=place.__getitem__))
        sets.append(ordered)
        for pair in combinations(ordered, 2):
            open_pairs.pop(pair, None)
    return sets


def _best(things: Sequence[str], chosen: list[str], open_pairs: dict[Pair, None]) -> str:
    """The thing that meets most of the chosen for the first time; the earliest of equals."""
    free = [thing for thing in things if thing not in chosen]
    return max(free, key=lambda thing: sum(_is_open(thing, one, open_pairs) for one in chosen))


def _is_open(one: str, other: str, open_pairs: dict[Pair, None]) -> bool:
    return (one, other) in open_pairs or (other, one) in open_pairs
