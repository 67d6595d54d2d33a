"""Indeterminate resolution: of every write whose outcome was unknown the integration found out, by
the end, whether it had taken effect (checks.md 3.2).

A time-out or a 5xx leaves open what the system did. It is settled by a definite answer about the
same document (the write asked once more, or a look), by the system's own event about it, or by an
item of the exception queue with an owner. That the effect happens to stand settles nothing: an
integration that never asked was lucky.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.evidence import exchange, few, flows_of, joined, plain
from sim.checkers.keyed import INTEGRATION
from sim.checkers.verdict import Finding, first_few
from sim.history.reading import History

QUESTIONS = ("find_", "list_", "get_", "check_", "quote_", "export_", "extract_", "query_")
"""How operations begin that change nothing, so that nothing is open when they stay unanswered."""
GRACE_S = 60
"""Twice the default time-out: a younger write may still be asked about when the run ends."""
NO_WORD = (0, 401, 403, 408, 425, 429)
"""Refusals that say nothing of the document."""
BUCKET = "@"
"""Begins the key of a call that names no document."""


class Asked(NamedTuple):
    """Of a share of the calls: how many writes there were, those of unknown outcome."""

    writes: int
    unknown: pd.DataFrame


def check_indeterminate(history: History) -> Finding:
    """Unknown when the integration wrote nothing."""
    parts = [*history.by_call(_asked), *history.by_delivery(_asked)]
    writes = sum(part.writes for part in parts)
    unknown = joined([part.unknown for part in parts]).sort_values("i", ignore_index=True)
    young = unknown["answered_us"] > history.end_us - GRACE_S * 1_000_000
    lines = _settled(history, unknown[~young].reset_index(drop=True))
    found_out = lines[lines["settled_us"] >= 0]
    by = found_out["by"].value_counts()
    took_us = found_out["settled_us"] - found_out["t_us"]
    left = lines[lines["settled_us"] < 0]
    measured = {
        "writes": writes,
        "info_writes": len(unknown),
        **{f"settled_by_{name}": int(by.get(name, 0)) for name in SETTLED_BY},
        "open_at_end": int(young.sum()),
        "unresolved": len(left),
        "longest_unknown_s": int(took_us.max()) / 1_000_000 if len(took_us) else 0.0,
    }
    if len(left):
        first = few(left).lines
        flows = flows_of(history, set(first["business_key"]))
        what = "outcome unknown, and never found out"
        evidence = first_few(exchange(line, what, flows) for _, line in first.iterrows())
        summary = f"of {len(left)} writes nobody found out whether they took effect"
        return Finding("indeterminate", "fail", summary, measured, evidence)
    if not writes:
        return Finding("indeterminate", "unknown", "the integration wrote nothing", measured)
    summary = f"the outcome of {len(unknown)} uncertain writes was found out"
    return Finding("indeterminate", "pass", summary, measured)


def _asked(calls: pd.DataFrame) -> Asked:
    mine = calls[calls["source"] == INTEGRATION]
    writes = mine[~mine["f"].astype(str).str.startswith(QUESTIONS)]
    return Asked(len(writes), plain(writes[writes["outcome"] == "info"]))


SETTLED_BY = ("answer", "event", "item")


def _settled(history: History, unknown: pd.DataFrame) -> pd.DataFrame:
    """With `by`, what settled a write first, and `settled_us`, when; -1 for what nothing did."""
    lines = unknown.assign(number=np.arange(len(unknown)), by="", settled_us=-1)
    if unknown.empty:
        return lines
    told = pd.concat(
        [_answers(history, lines), _events(history, lines), _items(history, lines)],
        ignore_index=True,
    )
    first = told.sort_values(["at_us", "by"]).drop_duplicates("number").set_index("number")
    lines["by"] = first["by"].reindex(lines["number"]).fillna("").to_numpy()
    lines["settled_us"] = first["at_us"].reindex(lines["number"]).fillna(-1).astype("int64")
    return lines


def _answers(history: History, lines: pd.DataFrame) -> pd.DataFrame:
    """Definite answers about the same document, by its key or by a question in the same name."""
    look = partial(_definite, frozenset(lines["target"]), _wanted(lines))
    answers = joined([*history.by_call(look), *history.by_delivery(look)])
    answers = answers.rename(columns={"answered_us": "at_us", "i": "later_i", "f": "operation"})
    questions = answers[answers["operation"].str.startswith(QUESTIONS)]
    told = [
        _pairs(lines, answers, "business_key"),
        _pairs(lines[lines["correlation_id"] != ""], questions, "correlation_id"),
        _pairs(lines, _each(questions, str.split), "business_key"),
        _pairs(_each(lines, _beginnings), questions, "business_key"),
        _in_lists(lines, questions[questions["keyless"]]),
    ]
    return _later(pd.concat(told, ignore_index=True), "answer")


def _pairs(lines: pd.DataFrame, answers: pd.DataFrame, name: str) -> pd.DataFrame:
    """Each write with the answers of its system that bear the same name."""
    left = lines[["number", "i", "t_us", "target", name]]
    return left.merge(answers[["target", name, "later_i", "at_us"]], on=["target", name])


def _in_lists(lines: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    """Lists that may hold what was written: list_cut_charges after create_charge."""
    left = lines[["number", "i", "t_us", "target"]].assign(noun=_noun(lines["f"]))
    right = lists[["target", "later_i", "at_us"]].assign(noun=_noun(lists["operation"]))
    return left.merge(right, on=["target", "noun"])


def _noun(operations: pd.Series) -> pd.Series:
    return operations.str.replace("^.*_", "", regex=True).str.removesuffix("s")


def _each(lines: pd.DataFrame, names: Callable[[str, str], list[str]]) -> pd.DataFrame:
    """A line for each of the names that a composite key (CT-1/PAY-6) holds."""
    keys = pd.Series([names(key, "/") for key in lines["business_key"]], lines.index, dtype=object)
    return lines.assign(business_key=keys).explode("business_key", ignore_index=True)


def _beginnings(key: str, slash: str) -> list[str]:
    """30000036/2 was written, 30000036 is asked for."""
    words = key.split(slash)
    return [slash.join(words[:n]) for n in range(1, len(words))]


def _wanted(lines: pd.DataFrame) -> frozenset[str]:
    beginnings = (name for key in lines["business_key"] for name in _beginnings(key, "/"))
    return frozenset({*lines["business_key"], *lines["correlation_id"], *beginnings} - {""})


def _definite(targets: frozenset[str], wanted: frozenset[str], calls: pd.DataFrame) -> pd.DataFrame:
    """The integration's calls that were answered with a word about a document or a list."""
    rows = calls[(calls["source"] == INTEGRATION) & calls["target"].isin(targets)]
    rows = rows[rows["outcome"].isin(("ok", "fail"))]
    rows = plain(rows[~((rows["outcome"] == "fail") & rows["status"].isin(NO_WORD))])
    keys = rows["business_key"]
    keyless = keys.str.startswith(BUCKET)
    names = keyless | rows["correlation_id"].isin(wanted)
    names |= pd.Series([not wanted.isdisjoint((key, *key.split("/"))) for key in keys], keys.index)
    columns = ["i", "f", "target", "business_key", "correlation_id", "answered_us"]
    return rows[names][columns].assign(keyless=keyless[names])


