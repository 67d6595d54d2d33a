"""Which panels a variance figure has: money and documents of each pair of books that ever differed.

The page and the pictures draw the same list, in two columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.report import palette
from sim.report.content import Content
from sim.report.series import variance_of

PANELS_SHOWN = 16
PAIRS_SHOWN = 8
"""More pairs by cause than this are in the table alone."""


@dataclass(frozen=True)
class Panel:
    """One quantity over time: its column of `line`, the unit on its axis, title and colour."""

    line: pd.DataFrame
    field: str
    unit: str
    title: str
    colour: str
    pair: str


def variance_panels(content: Content) -> list[Panel]:
    """Pairs that differ in money come first, with both panels; a flat panel is left out, and so
    are those after the first PANELS_SHOWN: more than a reader looks at, or a slide holds."""
    both: list[Panel] = []
    rest: list[Panel] = []
    for pair in content.moved_pairs[:PANELS_SHOWN]:
        line = variance_of(content, pair)
        money = Panel(line, "dollars", "US dollars", f"{pair}: money", palette.BLUE, pair)
        documents = Panel(line, "documents", "documents", f"{pair}: documents", palette.GREEN, pair)
        moved = [panel for panel in (money, documents) if line[panel.field].any()]
        (both if len(moved) == 2 else rest).extend(moved)
    return (both + rest)[:PANELS_SHOWN]


def undrawn_pairs(content: Content) -> list[str]:
    """Pairs that differed, and of which no panel is shown."""
    drawn = {panel.pair for panel in variance_panels(content)}
    return [pair for pair in content.moved_pairs if pair not in drawn]


def differing_pairs(content: Content) -> list[str]:
    """Pairs that differed by more than what was on its way, the most for the longest time first,
    in money before documents."""
    lines = content.causes
    if lines.empty:
        return []
    lines = lines[lines["cause"] != "in_flight"]
    size = lines.groupby("pair")[["amount_minor", "documents"]].sum()
    ranked = size.sort_values(["amount_minor", "documents"], ascending=False, kind="stable")
    return [str(pair) for pair in ranked.index[:PAIRS_SHOWN]]
