"""What the replenishment knows of its shelves without asking: what is left, used, on its way.

The numbers are estimates of one screen; whatever is proposed is asked of the application anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.world.enterprise import Enterprise
from sim.world.entities import Shelf

Place = tuple[str, str]
"""(location, inventory item id)."""
URGENT_SHARE = 3
"""Below a third of its reorder point a shelf does not wait for the morning."""


class Shelves:
    """One group's shelves by place, with the open proposals that will fill them."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._enterprise = enterprise
        self.by_place: dict[Place, Shelf] = {
            (shelf.location, enterprise.item(shelf.item).inventory_id): shelf
            for shelf in enterprise.shelves
        }
        self._left: dict[Place, int] = {p: s.opening_qty for p, s in self.by_place.items()}
        self._used_today: dict[Place, int] = defaultdict(int)
        self._open: dict[Place, str] = {}
        self._awaited: dict[str, dict[Place, int]] = {}
        self._since_s: dict[str, float] = {}

    # ------------------------------------------------------------------ what is used

    def used(self, place: Place, quantity: int) -> bool:
        """Notes a usage; whether the shelf now seems to need something at once."""
        self._used_today[place] += quantity
        shelf = self.by_place.get(place)
        if shelf is None:
            return False
        self._left[place] -= quantity
        return place not in self._open and self.is_urgent(place, self._left[place])

    def is_urgent(self, place: Place, on_hand: int) -> bool:
        """Whether so little is left that it cannot wait."""
        return on_hand * URGENT_SHARE <= self.by_place[place].reorder_qty

    def counted(self, place: Place, on_hand: int) -> None:
        """What the application said is there."""
        self._left[place] = on_hand

    def used_much(self, facility: str, multiple: float) -> Iterator[Place]:
        """Where more than a multiple of a usual day's use was taken since the last call."""
        for place in [p for p in self._used_today if self._is_in(p, facility)]:
            used = self._used_today.pop(place)
            shelf = self.by_place[place]
            if place not in self._open and used > max(1.0, multiple * shelf.daily_use):
                yield place

    def _is_in(self, place: Place, facility: str) -> bool:
        return place in self.by_place and self.by_place[place].facility == facility

    # ------------------------------------------------------------------ what is on its way

    def is_open(self, place: Place) -> bool:
        """Whether something is coming already."""
        return place in self._open

    def open_number(self, place: Place) -> str:
        """The proposal that will fill a shelf, or ""."""
        return self._open.get(place, "")

    def proposed(self, number: str, lines: Sequence[Mapping[str, Any]], in_units: bool) -> None:
        """Notes a proposal; a supplier delivers whole purchase units, the warehouse eaches."""
        awaited: dict[Place, int] = {}
        for line in lines:
            place = (line["location"], line["item_id"])
            factor = self._enterprise.item(line["erp_item_number"]).factor
            awaited[place] = line["qty_purchase"] * factor if in_units else line["wanted_qty"]
            self._open[place] = number
        self._awaited[number] = awaited

    def waits_since(self, number: str, t_s: float) -> None:
        """When a proposal was made."""
        self._since_s[number] = t_s

    def overdue(self, before_s: float) -> list[str]:
        """Proposals of before an instant of which something is still awaited."""
        return [number for number, t_s in self._since_s.items() if t_s < before_s]

    def arrived(self, place: Place, quantity: int) -> str:
        """Notes an arrival; the number of the proposal that it completes, or ""."""
        if place in self._left:
            self._left[place] += quantity
        number = self._open.get(place, "")
        awaited = self._awaited.get(number, {})
        if place in awaited:
            awaited[place] -= quantity
            if awaited[place] <= 0:
                del awaited[place]
        return number if number and not awaited else ""

    def given_up(self, place: Place) -> str:
        """The rest of a line will not come; the number of the proposal that this ends, or ""."""
        number = self._open.get(place, "")
        awaited = self._awaited.get(number, {})
        awaited.pop(place, None)
        return number if number and not awaited else ""

    def closed(self, number: str) -> None:
        """The shelves of a proposal may be proposed again."""
        self._awaited.pop(number, None)
        self._since_s.pop(number, None)
        self._open = {place: open_ for place, open_ in self._open.items() if open_ != number}
