"""Supplies charged to departments (S01), kept on disk by the reference that they were posted under.

Every usage makes one, so a simulated month at full size has hundreds of thousands.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mock_systems.service.archive import Archive


class Cost(NamedTuple):
    """Supplies charged to a department; unit, date, amount stand in its journal.

    It repeats nothing of that.
    """

    journal: int
    item: str
    quantity: int


Costs = tuple[Cost, ...]


def cost_archive() -> Archive[str, Costs]:
    """Reference -> its costs, more than one where it was posted again."""
    return Archive(_packed, _unpacked)


def _packed(costs: Costs) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, costs))


def _unpacked(value: Any) -> Costs:
    return tuple(Cost(*cost) for cost in value)
