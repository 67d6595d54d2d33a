"""Item records that no longer agree: drifted descriptions, obsolete items, disputed packs.

Three items in ten change within a year, in one system first; what nobody carried over stays as it
was in the other. Numbers agree everywhere, so only an integration that reads descriptions, counts
records or compares packs notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.entities import Item, ObsoleteItem

_OBSOLETE_COST_MINOR = 100


def drifted_descriptions(
    streams: Streams, parameters: Parameters, items: Sequence[Item]
) -> dict[tuple[str, str], str]:
    """(system, ERP item number) -> the description of before the change."""
    years = parameters["item_drift_unsynchronised_y"]
    share = 1.0 - exp(-parameters["item_drift_per_year"] * years)
    draws = streams.generator("item.drift").random((len(items), 2))
    drifted = {}
    for item, (whether, where) in zip(items, draws, strict=True):
        if whether < share:
            systems = ("procurement", "inventory", *(("billing",) if item.charge_code else ()))
            system = systems[int(where * len(systems))]
            drifted[system, item.erp_number] = _as_it_was(item.description)
    return drifted


def obsolete_items(
    streams: Streams, parameters: Parameters, items: Sequence[Item]
) -> tuple[ObsoleteItem, ...]:
    """Items that are on file in ERP or inventory but can no longer be ordered."""
    count = round(len(items) * parameters["obsolete_item_share"])
    first = len(items) + 1
    return tuple(
        ObsoleteItem(
            erp_number=f"{100_000_000 + number}",
            inventory_id=f"IV-{number:06d}",
            description=f"DO NOT USE - {_predecessor(streams, items, number).description}",
            standard_cost_minor=_OBSOLETE_COST_MINOR,
        )
        for number in range(first, first + count)
    )


def disputed_packs(
    streams: Streams, parameters: Parameters, items: Sequence[Item]
) -> dict[str, int]:
    """ERP item number -> EA in a purchase unit as the ERP has it, where that is wrong."""
    share = parameters["purchase_unit_mismatch_share"]
    draws = streams.generator("item.unit_mismatch").random(len(items))
    return {
        item.erp_number: 2 * item.factor
        for item, draw in zip(items, draws, strict=True)
        if item.factor > 1 and draw < share
    }


def _predecessor(streams: Streams, items: Sequence[Item], number: int) -> Item:
    return streams.choice(items, "item.obsolete", number, 0)


def _as_it_was(description: str) -> str:
    noun, _, rest = description.partition(" ")
    return f"{noun}, {rest}".replace("MM", " MM")
