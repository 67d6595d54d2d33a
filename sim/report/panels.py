"""Which panels a variance figure has: money and documents of each pair of books that ever differed.

The page and the pictures draw the same list, in two columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.report import palette
from sim.report.content import Content
from sim.report.series import variance_of


@dataclass(frozen=True)
class Panel:
    """One quantity over time: its column of `line`, the unit on its axis, title and colour."""

    line: pd.DataFrame
    field: str
    unit: str
    title: str
    colour: str


def variance_panels(content: Content) -> list[Panel]:
    """Pairs that differ in money come first, with both panels; a flat panel is left out."""
    both: list[Panel] = []
    rest: list[Panel] = []
    for pair in content.moved_pairs:
        line = variance_of(content, pair)
        money = Panel(line, "dollars", "US dollars", f"{pair}: money", palette.BLUE)
        documents = Panel(line, "documents", "documents", f"{pair}: documents", palette.GREEN)
        moved = [panel for panel in (money, documents) if line[panel.field].any()]
        (both if len(moved) == 2 else rest).extend(moved)
    return both + rest
