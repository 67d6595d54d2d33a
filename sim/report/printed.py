"""Frames of measures as the tables that a template prints.

A number is printed by the unit at the end of its column's name; a line that counted nothing is left
out, and so is a table without lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from pkgutil import resolve_name
from typing import Any

import pandas as pd

from sim.history.reading import History
from sim.measures import MEASURES
from sim.report import wording
from sim.report.tables import EVERY, GROUPS, Table

ROWS_SHOWN = 24
TOTAL = "all"


def measured(history: History) -> dict[str, pd.DataFrame]:
    """The frame of every table."""
    return {table.measure: _frame(table.measure, history) for table in EVERY}


def printed(table: Table, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any] | None:
    """A table as its template prints it; None where it has no line to show."""
    frame = frames.get(table.measure)
    if frame is None or frame.empty:
        return None
    counted = [frame[name].fillna(0).astype(float) > 0 for name in table.counts]
    lines = frame[pd.concat(counted, axis=1).any(axis=1)] if counted else frame
    if lines.empty:
        return None
    records = lines.head(ROWS_SHOWN).to_dict("records")
    return {
        "title": table.title,
        "note": table.note,
        "names": [(text, _is_number(frame[name])) for name, text in table.columns.items()],
        "rows": [[_cell(name, record[name]) for name in table.columns] for record in records],
        "more": len(lines) - len(records),
    }


def printed_groups(frames: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The sections in order; one without a table to show says so."""
    return [
        {
            **group._asdict(),
            "tables": [told for table in group.tables if (told := printed(table, frames))],
        }
        for group in GROUPS
    ]


def _frame(name: str, history: History) -> pd.DataFrame:
    if name != "attribution":
        frame: pd.DataFrame = resolve_name(MEASURES[name])(history)
        return frame
    return _attribution(history)


def _attribution(history: History) -> pd.DataFrame:
    """By pair and cause what was outstanding, and what is left, the most money first."""
    by = ["pair", "cause"]
    outstanding = _frame("variance_outstanding", history).groupby(by, sort=True)
    days = outstanding[["unit_days", "usd_days"]].sum()
    left = _frame("variance_causes", history).groupby(by, sort=True)[["units", "minor"]].sum()
    lines = days.join(left, how="left").fillna(0).astype({"units": "int64", "minor": "int64"})
    lines = lines[lines.index.get_level_values("cause") != "in_flight"]
    ranked = lines.sort_values(["usd_days", "unit_days"], ascending=False, kind="stable")
    return ranked.reset_index()


def _is_number(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values))


def _cell(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"text": _words(name, value), "number": False, "zero": False}
    number = float(value)
    text = wording.ABSENT if isnan(number) else _printed(name, number)
    return {"text": text, "number": True, "zero": isnan(number) or number == 0}


def _words(name: str, value: str) -> str:
    if value == TOTAL:
        return value
    if name == "pair":
        return wording.pair(*value.split(">"))
    spoken = WORDS.get(name, wording.words)
    return spoken(value)


def _printed(name: str, number: float) -> str:
    for suffix, spelled in UNITS.items():
        if name.endswith(suffix):
            return spelled(number)
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


WORDS: Mapping[str, Callable[[str], str]] = {
    "flow": wording.flow,
    "f": wording.effect,
    "hop": wording.hop,
    "source": wording.system,
    "target": wording.system,
    "system": wording.system,
    "facility": str,
    "supplier": str,
    "payer": str,
    "period": str,
}
UNITS: Mapping[str, Callable[[float], str]] = {
    "usd_days": lambda number: f"${number:,.2f}",
    "_days": lambda number: f"{number:,.1f}",
    "rate_minor": wording.share,
    "completeness_minor": wording.share,
    "_minor": lambda number: wording.money(round(number)),
    "minor": lambda number: wording.money(round(number)),
    "_share": wording.share,
    "share": wording.share,
    "coverage": wording.share,
    "completeness": wording.share,
    "_s": wording.duration,
}
"""The end of a column's name -> how its numbers are printed; the first that fits."""
