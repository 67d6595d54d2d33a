"""The item master before packs or prices: what is bought, from whom.

Items are drafted first, then put on shelves, then priced (`pricing.py`), because a price is scaled
so that the expected use costs what hospitals of this size spend on supplies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.entities import Supplier

_OTHER_PACKS = (1, 1, 1, 1, 1, 10, 10, 12, 50, 100)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item before it has a pack or a price; `home` is theatre, ward or '' if not stocked."""

    number: int
    home: str
    implant: bool
    supplier: int
    on_contract: bool
    chargeable: bool
    raw_price: float
    pack: int

    @property
    def stocked(self) -> bool:
        return bool(self.home)


def item_count(parameters: Parameters, scale: float) -> int:
    """Active items at a scale."""
    return max(120, round(parameters["active_items"] * scale))


def draft_items(
    streams: Streams, parameters: Parameters, scale: float, suppliers: Sequence[Supplier]
) -> list[ItemDraft]:
    """Which items there are, before packs or prices."""
    count = item_count(parameters, scale)
    rng = streams.generator("items")
    homes = _homes(rng, count, parameters)
    implants = _implants(homes, parameters, scale)
    stocked = np.array([bool(home) for home in homes])
    supplier = _suppliers(rng, stocked, implants, (suppliers, parameters))
    contract_share = np.where(
        stocked, parameters["stocked_item_contract_share"], parameters["other_item_contract_share"]
    )
    on_contract = rng.random(count) < contract_share
    chargeable = stocked & (rng.random(count) < parameters["chargeable_item_share"])
    raw = np.exp(rng.standard_normal(count) * np.where(implants, 0.6, np.where(stocked, 1.2, 1.0)))
    packs = rng.integers(0, len(_OTHER_PACKS), count)
    return [
        ItemDraft(
            number=n + 1,
            home=homes[n],
            implant=bool(implants[n]),
            supplier=int(supplier[n]),
            on_contract=bool(on_contract[n]),
            chargeable=bool(chargeable[n] or implants[n]),
            raw_price=round(float(raw[n]), 6),
            pack=_OTHER_PACKS[packs[n]],
        )
        for n in range(count)
    ]


def _homes(rng: np.random.Generator, count: int, parameters: Parameters) -> list[str]:
    stocked = round(count * parameters["stocked_item_share"])
    chosen = np.sort(rng.choice(count, size=stocked, replace=False))
    homes = [""] * count
    for order, index in enumerate(chosen):
        homes[index] = "theatre" if order % 2 == 0 else "ward"
    return homes


def _implants(homes: Sequence[str], parameters: Parameters, scale: float) -> np.ndarray:
    theatre = [n for n, home in enumerate(homes) if home == "theatre"]
    wanted = max(4, round(len(theatre) * parameters["implant_item_share"]))
    step = max(1, len(theatre) // wanted)
    mask = np.zeros(len(homes), dtype=bool)
    mask[theatre[::step][:wanted]] = True
    return mask


def _suppliers(
    rng: np.random.Generator,
    stocked: np.ndarray,
    implants: np.ndarray,
    of: tuple[Sequence[Supplier], Parameters],
) -> np.ndarray:
    """Index of each item's supplier: Zipf among the direct ones, the first distributor leads."""
    suppliers, parameters = of
    distributors = sum(supplier.distributor for supplier in suppliers)
    ranks = np.arange(1, len(suppliers) - distributors + 1, dtype=float)
    weights = ranks ** -parameters["supplier_concentration_exponent"]
    direct = distributors + rng.choice(len(ranks), size=len(stocked), p=weights / weights.sum())
    shares = np.array([0.6, 0.25, 0.15][:distributors])
    spread = rng.choice(distributors, size=len(stocked), p=shares / shares.sum())
    by_distributor = rng.random(len(stocked)) < np.where(
        stocked, parameters["distributor_stock_share"], 0.15
    )
    return np.where(by_distributor & ~implants, spread, direct)
