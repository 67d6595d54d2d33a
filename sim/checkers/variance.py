"""Final reconciliation variance per pair of systems, which must be zero, plus wrong periods.

V_abs = sum of |a_S - a_T| over effect keys, since V_net lets opposite errors cancel (checks.md
3.3). What is in flight at the end, or queued for a confirmed cause, is explained; nothing else.
`unattributed_*` is what no cause of `attribution.py` claims.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.attribution import attribution
from sim.checkers.grouped import codes, column
from sim.checkers.matching import Matching, match_part, rows_of_key
from sim.checkers.periods import closed_us
from sim.checkers.reconciliation import MEASURES, final_differences
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History

EXAMPLES = 20


class Counted(NamedTuple):
    """A part's sums in `figures`, its `left` keys that differ unexplained, and what shows it."""

    figures: dict[str, int]
    left: int
    decided: bool
    differences: list[Told]
    misplaced: list[Told]
    mixed: list[Told]


def check_variance(history: History) -> Finding:
    """Fails on unexplained variance in units, money or quantity, or on a wrong period or unit."""
    parts = history.by_key(_count)
    measured = _summed([part.figures for part in parts])
    left = sum(part.left for part in parts)
    misplaced, mixed = measured["period_errors"], measured["uom_errors"]
    if left or misplaced or mixed:
        summary = (
            f"{left} keys differ by {measured['unexplained_minor']} cents, "
            f"{misplaced} effects in a wrong period, {mixed} in a wrong unit"
        )
        if measured["unattributed_minor"]:
            summary += f", {measured['unattributed_minor']} cents without a cause"
        sorts = [[getattr(part, name) for part in parts] for name in Counted._fields[3:]]
        evidence = first_few(one for told in sorts for one in foremost(told, EXAMPLES))
        return Finding("variance", "fail", summary, measured, evidence)
    if not any(part.decided for part in parts):
        return Finding("variance", "unknown", "no obligation was decided in this run", measured)
    return Finding("variance", "pass", f"{measured['keys']} keys reconcile", measured)


def _summed(figures: list[dict[str, int]]) -> dict[str, int]:
    """The group's figures first, then the pairs' in order of their names."""
    total: Counter[str] = Counter()
    for own in figures:
        total.update(own)
    names = [name for name in total if ">" not in name]
    pairs = {name.partition(" ")[0] for name in total if ">" in name}
    names += [f"{pair} {name}" for pair in sorted(pairs) for name in PAIR_FIGURES]
    return {name: total[name] for name in names}


PAIR_FIGURES = ("v_net_units", "v_abs_units", "v_net_minor", "v_abs_minor")


def _count(part: Part) -> Counted:
    matching = match_part(part)
    lines = _by_key(part)
    left = lines[lines["wrong"] & ~lines["explained"]]
    misplaced, mixed = wrong_periods(part), wrong_uoms(matching)
    figures = _measured(lines, left)
    figures.update(period_errors=len(misplaced), uom_errors=len(mixed), **_unattributed(part))
    return Counted(
        figures=figures,
        left=len(left),
        decided=bool((lines["stands"] | (lines["explained"] & ~lines["in_flight"])).any()),
        differences=_differences(matching, left),
        misplaced=[
            _wrong(line, f"posted in {line['posted']}, owed in {line['period']}")
            for _, line in misplaced.head(EXAMPLES).iterrows()
        ],
        mixed=[
            _wrong(line, f"not in {line['uom']}") for _, line in mixed.head(EXAMPLES).iterrows()
        ],
    )


def wrong_periods(part: Part) -> pd.DataFrame:
    """Standing effects of keys owed in another period, unless that was closed by then.

    Lines of `obligations` with the effect's `posted` period, its row `effect_i`, its instant.
    """
    matching = match_part(part)
    owed = matching.obligations
    owed = owed[(owed["mode"] == "once") & (owed["met_i"] >= 0) & (owed["period"] != "")]
    rows = matching.keyed.rows
    effects = rows[(rows["op"] == "effect") & (rows["count"] > 0) & (rows["period"] != "")]
    effects = effects.assign(key=matching.keyed.key[effects.index], posted=effects["period"])
    effects = effects.rename(columns={"i": "effect_i", "t_us": "effect_us"})
    lines = owed.merge(effects[["key", "posted", "effect_i", "effect_us"]], on="key")
    lines = lines[lines["posted"].cat.codes != lines["period"].cat.codes].reset_index(drop=True)
    lines = lines.astype({"posted": str, "period": str})
    closed = closed_us(part.history, lines["target"], lines["period"]) <= lines["effect_us"]
    wrong: pd.DataFrame = lines.loc[~(closed & (lines["posted"] > lines["period"]))]
    return wrong


