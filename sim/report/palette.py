"""Colours of every figure: the palette of Okabe and Ito, which colour-blind readers can tell apart.

Source: Okabe M, Ito K, "Color Universal Design" (2008). Each outcome also has a word and a symbol,
so that no meaning hangs on colour alone.
"""

from __future__ import annotations

from typing import NamedTuple

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILLION = "#D55E00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"

INK = "#1B1F24"
MUTED = "#5A636E"
HAIRLINE = "#DDE1E6"
SHADE = "#FBEBCB"
"""A fault window: orange, thinned until text on it stays readable."""


CAUSES = {
    "missing": VERMILLION,
    "duplicate": ORANGE,
    "phantom": PURPLE,
    "price": BLUE,
    "quantity_or_unit": GREEN,
    "period": SKY,
    "rounding": "#7F8793",
    "queued": "#F0E442",
    "in_flight": "#C9CED6",
    "unexplained": "#000000",
}
"""Cause of a variance -> its colour, in the order of the legend; two greys differ in lightness."""


class Mark(NamedTuple):
    """How an outcome is shown."""

    word: str
    symbol: str
    colour: str


MARKS = {
    "pass": Mark("pass", "✓", GREEN),
    "fail": Mark("FAIL", "✗", VERMILLION),
    "unknown": Mark("unknown", "?", ORANGE),
}


def mark(outcome: str) -> Mark:
    """The mark of an outcome; anything unheard of is shown as unknown."""
    return MARKS.get(outcome, MARKS["unknown"])
