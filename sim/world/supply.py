"""What can be had of an item, and when the rest of an order line will come.

Everything, unless supply is restricted: then each order line of an item on allocation gets its
share at once and the rest when supply has returned. An answer depends on the instant of the order
and on the line's own address, so that the world's suppliers, their acknowledgement and their
dispatch tell the same, whenever they are asked.

    site.supply.restrict(Restriction(items, share=0.4, from_s=3 * DAY_S, until_s=15 * DAY_S))
    allot(site, line, address, ordered_s)       # Allotment(now=2, later_d=11.5, expedited=False)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sim.streams import Address, Streams
from sim.world.calendar import DAY_S
from sim.world.orders import OrderedLine


@dataclass(frozen=True)
class Restriction:
    """Of some items only a share of each line is shipped while it lasts.

    The backlog is worked off over `recovery_d` days after its end; instants are seconds since the
    start of the run.
    """

    items: frozenset[str]
    share: float
    from_s: float
    until_s: float
    recovery_d: float = 0.0

    def holds(self, item: str, at_s: float) -> bool:
        """Whether it concerns an item at an instant."""
        return self.from_s <= at_s < self.until_s and item in self.items


class Allotment(NamedTuple):
    """Of a line: purchase units at once, days after the order by which the rest can be shipped."""

    now: int
    later_d: float
    expedited: bool


class Supply:
    """All that is restricted in this run; nothing by default."""

    def __init__(self) -> None:
        self._restrictions: list[Restriction] = []

    def restrict(self, restriction: Restriction) -> None:
        """Adds one; of two that hold at once, the first counts."""
        self._restrictions.append(restriction)

    def restriction(self, item: str, at_s: float) -> Restriction | None:
        """What holds for an item at an instant."""
        return next((one for one in self._restrictions if one.holds(item, at_s)), None)

    def is_scarce(self, item: str, at_s: float) -> bool:
        """Whether an item is on allocation, or its backlog is still being worked off."""
        return any(
            item in one.items and one.from_s <= at_s < one.until_s + one.recovery_d * DAY_S
            for one in self._restrictions
        )


class Group(Protocol):
    """The part of a site that an allotment is drawn from."""

    @property
    def streams(self) -> Streams: ...

    @property
    def parameters(self) -> Mapping[str, float]: ...

    @property
    def supply(self) -> Supply: ...


def allot(
    group: Group, line: OrderedLine, address: tuple[Address, ...], ordered_s: float
) -> Allotment | None:
    """What its supplier can ship of a line that was ordered at an instant; None for all of it.

    A fraction of a purchase unit is shipped or kept by chance, so that small lines get their share
    on the average. What a buyer has expedited does not wait for supply to return.
    """
    restriction = group.supply.restriction(line.item, ordered_s)
    if restriction is None:
        return None
    due = restriction.share * line.quantity
    now = int(due) + group.streams.bernoulli(due % 1.0, "supply.rounded", *address)
    if now >= line.quantity:
        return None
    parameters = group.parameters
    expedited = group.streams.bernoulli(
        parameters["back_order_expedited_share"], "supply.expedited", *address
    )
    return_s = restriction.until_s + DAY_S * restriction.recovery_d * group.streams.uniform(
        "supply.returned", *address
    )
    later_d = (return_s - ordered_s) / DAY_S
    if expedited:
        later_d = min(later_d, parameters["expedited_within_d"])
    return Allotment(now, later_d, expedited)
