"""What evidence about calls and deliveries needs: their first lines as plain text, whose flow a key
is of, and the sentence that tells of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from sim.checkers.matching import match_part
from sim.checkers.verdict import Evidence
from sim.history.part import Part
from sim.history.reading import History

EXAMPLES = 20


class Few(NamedTuple):
    """How many lines there are, and the first of them."""

    total: int
    lines: pd.DataFrame


def few(lines: pd.DataFrame) -> Few:
    """The first EXAMPLES in order of their rows."""
    return Few(len(lines), plain(lines.sort_values("i").head(EXAMPLES)))


def first_of(parts: Sequence[Few]) -> Few:
    """The first of what several parts have."""
    lines = joined([part.lines for part in parts])
    return Few(sum(part.total for part in parts), lines.sort_values("i").head(EXAMPLES))


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The frames of all parts as one."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def plain(lines: pd.DataFrame) -> pd.DataFrame:
    """Strings in place of categories, which would hold on to every word of their part."""
    return lines.astype({name: str for name in lines if lines[name].dtype == "category"})


def flows_of(history: History, keys: Collection[str]) -> Mapping[str, str]:
    """Which flow a key belongs to, for the keys that evidence will name."""
    wanted = frozenset(keys)
    if not wanted:
        return {}
    named = [line for part in history.by_key(partial(_named, wanted)) for line in part]
    return {key: flow for _, _, key, flow in sorted(named)}


def _named(keys: frozenset[str], part: Part) -> list[tuple[bool, int, str, str]]:
    """Obligations that go by one of these keys; of several flows the last one is told, and the
    trigger's own before that of an effect."""
    owed = match_part(part).obligations
    found: list[tuple[bool, int, str, str]] = []
    for name in ("effect_key", "business_key"):
        mine = owed[owed[name].isin(keys)]
        texts = (mine[column_].astype(str) for column_ in (name, "flow"))
        is_trigger = [name == "business_key"] * len(mine)
        found += zip(is_trigger, mine["i"].tolist(), *texts, strict=True)
    return found


def exchange(line: pd.Series, what: str, flows: Mapping[str, str]) -> Evidence:
    """Evidence about one call or delivery, from a line with its `invoke` and its answer."""
    rows = tuple(int(line[name]) for name in ("i", "answer_i") if line[name] >= 0)
    reason = f" ({line['detail']})" if line["detail"] else ""
    message = f"{line['hop']} {line['f']} {line['business_key']}: {what}{reason}"
    key = str(line["business_key"])
    return Evidence(flows.get(key, ""), key, message, rows, int(line["t_us"]))
