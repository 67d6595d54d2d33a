"""Which suppliers take orders by EDI: the largest first, until they have the calibrated share.

A supplier's share of order lines is not known before the run; its shelves with its items stand
for it, since the first are what is replenished, the second what departments ask for themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sim.world.calibration import Parameters
from sim.world.enterprise import Enterprise


def edi_speakers(enterprise: Enterprise, parameters: Parameters) -> tuple[str, ...]:
    """ERP numbers, in order of number."""
    expected = _expected_lines(enterprise, parameters["stock_line_share"])
    wanted = parameters["edi_850_line_share"]
    speakers: list[str] = []
    reached = 0.0
    for number in sorted(expected, key=lambda number: (-expected[number], number)):
        if reached >= wanted:
            break
        speakers.append(number)
        reached += expected[number]
    return tuple(sorted(speakers))


def _expected_lines(enterprise: Enterprise, stock_share: float) -> dict[str, float]:
    """ERP number -> expected share of all order lines; the shares sum to 1."""
    shelves = _shares(enterprise.item(shelf.item).supplier for shelf in enterprise.shelves)
    items = _shares(item.supplier for item in enterprise.items)
    return {
        supplier.erp_number: stock_share * shelves.get(supplier.erp_number, 0.0)
        + (1.0 - stock_share) * items.get(supplier.erp_number, 0.0)
        for supplier in enterprise.suppliers
    }


def _shares(owners: Iterable[str]) -> dict[str, float]:
    counts = Counter(owners)
    total = sum(counts.values())
    return {owner: count / total for owner, count in counts.items()}
