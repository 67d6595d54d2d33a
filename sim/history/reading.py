"""A recording as pandas frames: what every checker and measure works on.

    history = History.load(Path("runs/.../history.parquet"))
    history.effects.groupby("f", observed=True).size()

Frames are made when first asked for and kept; treat them as read-only. Times are integer
microseconds of simulated time, money is in minor units, strings are categories.

A frame of a long run may not fit into memory. `by_key`, `by_call`, `by_delivery` therefore take
a function of a share of the rows, and return what it said of each share; checkers and measures
read no other way. What is small in any run (`faults`, `items`, `books`, `integration`) is a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.history.exchanges import join_answers
from sim.history.part import KEY, Part
from sim.history.schema import Row
from sim.history.shelves import Shelves, hash_of
from sim.history.stored import Stored, framed
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
_TOLD = (
    *("i", "t_us", "f", "process", "flow", "target", "business_key", "effect_key", "agg_id"),
    "detail",
)
_LEAN_INTENT = tuple(name for name in _INTENT if name not in ("correlation_id", "account"))
"""What goes on shelves: all that rules look at. Of exchanges they look at every column."""
_INTENT_OPS = ("effect", "owe")
_EXCHANGE_OPS = ("invoke", "ok", "fail", "info")
PART_ROWS = 300_000
"""Rows of the recording that one part stands for: some 200 MB while it is looked at."""
PARTS_MAX = 400
"""Each is a file or two that are open at the same time."""


class History:
    """A finished recording; one of up to `part_rows` is read in one part."""

    def __init__(self, stored: Stored, part_rows: int = PART_ROWS) -> None:
        self._stored = stored
        self._parts = min(max(1, -(-stored.rows // part_rows)), PARTS_MAX)
        self._derived: dict[Any, Any] = {}
        self._by_key: dict[Any, list[Any]] = {}

    @classmethod
    def load(cls, path: Path, part_rows: int = PART_ROWS) -> History:
        """Raises UnreadableHistory for a file of another version or with missing columns."""
        return cls(Stored(path), part_rows)

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
        return self._stored.read(_INTENT_OPS, _INTENT)

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
        """What the host saw of the integration: `f` is started, raised, stopped or hung; what it
        told of itself: `alert_raised`, `alert_cleared`, `item_escalated`."""
        return self._stored.read(("integration",), _TOLD)

    def about(self, keys: Collection[str], columns: Sequence[str]) -> pd.DataFrame:
        """All rows in which one of the columns holds one of the keys, with every column."""
        return self._stored.about(keys, columns)

    def numbered(self, numbers: Collection[int]) -> pd.DataFrame:
        """The rows with these numbers, with every column."""
        return self._stored.numbered(numbers)

    def without(self, numbers: Collection[int]) -> History:
        """The same recording but for some rows; the others keep their numbers."""
        return History(self._stored.without(numbers))

    def derive(self, compute: Callable[[History], T]) -> T:
        """The value of a pure function of this History, computed once for all who ask."""
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        value: T = self._derived[compute]
        return value

    def by_key(self, look: Callable[[Part], T]) -> list[T]:
        """What `look` says of each share of the effect keys; asked once, so it must be pure."""
        if look not in self._by_key:
            self._by_key[look] = [look(part) for part in self.parts()]
        said: list[T] = self._by_key[look]
        return said

    def by_call(self, look: Callable[[pd.DataFrame], T]) -> list[T]:
        """What `look` says of each share of the calls, in order of time."""
        return [look(calls) for calls in self._call_parts()]

    def by_delivery(self, look: Callable[[pd.DataFrame], T]) -> list[T]:
        """What `look` says of each share of the events, with all deliveries of each."""
        return [look(deliveries) for deliveries in self._delivery_parts()]

    def count(self, op: str, by: str) -> Mapping[str, int]:
        """How many rows of an op hold each value of a column."""
        return self._stored.count((op,), by)

    @cached_property
    def kinds_owed(self) -> frozenset[str]:
        """The kinds of effect that somebody was owed in this run."""
        return frozenset(self.count("owe", "f"))

    def of_kind(self, suffix: str) -> pd.DataFrame:
        """Effects and obligations of the kinds that end so, with every column."""
        return self._stored.where(partial(_is_of_kind, suffix, _INTENT_OPS), ("op", "f"))

    def effects_in_parts(self) -> Iterator[pd.DataFrame]:
        """`effects` in pieces, in order."""
        left_out = ("op", *_ONLY_OWED)
        columns = tuple(name for name in _INTENT if name not in left_out)
        for table in self._stored.chunks(("effect",), columns):
            yield framed(table)

    @cached_property
    def whole(self) -> Part:
        """Everything as one part, for those who want all of it in memory."""
        return Part(self, self.intent, 0, 1)

    def parts(self) -> Iterator[Part]:
        """The shares of `by_key`, each made anew."""
        if self._parts == 1:
            yield self.whole
            return
        for number, table in enumerate(self._keys_on_shelves):
            yield Part(self, framed(table), number, self._parts)

    def _call_parts(self) -> Iterator[pd.DataFrame]:
        if self._parts == 1:
            yield self.calls
            return
        for table in self._exchanges_on_shelves[0]:
            yield join_answers(framed(table)).drop(columns=["event_source", "event_id"])

    def _delivery_parts(self) -> Iterator[pd.DataFrame]:
        if self._parts == 1:
            yield self.deliveries
            return
        for table in self._exchanges_on_shelves[1]:
            yield join_answers(framed(table))

    @cached_property
    def _keys_on_shelves(self) -> Shelves:
        shelves = Shelves(_LEAN_INTENT, self._parts)
        for rows in self._stored.chunks(_INTENT_OPS, _LEAN_INTENT):
            shelves.put(rows, lambda rows: hash_of({name: rows.column(name) for name in KEY}))
        shelves.finish()
        return shelves

    @cached_property
    def _exchanges_on_shelves(self) -> tuple[Shelves, Shelves]:
        """Calls by their number, which keeps their order; deliveries by event."""
        calls, deliveries = (Shelves(_EXCHANGE, self._parts) for _ in range(2))
        for rows in self._stored.chunks(_EXCHANGE_OPS, _EXCHANGE):
            delivered = pc.not_equal(rows.column("event_id"), "")
            calls.put(rows.filter(pc.invert(delivered)), self._shelf_of_call)
            deliveries.put(rows.filter(delivered), _shelf_of_event)
        calls.finish()
        deliveries.finish()
        return calls, deliveries

    def _shelf_of_call(self, rows: Any) -> Any:
        asked = rows.column("invoke_i").to_numpy()
        number = np.where(asked >= 0, asked, rows.column("i").to_numpy())
        shelf = number * self._parts // max(self.rows, 1)
        return np.minimum(shelf, self._parts - 1).astype(np.uint64)

    @cached_property
    def _exchanges(self) -> pd.DataFrame:
        return join_answers(self._stored.read(_EXCHANGE_OPS, _EXCHANGE))

    @cached_property
    def _delivered(self) -> pd.Series:
        return self._exchanges["event_id"] != ""

    def _part(self, op: str, without: tuple[str, ...]) -> pd.DataFrame:
        part = self.intent[self.intent["op"] == op]
        return part.drop(columns=["op", *without]).reset_index(drop=True)


def _shelf_of_event(rows: Any) -> Any:
    return hash_of({name: rows.column(name) for name in ("event_source", "event_id")})


def _is_of_kind(suffix: str, ops: Sequence[str], group: Any) -> Any:
    intent = pc.is_in(group.column("op"), pa.array(ops))
    return pc.and_(intent, pc.ends_with(group.column("f"), suffix)).combine_chunks()
