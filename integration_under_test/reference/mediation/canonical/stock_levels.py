"""How much of an item there is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StockLevel:
    """At a stock room of a hospital, or in the central warehouse."""

    place: str
    item: str
    on_hand_ea: int


@dataclass(frozen=True, slots=True)
class StoreBalance:
    """At a store of an acquired site: item, unit and count are the site's own."""

    store: str
    item: str
    description: str
    unit: str
    on_hand: int
