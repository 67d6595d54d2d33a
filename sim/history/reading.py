"""A recording as pandas frames: what every checker and measure works on.

    history = History.load(Path("runs/.../history.parquet"))
    history.effects.groupby("f", observed=True).size()

Frames are made when first asked for and kept; treat them as read-only. Times are integer
microseconds of simulated time, money is in minor units, strings are categories.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from sim.history.exchanges import join_answers
from sim.history.schema import Row
from sim.history.stored import Stored
from sim.history.work_items import join_closings
from sim.history.writer import HistoryWriter

T = TypeVar("T")

_INTENT = (
    *("i", "t_us", "op", "f", "process", "flow", "source", "target", "business_key"),
    *("effect_key", "correlation_id", "agg_version", "count", "amount_minor", "quantity"),
    *("uom", "account", "period", "facility", "due_us", "mode", "detail"),
)
_ONLY_OWED = ("flow", "target", "business_key", "due_us", "mode", "detail")
_ONLY_EFFECTS = ("process", "correlation_id", "account")
_EXCHANGE = (
    *("i", "t_us", "op", "f", "hop", "source", "target", "business_key", "idem_key"),
    *("event_source", "event_id", "invoke_i", "attempt", "correlation_id", "status"),
    *("payload_hash", "fault_ids", "detail"),
)
_EVENT = ("i", "t_us", "op", "f", "process", "source", "target", "business_key", "event_source")
_ITEM = ("i", "t_us", "op", "f", "process", "flow", "business_key", "effect_key", "detail")
_BOOK = (
    *("i", "t_us", "op", "f", "source", "effect_key", "amount_minor", "quantity", "uom"),
    "detail",
)
_FAULT = ("i", "t_us", "op", "f", "target", "business_key", "effect_key", "fault_ids", "detail")


class History:
    """A finished recording."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._derived: dict[Any, Any] = {}

    @classmethod
    def load(cls, path: Path) -> History:
        """Raises UnreadableHistory for a file of another version or with missing columns."""
        return cls(Stored(path))

    @classmethod
    def from_writer(cls, writer: HistoryWriter) -> History:
        """Closes the writer and reads what it recorded."""
        writer.close()
        return cls(Stored(writer.path if writer.path is not None else writer.contents()))

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> History:
        """A History of hand-written rows."""
        writer = HistoryWriter(None, lambda: 0, lambda: 0)
        for row in rows:
            writer.write(row)
        return cls.from_writer(writer)

    @property
    def meta(self) -> Mapping[str, str]:
        """The file's key-value metadata, such as `history.hash`."""
        return self._stored.meta

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self._stored.rows

    @cached_property
    def end_us(self) -> int:
        """When the recording ends: the latest instant in it."""
        return self._stored.end_us()

    @cached_property
    def intent(self) -> pd.DataFrame:
        """Effects and obligations together in one frame, so that their keys share categories."""
        return self._stored.read(("effect", "owe"), _INTENT)

    @cached_property
    def effects(self) -> pd.DataFrame:
        """What was committed in books of record: `f` is the kind, `process` who caused it."""
        return self._part("effect", _ONLY_OWED)

    @cached_property
    def owed(self) -> pd.DataFrame:
        """The obligations; `business_key` names the trigger, `effect_key` the effect owed."""
        return self._part("owe", _ONLY_EFFECTS)

    @cached_property
    def calls(self) -> pd.DataFrame:
        """Calls with their answers, see `join_answers`."""
        calls = self._exchanges[~self._delivered].drop(columns=["event_source", "event_id"])
        return calls.reset_index(drop=True)

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """Attempts to deliver an event, with the receiver's answer, see `join_answers`."""
        return self._exchanges[self._delivered].reset_index(drop=True)

    @cached_property
    def faults(self) -> pd.DataFrame:
        """Rows `fault_on`, `fault_off`, `fault_witness`; `f` is the fault's id, `effect_key` its
        place in the plan."""
        return self._stored.read(("fault_on", "fault_off", "fault_witness"), _FAULT)

    @cached_property
    def items(self) -> pd.DataFrame:
        """Work items of the integration, a line per item and key, see `join_closings`."""
        return join_closings(self._stored.read(("item_opened", "item_closed"), _ITEM))

    @cached_property
    def world(self) -> pd.DataFrame:
        """Events of the simulated world."""
        return self._stored.read(("world",), (*_EVENT, "event_id", "detail"))

    @cached_property
    def books(self) -> pd.DataFrame:
        """Lines read straight from the systems' tables, at opening or closing (`op`)."""
        columns = (*_BOOK, "facility", "period", "account")
        return self._stored.read(("book_opening", "book_closing"), columns)

    @cached_property
    def integration(self) -> pd.DataFrame:
        """What the host saw of the integration: `f` is started, raised, stopped or hung."""
        return self._stored.read(("integration",), ("i", "t_us", "f", "process", "detail"))

    def about(self, keys: Collection[str], columns: Sequence[str]) -> pd.DataFrame:
        """All rows in which one of the columns holds one of the keys, with every column."""
        return self._stored.about(keys, columns)

    def numbered(self, numbers: Collection[int]) -> pd.DataFrame:
        """The rows with these numbers, with every column."""
        return self._stored.numbered(numbers)

    def derive(self, compute: Callable[[History], T]) -> T:
        """The value of a pure function of this History, computed once for all who ask."""
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        value: T = self._derived[compute]
        return value

    @cached_property
    def _exchanges(self) -> pd.DataFrame:
        return join_answers(self._stored.read(("invoke", "ok", "fail", "info"), _EXCHANGE))

    @cached_property
    def _delivered(self) -> pd.Series:
        return self._exchanges["event_id"] != ""

    def _part(self, op: str, without: tuple[str, ...]) -> pd.DataFrame:
        part = self.intent[self.intent["op"] == op]
        return part.drop(columns=["op", *without]).reset_index(drop=True)
