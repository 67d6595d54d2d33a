"""Consistency: the numbered conditions over the books of record, as checked when all was at rest.

In the manner of TPC-C's twelve. They are read from the systems' tables, so they know nothing of
obligations or effects: a second opinion that shares no code with the matching.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

KIND = "consistency"


def check_consistency(history: History) -> Finding:
    """Unknown when the run never came to rest, since books in motion may differ."""
    books = history.books
    rows = books[books["f"] == KIND]
    broken = rows[rows["quantity"] > 0]
    measured = {
        "conditions": len(rows),
        "broken": len(broken),
        "differences": int(rows["quantity"].sum()),
    }
    if rows.empty:
        summary = "the books were not compared: the run did not come to rest"
        return Finding("consistency", "unknown", summary, measured)
    if broken.empty:
        return Finding("consistency", "pass", f"{len(rows)} conditions hold", measured)
    summary = f"{len(broken)} of {len(rows)} conditions are broken, {measured['differences']} times"
    evidence = first_few([_evidence(line) for _, line in broken.iterrows()])
    return Finding("consistency", "fail", summary, measured, evidence)


def _evidence(line: pd.Series) -> Evidence:
    times = int(line["quantity"])
    more = f" (and {times - 1} more)" if times > 1 else ""
    key = str(line["effect_key"])
    return Evidence("", key, f"{line['detail']}{more}", (int(line["i"]),))
