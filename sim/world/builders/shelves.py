"""Par levels with the opening stock.

The reorder point covers the supplier's lead time with a margin for bursts; the distance from it
up to the par level is solved so that replenishment makes the calibrated number of order lines.
A shelf opens somewhere on its way from par down to its next order, so that the first month orders
as much as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt

from sim.streams import Streams
from sim.world.builders.places import Place
from sim.world.builders.pricing import order_lines_per_day
from sim.world.calibration import Parameters
from sim.world.entities import Item, Shelf, Supplier

_BURST = 4.3
"""E[q^2] / E[q] of a usage's quantity: the variance of compound Poisson use over its mean."""
_SAFETY = 1.65
_OVERSHOOT_D = {True: 0.7, False: 3.5}
"""Days from reaching the reorder point to the next order day, distributors or direct."""


@dataclass(frozen=True)
class Stockroom:
    """What par levels depend on beside the places themselves."""

    items: Sequence[Item]
    suppliers: Mapping[str, Supplier]
    parameters: Parameters
    beds: int
    first_day: date

    def item(self, place: Place) -> Item:
        return self.items[place.item - 1]

    def by_distributor(self, place: Place) -> bool:
        return self.suppliers[self.item(place).supplier].distributor


def stock_shelves(
    streams: Streams, places: Sequence[Place], stockroom: Stockroom
) -> tuple[Shelf, ...]:
    """A shelf for each place, with lots."""
    cycle_d = _order_cycle_d(places, stockroom)
    return tuple(
        _shelf(streams, place, stockroom, (number, cycle_d))
        for number, place in enumerate(places, start=1)
    )


def _order_cycle_d(places: Sequence[Place], stockroom: Stockroom) -> float:
    """Days of use between orders that give the calibrated replenishment lines, by bisection."""
    parameters = stockroom.parameters
    wanted = order_lines_per_day(parameters, stockroom.beds) * parameters["stock_line_share"]
    rows = [
        (
            place.daily_use,
            stockroom.item(place).factor,
            _OVERSHOOT_D[stockroom.by_distributor(place)],
        )
        for place in places
    ]
    low_d, high_d = 0.5, 120.0
    for _ in range(40):
        middle_d = (low_d + high_d) / 2
        lines = sum(use / (max(use * middle_d, pack) + use * late) for use, pack, late in rows)
        low_d, high_d = (middle_d, high_d) if lines > wanted else (low_d, middle_d)
    return round(high_d, 6)


def _shelf(
    streams: Streams, place: Place, stockroom: Stockroom, numbered: tuple[int, float]
) -> Shelf:
    number, cycle_d = numbered
    item = stockroom.item(place)
    reorder = _reorder_qty(place, item, stockroom)
    par = reorder + max(item.factor, ceil(place.daily_use * cycle_d))
    location = place.department.location
    on_hand = _on_hand(streams, place, stockroom, (reorder, par))
    label = (f"LT{number:06d}", (location, item.erp_number))
    if stockroom.parameters["production_lot_d"] > 0:
        # The manufacturer's lots: the same on every shelf of the item.
        label = (f"B{item.erp_number[-6:]}-", ("group", item.erp_number))
    return Shelf(
        facility=place.department.facility,
        location=location,
        item=item.erp_number,
        daily_use=place.daily_use,
        par_qty=par,
        reorder_qty=reorder,
        lots=_lots(streams, label, on_hand, stockroom.first_day),
    )


def _on_hand(streams: Streams, place: Place, stockroom: Stockroom, levels: tuple[int, int]) -> int:
    """Uniform from par down to where the next order day finds the shelf, half at the least."""
    reorder, par = levels
    address = (place.department.location, stockroom.item(place).erp_number)
    longest_d = 2 * _OVERSHOOT_D[stockroom.by_distributor(place)]
    wait_d = longest_d * streams.uniform("stock.opening_wait", *address)
    lowest = max((reorder + 1) // 2, reorder + 1 - round(place.daily_use * wait_d), 1)
    return streams.integer(min(lowest, par), par + 1, "stock.opening", *address)


def _reorder_qty(place: Place, item: Item, stockroom: Stockroom) -> int:
    source = "distributor" if stockroom.by_distributor(place) else "direct"
    cover = place.daily_use * stockroom.parameters[f"par_cover_{source}_d"]
    burst = 1.0 if item.implant else _BURST
    return ceil(cover + _SAFETY * sqrt(cover * burst))


def _lots(
    streams: Streams, label: tuple[str, tuple[str, str]], on_hand: int, first_day: date
) -> tuple[tuple[str, date, int], ...]:
    name, address = label
    sooner_d = streams.integer(90, 300, "stock.expiry", *address, 0)
    later_d = sooner_d + streams.integer(60, 400, "stock.expiry", *address, 1)
    older = on_hand // 3
    lots = [
        (f"{name}A", first_day + timedelta(days=sooner_d), older),
        (f"{name}B", first_day + timedelta(days=later_d), on_hand - older),
    ]
    return tuple(lot for lot in lots if lot[2] > 0)