def wrong_uoms(matching: Matching) -> pd.DataFrame:
    """Obligations whose first standing effect is in another unit of measure than owed."""
    owed = matching.obligations
    owed = owed[(owed["met_i"] >= 0) & (owed["uom"] != "")]
    posted = matching.keyed.rows.set_index("i")["uom"].reindex(owed["met_i"])
    differs = (posted.cat.codes.to_numpy() != codes(owed, "uom")) & (posted != "").to_numpy()
    owed = owed.assign(effect_i=owed["met_i"], effect_us=owed["met_us"])
    mixed: pd.DataFrame = owed.loc[differs]
    return mixed


def _by_key(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    lines = final_differences(part)
    differences = [lines[f"net_{name}"] != 0 for name in MEASURES]
    lines["wrong"] = np.logical_or.reduce(differences)
    keys = matching.keys.loc[lines.index]
    lines["explained"] = column(keys, "explained")
    lines["owed"] = column(keys, "owed")
    lines["net"] = column(keys, "net")
    lines["stands"] = ~lines["wrong"] & lines["owed"]
    flying = matching.obligations.loc[matching.obligations["state"] == "in_flight", "key"]
    lines["in_flight"] = lines.index.isin(flying)
    return lines


def _measured(lines: pd.DataFrame, left: pd.DataFrame) -> dict[str, int]:
    measured = {"keys": len(lines)}
    for name in MEASURES:
        measured[f"v_abs_{name}"] = int(lines[f"net_{name}"].abs().sum())
        measured[f"unexplained_{name}"] = int(left[f"net_{name}"].abs().sum())
    money = left["net_minor"].abs()
    phantom, missing = ~left["owed"], left["owed"] & (left["net_units"] > 0)
    duplicate = left["owed"] & (left["net_units"] < 0)
    kinds = {"phantom": phantom, "missing": missing, "duplicate": duplicate}
    kinds["amount"] = ~(phantom | missing | duplicate)
    for name, mask in kinds.items():
        measured[f"{name}_minor"] = int(money[mask].sum())
    for pair, group in lines.groupby("pair", observed=True):
        measured[f"{pair} v_net_units"] = int(group["net_units"].sum())
        measured[f"{pair} v_abs_units"] = int(group["net_units"].abs().sum())
        measured[f"{pair} v_net_minor"] = int(group["net_minor"].sum())
        measured[f"{pair} v_abs_minor"] = int(group["net_minor"].abs().sum())
    return measured


def _unattributed(part: Part) -> dict[str, int]:
    lines = attribution(part)
    left = lines[lines["cause"] == "unexplained"]
    return {f"unattributed_{name}": int(left[name].sum()) for name in MEASURES}


def _differences(matching: Matching, left: pd.DataFrame) -> list[Told]:
    """The earliest keys by their first row."""
    rows = matching.keyed.rows
    first = matching.keyed.starts[left.index]
    order = np.lexsort((column(rows, "i")[first], column(rows, "t_us")[first]))[:EXAMPLES]
    return [
        Told(
            (int(rows["t_us"].iloc[first[n]]), int(rows["i"].iloc[first[n]])),
            _difference(matching, int(left.index[n]), left.iloc[n]),
        )
        for n in order
    ]


def _difference(matching: Matching, key: int, line: pd.Series) -> Evidence:
    rows = rows_of_key(matching, key)
    owes = rows[rows["op"] == "owe"]
    head = (rows if owes.empty else owes).iloc[0]
    message = f"{line['pair']} {head['f']} {head['effect_key']}: {_size(line)}"
    at_us = int(max(rows["due_us"].max(), rows["t_us"].max()))
    numbers = tuple(sorted(int(n) for n in rows["i"]))
    return Evidence(str(head["flow"]), str(head["effect_key"]), message, numbers, at_us)


def _size(line: pd.Series) -> str:
    """The difference in words: what is owed minus what stands, leaving out what agrees."""
    units = int(line["net_units"])
    parts = [f"{abs(units)} {'missing' if units > 0 else 'too many'}" if units else "differs"]
    if line["net_minor"]:
        parts.append(f"{line['net_minor']} cents")
    if line["net_quantity"]:
        parts.append(f"quantity {line['net_quantity']}")
    return ", ".join(parts)


def _wrong(line: pd.Series, what: str) -> Told:
    """Told in order of the obligation's row, then of the effect's."""
    message = f"{line['f']} {line['effect_key']}: {what}"
    places = (int(line["i"]), int(line["effect_i"]))
    flow, key = str(line["flow"]), str(line["effect_key"])
    rows = tuple(sorted(places))
    return Told(places, Evidence(flow, key, message, rows, int(line["effect_us"])))
