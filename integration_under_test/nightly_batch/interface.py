"""What one interface is, as data: where its rows come from, how they are written, found, sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.extracts import Extract

Data = Mapping[str, Any]
Record = dict[str, Any]


class NotYet(Exception):
    """What a row refers to has not arrived; an earlier interface may bring it next time."""


@dataclass(frozen=True)
class Look:
    """How the target is asked whether a record is there. "Not found" is an answer, too."""

    operation: str
    ask: tuple[str, ...]
    """Fields of the record that are its natural key."""
    proves: Callable[[Record, Record], bool]
    """(answer, record) -> whether it is there, in this version or a later one."""
    always: bool = False
    """Also before the first attempt: the target takes an old version over a new one."""


@dataclass(frozen=True)
class Load:
    """How a row is written into its target."""

    system: str
    operation: str
    write: Callable[[Data, Crosswalk], Record | None]
    """None where the row means nothing to the target."""
    look: Look | None = None
    """None where the target itself takes a repetition as none."""
    complete: Callable[[Record, Connection], Awaitable[Record]] | None = None
    """Looks up what the row itself does not say. Raises NotYet."""
    update: str = ""
    """The operation for a record that has an id by then."""
    dated: bool = False
    """Whether a closed period moves it to the next open day."""


@dataclass(frozen=True)
class Interface:
    """From one system to one other. `owner` is the desk that reads its error report."""

    name: str
    flow: str
    owner: str
    extract: Extract
    load: Load
