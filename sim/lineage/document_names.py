"""Which delivered document a correlation id means.

An event brings its correlation id along, a document has none until it is opened. Then the usual
name is `sender|kind|number`, and the document's own name ends in that number: the two are paired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from sim.history.reading import History

DIGITS = re.compile(r"\d+")
LAYOUT = ";layout="

Delivered = tuple[str, str, str]
"""Sender, media type, name."""


def document_names(history: History) -> Mapping[str, frozenset[str]]:
    """Name of a document -> its correlation ids, and correlation id -> names of documents."""
    named = _by_sender_and_number(history)
    pairs: dict[str, set[str]] = {}
    for sender, media_type, name in sorted(set().union(*history.by_delivery(_documents))):
        for kind, id_ in named.get((sender, _last_number(name)), ()):
            if LAYOUT not in media_type or media_type.endswith(LAYOUT + kind):
                pairs.setdefault(name, set()).add(id_)
                pairs.setdefault(id_, set()).add(name)
    return {name: frozenset(others) for name, others in pairs.items()}


def _by_sender_and_number(history: History) -> dict[tuple[str, int], list[tuple[str, str]]]:
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for sender, kind, number, id_ in _parsed(sorted(history.count("effect", "correlation_id"))):
        found.setdefault((sender, number), []).append((kind, id_))
    return found


def _parsed(ids: list[str]) -> Iterator[tuple[str, str, int, str]]:
    for id_ in ids:
        sender, _, rest = id_.partition("|")
        kind, bar, number = rest.partition("|")
        if bar and DIGITS.search(number):
            yield sender, kind, _last_number(number), id_


def _last_number(name: str) -> int:
    """-1 for a name without digits, which matches no other."""
    digits = DIGITS.findall(name)
    return int(digits[-1]) if digits else -1


def _documents(deliveries: pd.DataFrame) -> set[Delivered]:
    of_documents = deliveries[deliveries["f"].astype(str).str.contains("/", regex=False)]
    columns = (of_documents[name].astype(str) for name in ("source", "f", "event_id"))
    return set(zip(*columns, strict=True))
