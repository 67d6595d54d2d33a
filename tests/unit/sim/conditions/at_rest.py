"""Runs the group to its end and opens its books, which no stored run keeps.

`copy_of` gives the same books again, to be spoilt: tables are pickled whole, so that what is one
object in a system stays one.
"""

from __future__ import annotations

import gc
import pickle
import sys
import threading
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sim.cli import new_integration
from sim.conditions import open_books
from sim.conditions.books import Books
from sim.experiment.run import under_way
from sim.experiment.scenario import Scenario
from sim.experiment.spec import RunSpec

Document = TypeVar("Document")

CLOSE = Scenario(
    name="close",
    circumstance="C02",
    title="The end of a month with its close",
    first_day=date(2026, 4, 20),
    days=19,
    expects={},
    closes=("2026-04",),
)
"""Long enough for every kind of document, short enough for a unit test."""

_DEPTH = 1_000_000
_STACK_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class AtRest:
    """A finished run's books, and whether the run came to rest before its limit."""

    books: Books = field(repr=False)
    quiescent: bool


def run_to_rest(spec: RunSpec) -> AtRest:
    """Drives a run as `sim.experiment.run.record` does, and keeps the systems."""
    with under_way(spec, new_integration(spec.integration), None) as course:
        course.finish()
        testbed = course.testbed
        books = open_books(testbed.systems, testbed.world.site.enterprise)
        return AtRest(books, course.recorded().quiescent)


def pickled(books: object) -> bytes:
    """On a deep stack, since documents that hang on one another are pickled within one another."""
    found: list[bytes] = []
    depth, size = sys.getrecursionlimit(), threading.stack_size(_STACK_BYTES)
    sys.setrecursionlimit(_DEPTH)
    try:
        thread = threading.Thread(target=lambda: found.append(pickle.dumps(books)))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(depth)
        threading.stack_size(size)
    return found[0]


def copy_of(kept: bytes) -> Books:
    """The books once more; whoever spoils them spoils nobody else's."""
    gc.disable()  # nothing is freed while so many objects arise, looking for it doubles the time
    try:
        books: Books = pickle.loads(kept)
    finally:
        gc.enable()
    return books


def changed(document: Document, **fields: Any) -> Document:
    """A document with other values, whichever kind of record it is."""
    copied: Any = document
    changed_one: Document = (
        replace(copied, **fields) if is_dataclass(document) else copied._replace(**fields)
    )
    return changed_one
