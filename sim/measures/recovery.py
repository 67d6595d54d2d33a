"""Recovery: the four things that people call MTTR, each under its own name (checks.md 3.3).

With t_bad the first bad effect, t_detect as in detection.py and t_fix since when the book is right:

- `respond`    t_detect to the first answer of a person to a work item that names the document
- `repair`     t_detect to t_fix
- `reconcile`  t_bad to t_fix; of a fault, to the t_fix of its last document: the headline
- `resolve`    t_bad until the book is right and every exception that named the document has ended
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array
from sim.history.reading import History
from sim.measures.detection import DOCUMENTS, FAULTS, NO_FAULT, US, detected, detection
from sim.measures.incidents import STILL
from sim.measures.kaplan_meier import spread
from sim.measures.signals import ITEM, signals

COLUMNS = (
    *("meaning", "of", "n", "censored_share"),
    *("mean_s", "p50_s", "p90_s", "max_observed_s"),
)


def mttr(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per meaning. What had not ended is censored at the end of the run;
    `mean_s` is over what had. `respond` and `repair` count what was detected."""
    told, named = detected(history), _named(history)
    seen = (told["detected_us"] != STILL).to_numpy()
    bad_us, at_us = told["bad_us"].to_numpy(), told["detected_us"].to_numpy()
    fixed_us = told["fixed_us"].to_numpy()
    asked = seen & named["asked"].to_numpy()
    lasts = (fixed_us == STILL) | named["open"].to_numpy()
    over_us = np.where(lasts, STILL, np.maximum(fixed_us, named["ended_us"].to_numpy()))
    answered_us = named["worked_us"].to_numpy()
    end_us = history.end_us
    found = [
        ("reconcile", FAULTS, *_of_faults(history)),
        ("reconcile", DOCUMENTS, *_spans(bad_us, fixed_us, end_us)),
        ("repair", DOCUMENTS, *_spans(at_us[seen], fixed_us[seen], end_us)),
        ("resolve", DOCUMENTS, *_spans(bad_us, over_us, end_us)),
        ("respond", DOCUMENTS, *_spans(at_us[asked], answered_us[asked], end_us)),
    ]
    return pd.DataFrame([_line(*line) for line in found], columns=list(COLUMNS))


def _named(history: History) -> pd.DataFrame:
    """By incident: whether a work item names it (`asked`), its first answer, whether a signal that
    names it still stands (`open`), when the last of them ended."""
    harmed, told = detected(history), signals(history)
    lines = harmed.assign(incident=harmed.index)
    keyed = told[told["key"] != ""].rename(columns={"flow": "told_flow"})
    pairs = pd.concat(
        [
            lines.merge(keyed, left_on=name, right_on="key")
            for name in ("effect_key", "business_key")
        ]
    )
    pairs = pairs[(pairs["told_flow"] == "") | (pairs["told_flow"] == pairs["flow"])]
    items = pairs[(pairs["sort"] == ITEM) & (pairs["worked_us"] >= pairs["detected_us"])]
    found = pd.DataFrame(index=harmed.index)
    found["asked"] = found.index.isin(pairs.loc[pairs["sort"] == ITEM, "incident"])
    found["worked_us"] = items.groupby("incident")["worked_us"].min()
    found["open"] = found.index.isin(pairs.loc[pairs["ended_us"] == STILL, "incident"])
    found["ended_us"] = pairs.groupby("incident")["ended_us"].max()
    return found.fillna(STILL).astype({"worked_us": "int64", "ended_us": "int64"})


def _of_faults(history: History) -> tuple[Array, Array]:
    lines = detection(history)
    lines = lines[(lines["fault"] != NO_FAULT) & (lines["incidents"] > 0)]
    taken_s = lines["time_to_reconcile_s"]
    open_s = history.end_us / US - lines["first_bad_s"]
    return taken_s.fillna(open_s).to_numpy(dtype=np.float64), taken_s.notna().to_numpy()


def _spans(from_us: Array, until_us: Array, end_us: int) -> tuple[Array, Array]:
    """Durations in seconds, and which of them had ended."""
    ended = until_us != STILL
    return (np.where(ended, until_us, end_us) - from_us) / US, ended


def _line(meaning: str, of: str, durations: Array, ended: Array) -> dict[str, float | str]:
    censored = float(1 - ended.mean()) if len(ended) else float("nan")
    counts: dict[str, float] = {"n": len(ended), "censored_share": censored}
    return {**spread(durations, ended), **counts, "meaning": meaning, "of": of}
