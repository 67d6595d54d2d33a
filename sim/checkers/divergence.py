"""Divergence: one name for two contents, and both were taken.

An idempotency key stands for one request, a document's id for one document, a version for one
state. Sending the same once more is right, and so is another content under the key of a request
that was refused, or that a system refuses (409, 422). What fails is two contents under one name of
which each was accepted: whoever reads the name later cannot know which of them it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from sim.checkers.evidence import EXAMPLES, flows_of, joined, plain
from sim.checkers.keyed import INTEGRATION
from sim.checkers.matching import match_part
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History
from sim.history.shelves import hash_of

CONTENT = ["amount_minor", "quantity", "uom", "period", "facility"]
CALLED = ("target", "f", "idem_key")
SENT = ("target", "event_source", "event_id")


class Versions(NamedTuple):
    """How many versions a part's books show the integration wrote, and the first that differ."""

    versions: int
    divergent: int
    told: list[Told]


def check_divergence(history: History) -> Finding:
    """Unknown when nothing that bears a name was accepted."""
    calls = _diverging(history.by_call(_calls))
    documents = _diverging(history.by_delivery(_documents))
    parts = history.by_key(_versions)
    measured = {
        "idempotency_keys": calls.names,
        "documents": documents.names,
        "versions": sum(part.versions for part in parts),
        "divergent_keys": calls.divergent,
        "divergent_documents": documents.divergent,
        "divergent_versions": sum(part.divergent for part in parts),
    }
    named = sum(measured[name] for name in ("idempotency_keys", "documents", "versions"))
    divergent = sum(n for name, n in measured.items() if name.startswith("divergent"))
    if divergent:
        told = [
            *_evidence(history, calls.pairs, "idem_key", "idempotency key"),
            *_evidence(history, documents.pairs, "event_id", "document"),
            *foremost(part.told for part in parts),
        ]
        summary = f"{divergent} names stand for two contents that were both taken"
        return Finding("divergence", "fail", summary, measured, first_few(told))
    if not named:
        return Finding("divergence", "unknown", "nothing with a name was taken", measured)
    return Finding("divergence", "pass", f"{named} names stand for one content each", measured)


def _calls(calls: pd.DataFrame) -> pd.DataFrame:
    """A system that does not say what it got back (no hash of the question) shows nothing."""
    return _taken(calls[calls["idem_key"] != ""], CALLED)


def _documents(deliveries: pd.DataFrame) -> pd.DataFrame:
    return _taken(deliveries[deliveries["event_id"] != ""], SENT)


def _taken(rows: pd.DataFrame, name: Sequence[str]) -> pd.DataFrame:
    """Hashes of name and content of what was accepted, and the row that says so."""
    rows = rows[(rows["source"] == INTEGRATION) & (rows["outcome"] == "ok")]
    rows = rows[rows["request_hash"] != ""]
    texts = rows.astype(dict.fromkeys((*name, "request_hash"), str))
    lines = pd.DataFrame(
        {
            "name": hash_of({column: texts[column] for column in name}),
            "content": hash_of({"request_hash": texts["request_hash"]}),
            "i": rows["i"].to_numpy(),
        }
    )
    return lines.drop_duplicates(["name", "content"])


class _Diverging(NamedTuple):
    """How many names, how many of them for several contents; of those the rows that differ."""

    names: int
    divergent: int
    pairs: pd.DataFrame


def _diverging(parts: Sequence[pd.DataFrame]) -> _Diverging:
    lines = joined(parts).sort_values("i").drop_duplicates(["name", "content"])
    several = lines[lines.duplicated("name", keep=False)]
    second = several[several.duplicated("name")].drop_duplicates("name").head(EXAMPLES)
    first = several.drop_duplicates("name").set_index("name")["i"]
    pairs = second.assign(first_i=first.reindex(second["name"]).to_numpy())
    return _Diverging(lines["name"].nunique(), several["name"].nunique(), pairs)


def _evidence(history: History, pairs: pd.DataFrame, column: str, what: str) -> list[Evidence]:
    if pairs.empty:
        return []
    rows = plain(history.numbered({int(i) for i in (*pairs["i"], *pairs["first_i"])}))
    rows = rows.set_index("i")
    flows = flows_of(history, set(rows["business_key"]))
    found = []
    for first_i, i in zip(pairs["first_i"], pairs["i"], strict=True):
        row = rows.loc[i]
        key = str(row["business_key"])
        message = f"{row['hop']} {row['f']} {key}: {what} {row[column]} taken with two contents"
        places = (int(first_i), int(i))
        found.append(Evidence(flows.get(key, ""), key, message, places, int(row["t_us"])))
    return found


def _versions(part: Part) -> Versions:
    """A version that the integration wrote again as something else."""
    laid = match_part(part).keyed
    rows = laid.rows[["i", "t_us", "f", "effect_key", "agg_version", "process", *CONTENT]]
    rows = rows.assign(key=laid.key)[(laid.version > 0) & laid.latest[laid.key]]
    mine = rows[rows["process"] == INTEGRATION].sort_values("i")
    name = ["key", "agg_version"]
    distinct = mine.drop_duplicates([*name, *CONTENT])
    again = plain(distinct[distinct.duplicated(name)])
    versions = len(mine.drop_duplicates(name))
    told = [_version(row) for _, row in again.head(EXAMPLES).iterrows()]
    return Versions(versions, len(again.drop_duplicates(name)), told)


def _version(row: pd.Series) -> Told:
    key, i, t_us = str(row["effect_key"]), int(row["i"]), int(row["t_us"])
    message = f"{row['f']} {key}: version {row['agg_version']} written again with another content"
    return Told((t_us, i), Evidence("", key, message, (i,), t_us))
