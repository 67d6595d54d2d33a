"""How many obligations were open at the same time: what a blow could have lost."""

from __future__ import annotations

import numpy as np

from sim.checkers.grouped import column
from sim.checkers.matching import obligations_in_parts
from sim.history.reading import History


def most_in_flight(history: History) -> tuple[int, int]:
    """The most obligations that were owed and not met at one instant, and how many there were."""
    opened, closed = [], []
    for lines in obligations_in_parts(history):
        met_us = column(lines, "met_us")
        opened.append(column(lines, "t_us"))
        closed.append(met_us[met_us >= 0])
    begins, ends = np.sort(np.concatenate(opened)), np.sort(np.concatenate(closed))
    if not len(begins):
        return 0, 0
    open_then = np.arange(1, len(begins) + 1) - np.searchsorted(ends, begins, side="right")
    return int(open_then.max()), len(begins)
