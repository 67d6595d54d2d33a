"""What stands in each stored table, column by column: type, unit and meaning.

    columns("obligations")

Names end in their unit where they have one: `_us` microseconds since the start of the run, `_s`
seconds, `_minor` cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.history.meanings import MEANINGS
from sim.history.schema import COLUMNS, INTEGERS
from sim.naming import nearest
from sim.results.errors import UnknownTable
from sim.results.meanings import MATCHED, MEASURED, REPLICATED, Column
from sim.results.units import unit_of

INTEGER, TEXT, CATEGORY = "int64", "str", "category"

_EFFECTS = (
    *("i", "t_us", "f", "process", "source", "effect_key", "correlation_id", "agg_version"),
    *("count", "amount_minor", "quantity", "uom", "account", "period", "facility"),
)
_OWED = (
    *("i", "t_us", "flow", "f", "source", "target", "business_key", "effect_key", "agg_version"),
    *("amount_minor", "quantity", "uom", "period", "facility", "due_us", "mode"),
)


def _recorded(name: str, text: str) -> Column:
    meaning = MEANINGS[name]
    return Column(name, INTEGER if name in INTEGERS else text, meaning.unit, meaning.says)


TABLES: Mapping[str, tuple[Column, ...]] = {
    "history": tuple(_recorded(name, TEXT) for name in COLUMNS),
    "effects": tuple(_recorded(name, CATEGORY) for name in _EFFECTS),
    "obligations": (*(_recorded(name, CATEGORY) for name in _OWED), *MATCHED),
    **REPLICATED,
}
"""Stored table -> its columns in order; the first three are a run's, the others a study's."""


def columns(table: str) -> pd.DataFrame:
    """The columns of a stored table: `column`, `dtype` (pandas), `unit` ("" for words, keys and
    yes or no), `meaning`. Raises UnknownTable."""
    if table not in TABLES:
        raise UnknownTable(
            f"no stored table is called {table!r}: {nearest(table, TABLES)}; "
            f"`run.columns(measure)` tells those of a measure"
        )
    return _told(TABLES[table])


def columns_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The same of a measure's frame: types are the frame's, units follow from the names; `meaning`
    is "" where the name says it."""
    lines = [
        Column(name, str(frame[name].dtype), _unit(frame, name), MEASURED.get(name, ""))
        for name in map(str, frame.columns)
    ]
    return _told(lines)


def _unit(frame: pd.DataFrame, name: str) -> str:
    return unit_of(name) if pd.api.types.is_numeric_dtype(frame[name]) else ""


def _told(found: Sequence[Column]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=list(Column._fields)).rename(columns={"name": "column"})
