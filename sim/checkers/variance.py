"""Final reconciliation variance per pair of systems, which must be zero, plus wrong periods.

V_abs = sum of |a_S - a_T| over effect keys, since V_net lets opposite errors cancel (checks.md
3.3). What is in flight at the end, or queued for a confirmed cause, is explained; nothing else.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import codes, column
from sim.checkers.matching import Matching, match, rows_of_key
from sim.checkers.periods import closed_us
from sim.checkers.reconciliation import MEASURES, final_differences
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

EXAMPLES = 20


def check_variance(history: History) -> Finding:
    """Fails on unexplained variance in units, money or quantity, or on a wrong period or unit."""
    matching = match(history)
    lines = _by_key(history)
    misplaced = wrong_periods(history)
    mixed = wrong_uoms(matching)
    left = lines[lines["wrong"] & ~lines["explained"]]
    measured = _measured(lines, left)
    measured.update(period_errors=len(misplaced), uom_errors=len(mixed))
    if len(left) or len(misplaced) or len(mixed):
        summary = (
            f"{len(left)} keys differ by {measured['unexplained_minor']} cents, "
            f"{len(misplaced)} effects in a wrong period, {len(mixed)} in a wrong unit"
        )
        evidence = _evidence(matching, left, misplaced, mixed)
        return Finding("variance", "fail", summary, measured, evidence)
    if lines.empty or not (lines["stands"] | (lines["explained"] & ~lines["in_flight"])).any():
        return Finding("variance", "unknown", "no obligation was decided in this run", measured)
    return Finding("variance", "pass", f"{len(lines)} keys reconcile", measured)


def wrong_periods(history: History) -> pd.DataFrame:
    """Standing effects of keys owed in another period, unless that was closed by then.

    Lines of `obligations` with the effect's `posted` period, its row `effect_i`, its instant.
    """
    matching = match(history)
    owed = matching.obligations
    owed = owed[(owed["mode"] == "once") & (owed["met_i"] >= 0) & (owed["period"] != "")]
    rows = matching.keyed.rows
    effects = rows[(rows["op"] == "effect") & (rows["count"] > 0) & (rows["period"] != "")]
    effects = effects.assign(key=matching.keyed.key[effects.index], posted=effects["period"])
    effects = effects.rename(columns={"i": "effect_i", "t_us": "effect_us"})
    lines = owed.merge(effects[["key", "posted", "effect_i", "effect_us"]], on="key")
    lines = lines[lines["posted"].cat.codes != lines["period"].cat.codes].reset_index(drop=True)
    lines = lines.astype({"posted": str, "period": str})
    closed = closed_us(history, lines["target"], lines["period"]) <= lines["effect_us"]
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


def _by_key(history: History) -> pd.DataFrame:
    matching = match(history)
    lines = final_differences(history)
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


def _measured(lines: pd.DataFrame, left: pd.DataFrame) -> dict[str, int | float]:
    measured: dict[str, int | float] = {"keys": len(lines)}
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


def _evidence(
    matching: Matching, left: pd.DataFrame, misplaced: pd.DataFrame, mixed: pd.DataFrame
) -> tuple[Evidence, ...]:
    rows = matching.keyed.rows
    first_us = pd.Series(column(rows, "t_us")[matching.keyed.starts[left.index]], left.index)
    earliest = first_us.sort_values(kind="stable").index[:EXAMPLES]
    found = [_difference(matching, int(key), left.loc[key]) for key in earliest]
    for _, line in misplaced.head(EXAMPLES).iterrows():
        found.append(_wrong(line, f"posted in {line['posted']}, owed in {line['period']}"))
    for _, line in mixed.head(EXAMPLES).iterrows():
        found.append(_wrong(line, f"not in {line['uom']}"))
    return first_few(found)


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


def _wrong(line: pd.Series, what: str) -> Evidence:
    message = f"{line['f']} {line['effect_key']}: {what}"
    rows = tuple(sorted((int(line["i"]), int(line["effect_i"]))))
    return Evidence(
        str(line["flow"]), str(line["effect_key"]), message, rows, int(line["effect_us"])
    )
