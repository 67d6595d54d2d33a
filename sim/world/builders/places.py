"""Where stocked items are kept, with how much of them is used there.

Every store gets its share of the assortment in turn; use within a store follows Zipf's law, so
that a few items move daily while most move rarely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from sim.streams import Streams
from sim.world.builders.items import ItemDraft
from sim.world.calibration import Parameters
from sim.world.entities import Department

_SECOND_HOSPITAL_SHARE = 0.33
_ZIPF_EXPONENT = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """An item (its number) in a store, with its expected use in EA a day."""

    item: int
    department: Department
    daily_use: float


def whole_units_mean(extra_mean: float) -> float:
    """The mean of 1 + floor(Exponential(extra_mean)), the quantity rule of all actors."""
    return 1.0 + 1.0 / (exp(1.0 / extra_mean) - 1.0)


def place_items(
    streams: Streams,
    parameters: Parameters,
    drafts: Sequence[ItemDraft],
    departments: Sequence[Department],
) -> list[Place]:
    """Shelves of all stores, store by store."""
    kept: dict[str, list[ItemDraft]] = defaultdict(list)
    turn: dict[str, int] = defaultdict(int)
    stores = _stores(departments)
    for draft in drafts:
        if draft.stocked:
            kind = "implant" if draft.implant else draft.home
            for department in _stores_of(streams, draft, turn[kind], stores):
                kept[department.location].append(draft)
            turn[kind] += 1
    return [
        place
        for department in departments
        for place in _fill(streams, parameters, department, kept[department.location])
    ]


def _stores(departments: Iterable[Department]) -> dict[str, dict[str, list[Department]]]:
    """Home -> facility -> its stores; wards and the emergency store share the ward assortment."""
    stores: dict[str, dict[str, list[Department]]] = {"theatre": {}, "ward": {}}
    for department in departments:
        if department.kind != "store":
            home = "theatre" if department.kind == "theatre" else "ward"
            stores[home].setdefault(department.facility, []).append(department)
    return stores


def _stores_of(
    streams: Streams,
    draft: ItemDraft,
    turn: int,
    stores: dict[str, dict[str, list[Department]]],
) -> list[Department]:
    facilities = list(stores[draft.home].values())
    first = turn % len(facilities)
    chosen = [first]
    if streams.bernoulli(_SECOND_HOSPITAL_SHARE, "place.second", draft.number, 0):
        chosen.append((first + 1 + turn // len(facilities)) % len(facilities))
    rounds = turn // len(facilities)
    return [facilities[index][rounds % len(facilities[index])] for index in dict.fromkeys(chosen)]


def _fill(
    streams: Streams,
    parameters: Parameters,
    department: Department,
    drafts: Sequence[ItemDraft],
) -> list[Place]:
    implants = [draft for draft in drafts if draft.implant]
    others = [draft for draft in drafts if not draft.implant]
    share = parameters["implant_usage_share"] if implants else 0.0
    per_usage = whole_units_mean(parameters["usage_extra_units_mean"])
    implant_use = _spread(department.usages_per_day * share, [1.0] * len(implants))
    order = streams.generator("place.rank", department.location).permutation(len(others))
    weights = [(int(rank) + 1.0) ** -_ZIPF_EXPONENT for rank in order]
    other_use = _spread(department.usages_per_day * (1 - share) * per_usage, weights)
    uses = zip([*implants, *others], [*implant_use, *other_use], strict=True)
    return [Place(draft.number, department, round(use, 6)) for draft, use in uses]


def _spread(total: float, weights: Sequence[float]) -> list[float]:
    sum_of_weights = sum(weights)
    return [total * weight / sum_of_weights for weight in weights]