def _events(history: History, lines: pd.DataFrame) -> pd.DataFrame:
    """What the system itself told of the document, and the integration took."""
    look = partial(_heard, frozenset(lines["target"]), frozenset(lines["business_key"]))
    heard = joined(history.by_delivery(look))
    names = {"source": "target", "answered_us": "at_us", "i": "later_i"}
    heard = heard.rename(columns=names)
    return _later(lines.merge(heard, on=["target", "business_key"]), "event")


def _heard(sources: frozenset[str], keys: frozenset[str], deliveries: pd.DataFrame) -> pd.DataFrame:
    rows = deliveries[deliveries["source"].isin(sources) & (deliveries["outcome"] == "ok")]
    rows = rows[rows["business_key"].isin(keys)]
    return plain(rows[["i", "source", "business_key", "answered_us"]])


def _items(history: History, lines: pd.DataFrame) -> pd.DataFrame:
    """Items with an owner that name the document, or what it was written because of."""
    items = history.items
    items = items[items["owner"] != ""]
    items = items[["business_key", "opened_us"]].rename(columns={"opened_us": "at_us"})
    origin = lines["correlation_id"].str.partition(":")[2]
    named = pd.concat([lines.assign(key=lines["business_key"]), lines.assign(key=origin)])
    told = named.merge(items.rename(columns={"business_key": "key"}), on="key")
    return _later(told.assign(later_i=told["i"] + 1), "item")


def _later(told: pd.DataFrame, by: str) -> pd.DataFrame:
    """What came after the write had left: its line, when it was settled, by what."""
    told = told[(told["later_i"] > told["i"]) & (told["at_us"] >= told["t_us"])]
    return told[["number", "at_us"]].assign(by=by)
