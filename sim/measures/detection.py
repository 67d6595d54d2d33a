"""Detection: when the integration itself noticed what a fault had done (MTTD of checks.md 3.3).

Time to detect = t_detect - t_first_bad_effect. The clock starts at the first bad effect or missed
deadline (incidents.py), not when the fault was switched on. An incident is detected by a work item
or alert that names its key, or that names no key but one of its systems, before all is right again.
A missed deadline may have been announced (what stands at that instant took no time); of any other
bad effect only what comes after it can tell. A fault is detected with the first of its incidents.
Faults without one were absorbed and do not count; undetected ones are censored, never left out.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History
from sim.measures.blame import NOBODY, blamed, plan
from sim.measures.incidents import DEADLINE, NEVER_US, STILL, incidents
from sim.measures.kaplan_meier import spread
from sim.measures.signals import signals

US = 1_000_000
NO_FAULT = "no fault"
COLUMNS = (
    *("fault", "title", "hops", "on_s", "off_s", "witness_s", "witness_key"),
    *("incidents", "first_bad_s", "first_bad_flow", "first_bad_key", "first_bad_kind"),
    *("detected_s", "detected_by", "time_to_detect_s", "time_to_reconcile_s"),
)
MTTD = ("of", "with_effect", "detected", "coverage", "mean_s", "p50_s", "p90_s", "max_observed_s")
FAULTS, DOCUMENTS = "faults", "documents"


def detected(history: History) -> pd.DataFrame:
    """`incidents(history)` with `detected_us` (-1: nobody noticed) and `by`, the signal's type."""
    return history.derive(_detected)


def detection(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per fault of the plan; the last, `no fault`, for incidents that no
    fault explains. Times are NaN for what never was; `time_to_reconcile_s` lasts from the first bad
    effect until all of the fault's incidents were right."""
    return history.derive(_detection)


def mttd(history: History) -> pd.DataFrame:
    """Columns `MTTD`, a line for `faults` and one for `documents` (single incidents).

    `mean_s` is over the detected ones, the quantiles are product-limit estimates with the
    undetected censored: when all was right again, else at the end.
    """
    lines, told = detection(history), detected(history)
    lines = lines[(lines["fault"] != NO_FAULT) & (lines["incidents"] > 0)]
    seen = lines["time_to_detect_s"].notna()
    waited_s = (lines["first_bad_s"] + lines["time_to_reconcile_s"]).fillna(history.end_us / US)
    open_s = waited_s - lines["first_bad_s"]
    faults = spread(lines["time_to_detect_s"].where(seen, open_s).to_numpy(), seen.to_numpy())
    noticed = (told["detected_us"] >= 0).to_numpy()
    until_us = told["fixed_us"].where(told["fixed_us"] != STILL, history.end_us)
    until_us = told["detected_us"].where(noticed, until_us)
    documents = spread(((until_us - told["bad_us"]) / US).to_numpy(), noticed)
    found = [(FAULTS, len(lines), faults), (DOCUMENTS, len(told), documents)]
    return pd.DataFrame([_summed(*line) for line in found], columns=list(MTTD))


def _summed(of: str, total: int, figures: dict[str, float]) -> dict[str, float | str]:
    coverage = figures["ended"] / total if total else float("nan")
    counts = {"with_effect": total, "detected": figures["ended"], "coverage": coverage}
    return {**figures, **counts, "of": of}


def _detected(history: History) -> pd.DataFrame:
    harmed, told = incidents(history), signals(history)
    fixed_us = harmed["fixed_us"].where(harmed["fixed_us"] != STILL, NEVER_US)
    lines = harmed.assign(incident=harmed.index, right_us=fixed_us)
    ended_us = told["ended_us"].where(told["ended_us"] != STILL, NEVER_US)
    told = told.assign(until_us=ended_us)[["type", "flow", "system", "key", "told_us", "until_us"]]
    named, general = told[told["key"] != ""], told[(told["key"] == "") & (told["system"] != "")]
    ways = [(named, "key", "effect_key"), (named, "key", "business_key")]
    ways += [(general, "system", "target"), (general, "system", "source")]
    names = {"flow": "told_flow", "key": "told_key", "system": "told_system"}
    found = []
    for own, theirs, mine in ways:
        right = own.rename(columns=names)
        pairs = lines.merge(right, left_on=mine, right_on=f"told_{theirs}")
        of_flow = (pairs["told_flow"] == "") | (pairs["told_flow"] == pairs["flow"])
        since_us = pairs["until_us"].where(pairs["kind"] == DEADLINE, pairs["told_us"])
        timely = (since_us >= pairs["bad_us"]) & (pairs["told_us"] <= pairs["right_us"])
        found.append(pairs[of_flow & timely])
    pairs = pd.concat(found, ignore_index=True).sort_values(["told_us", "type"], kind="stable")
    first = pairs.drop_duplicates("incident").set_index("incident")
    at_us = first[["told_us", "bad_us"]].max(axis=1).reindex(harmed.index)
    by = first["type"].reindex(harmed.index).fillna("")
    return harmed.assign(detected_us=at_us.fillna(STILL).astype("int64"), by=by.astype(str))


def _detection(history: History) -> pd.DataFrame:
    told, faults, why = detected(history), plan(history), blamed(history)
    found = []
    for place, fault in [*enumerate(faults.to_dict("records")), (NOBODY, {})]:
        own = told.loc[why.loc[why["place"] == place, "incident"]]
        named = {
            "fault": fault.get("fault", NO_FAULT),
            "title": fault.get("title", ""),
            "hops": fault.get("hops", ""),
            "on_s": _seconds(fault.get("on_us", STILL)),
            "off_s": _seconds(fault.get("off_us", STILL)),
            "witness_s": _seconds(fault.get("seen_us", STILL)),
            "witness_key": fault.get("seen_key", ""),
        }
        found.append({**named, **_of_fault(own)})
    return pd.DataFrame(found, columns=list(COLUMNS))


def _of_fault(own: pd.DataFrame) -> dict[str, float | str]:
    if own.empty:
        return {"incidents": 0, "first_bad_flow": "", "first_bad_key": "", "first_bad_kind": ""}
    first = own.sort_values(["bad_us", "f", "effect_key"]).iloc[0]
    seen = own[own["detected_us"] >= 0].sort_values(["detected_us", "by"])
    bad_us = int(first["bad_us"])
    at_us = int(seen["detected_us"].iloc[0]) if len(seen) else STILL
    last_us = STILL if (own["fixed_us"] == STILL).any() else int(own["fixed_us"].max())
    return {
        "incidents": len(own),
        "first_bad_s": bad_us / US,
        "first_bad_flow": str(first["flow"]),
        "first_bad_key": str(first["effect_key"]),
        "first_bad_kind": str(first["kind"]),
        "detected_s": _seconds(at_us),
        "detected_by": str(seen["by"].iloc[0]) if len(seen) else "",
        "time_to_detect_s": (at_us - bad_us) / US if len(seen) else float("nan"),
        "time_to_reconcile_s": (last_us - bad_us) / US if last_us != STILL else float("nan"),
    }


def _seconds(t_us: int) -> float:
    return t_us / US if t_us != STILL else float("nan")
