"""Figures of a comparison in words: quantities with their units, bounds, p values."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

from sim.study.figures import Figure

NONE = "–"
CENTS = 100.0
LONG_S = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"))
"""From so many seconds on a duration is told in that unit."""
LEAST_P = 0.0001
CAUSE_NAMES = {
    "in_flight": "on its way, in time",
    "queued": "waiting for a person",
    "period": "wrong period",
    "price": "wrong price",
    "quantity_or_unit": "wrong quantity or unit",
}


def figure_title(figure: Figure) -> str:
    """With the unit, unless quantities tell it by themselves."""
    return f"{figure.title}, {figure.unit}" if figure.unit == "dollar-days" else figure.title


def quantity(value: float, unit: str, signed: bool = False) -> str:
    """Three or four digits that mean something, with the unit; cents are told in dollars."""
    if math.isnan(value):
        return NONE
    sign = "-" if value < 0 else "+" if signed and value > 0 else ""
    return sign + _size(abs(value), unit)


def bounds(low: float, high: float, unit: str) -> str:
    """`low to high`, a dash where there are none."""
    if math.isnan(low) or math.isnan(high):
        return NONE
    return f"{quantity(low, unit)} to {quantity(high, unit)}"


def p_value(value: float) -> str:
    """Four digits at the most."""
    if math.isnan(value):
        return NONE
    return f"< {LEAST_P}" if value < LEAST_P else f"{value:.2g}"


def estimate(line: Mapping[Hashable, Any]) -> tuple[str, str]:
    """An effect or a rank correlation of a line of `influence`, with its bounds."""
    if line["unit"]:
        effect = quantity(line["estimate"], line["unit"], signed=True)
        return effect, bounds(line["low"], line["high"], line["unit"])
    reach = NONE if math.isnan(line["low"]) else f"{line['low']:+.2f} to {line['high']:+.2f}"
    return f"{line['estimate']:+.2f}", reach


def cause_name(cause: str) -> str:
    """A cause of variance in words."""
    return CAUSE_NAMES.get(cause, cause.replace("_", " "))


def level(text: str) -> str:
    """A factor's level as it was kept; numbers with four digits."""
    try:
        return f"{float(text):.4g}"
    except ValueError:
        return text


def _size(value: float, unit: str) -> str:
    if unit == "s":
        return _duration(value)
    if unit == "cents":
        return f"${_digits(value / CENTS)}"
    if unit in ("US dollars", "dollar-days"):
        return f"${_digits(value)}"
    if unit == "share":
        return f"{value:.1%}"
    return _digits(value) if unit == "count" else f"{_digits(value)} {unit}"


def _duration(value: float) -> str:
    for least, name in LONG_S:
        if value >= least:
            return f"{_digits(value / least)} {name}"
    return f"{_digits(value)} s"


def _digits(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
