"""Privacy: no patient's identity reached anybody who may not know of patients.

The world watches its doors while a run goes on: what the integration hands to a system, a partner,
the exception queue or its own notes is searched for the identities of all patients of the run, and
each that does not belong there is a row `canary_seen` (the payloads themselves are not recorded).
So a History of which nobody watched the doors proves nothing, whoever recorded it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.checkers.evidence import flows_of
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

SEEN = "canary_seen"
"""The world row of a leak: `target` is the door, `business_key` the document."""
PATIENTS, LOOKED_AT, STORED = "canaries.patients", "canaries.looked_at", "canaries.stored"
"""The recording's metadata: how many patients were canaries, how often a door was looked at, how
many rows of the integration's storage bear one (a store of patients' data by its nature)."""
EXAMPLES = 20


def check_privacy(history: History) -> Finding:
    """Unknown when there were no patients, or when nobody watched."""
    rows = history.world[history.world["f"] == SEEN]
    patients, looked_at, stored = (
        int(history.meta.get(n, 0)) for n in (PATIENTS, LOOKED_AT, STORED)
    )
    measured = {
        "patients": patients,
        "looked_at": looked_at,
        "stored_rows": stored,
        "leaks": len(rows),
        "documents_that_leak": rows["business_key"].nunique(),
    }
    if len(rows):
        doors = ", ".join(sorted(set(rows["target"].astype(str))))
        summary = f"{len(rows)} times a patient's identity came to {doors}"
        return Finding("privacy", "fail", summary, measured, _evidence(history, rows))
    if not patients or not looked_at:
        reason = "nobody watched the doors for patients' identities"
        return Finding("privacy", "unknown", reason, measured)
    summary = f"none of {patients} patients was named at {looked_at} looks"
    return Finding("privacy", "pass", summary, measured)


def _evidence(history: History, rows: pd.DataFrame) -> tuple[Evidence, ...]:
    first = rows.sort_values("i").head(EXAMPLES)
    flows = flows_of(history, set(first["business_key"].astype(str)))
    return first_few(_leak(line, flows) for _, line in first.iterrows())


def _leak(line: pd.Series, flows: Mapping[str, str]) -> Evidence:
    key = str(line["business_key"])
    message = f"{line['target']} {key}: {line['detail']}"
    return Evidence(flows.get(key, ""), key, message, (int(line["i"]),), int(line["t_us"]))
