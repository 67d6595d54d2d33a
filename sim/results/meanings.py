"""What columns say that no History has: what became of an obligation, a study's, measures'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Column(NamedTuple):
    """One column; `unit` is empty for words, keys and yes or no."""

    name: str
    dtype: str
    unit: str
    meaning: str


MATCHED = (
    Column("key", "int64", "", "number of the effect key; equal for all that owe the same effect"),
    Column("met_us", "int64", "µs", "when the effect was there for good; -1 if never"),
    Column("met_i", "int64", "rows", "row of the History that met it; -1 if none"),
    Column("was_met", "bool", "", "the effect stood once, whether or not it still does"),
    Column(
        "state",
        "category",
        "",
        "what became of it: met, late, in_flight (not due yet), superseded (by a newer version), "
        "queued (waits for a person, who was told why), lost_visible (a person was told), "
        "lost_silent",
    ),
    Column("item_i", "int64", "rows", "row of the work item that names it; -1 if none"),
)
"""Columns of `obligations` beyond those of the History."""

_PLACED = (
    Column("scenario", "str", "", "the circumstance that was run"),
    Column("integration", "str", "", "the integration that was judged"),
    Column("run", "str", "", "`<specification hash>-<seed>`, by which tables are joined"),
)
REPLICATED: Mapping[str, tuple[Column, ...]] = {
    "runs": (
        *_PLACED,
        Column("seed", "int64", "", "of the world: equal seeds are equal worlds"),
        Column("scale", "float64", "groups", "1 is five hospitals with 1,800 beds"),
        Column("faults", "str", "", "fault plan over the scenario's own"),
        Column("factors", "str", "", "JSON: what a sweep varied, and to what"),
        Column("replay", "str", "", "the command that repeats this run alone"),
        Column("commit", "str", "", "commit of the testbed"),
        Column("outcome", "str", "", "pass, fail, unknown or crashed"),
        Column("failed", "str", "", "checkers that failed, separated by commas"),
        Column("why", "str", "", "why it is unknown or crashed"),
        Column("obligations", "Int64", "count", "how much was owed; none of a crashed run"),
        Column("rows", "Int64", "rows", "length of the History; none of a crashed run"),
        Column("simulated_s", "float64", "s", "simulated time from start to end"),
        Column("wall_s", "float64", "s", "how long the run took on its machine"),
        Column("history_hash", "str", "", "of the History: equal runs have equal hashes"),
    ),
    "measures": (
        *_PLACED,
        Column("measure", "str", "", "measure or checker, see `testbed list`"),
        Column("item", "str", "", "names of the line in the measure's table, joined by `/`"),
        Column("column", "str", "", "column of that table; the name ends in the unit"),
        Column("value", "float64", "of `column`", "the number; NaN where there is none"),
    ),
    "latency": (
        *_PLACED,
        Column("flow", "str", "", "flow, such as P09"),
        Column("share", "float64", "share", "of the flow's triggers, 0.01 to 0.99"),
        Column("latency_s", "float64", "s", "within which they had ended; NaN: had not"),
        Column("n", "int64", "count", "triggers of the flow"),
        Column("censored_share", "float64", "share", "of triggers that had not ended with the run"),
    ),
    "variance": (
        *_PLACED,
        Column("t_s", "float64", "s", "since the start of the run, by hours"),
        Column("cause", "str", "", "why books differ: missing, duplicate, period, in_flight, ..."),
        Column("units", "int64", "count", "documents by which all pairs of books differ"),
        Column("minor", "int64", "cents", "money by which all pairs of books differ"),
    ),
    "waiting": (
        *_PLACED,
        Column("flow", "str", "", "flow, such as P09"),
        Column("t_s", "float64", "s", "start of a window of five minutes since the start"),
        Column("arrived", "int64", "documents", "that arrived in the window"),
        Column("done", "int64", "documents", "that had all that they owed from the window on"),
    ),
}
"""Tables of a study, as `Dataset` reads them."""

MEASURED = {
    "n": "how many there were",
    "of": "how many there were, or of what",
    "censored_share": "of those that had not ended with the run",
    "mean_s": "mean of those that ended",
    "p50_s": "median; what had not ended counts as longer than it had lasted (Kaplan-Meier)",
    "p90_s": "within which 90 % had ended (Kaplan-Meier)",
    "p95_s": "within which 95 % had ended (Kaplan-Meier)",
    "p99_s": "within which 99 % had ended (Kaplan-Meier)",
    "max_observed_s": "the longest that was seen to end",
    "flow": "flow, such as P09",
    "hop": "the way of a call, `source>target`",
    "pair": "the two books that are compared",
    "f": "kind of effect, `system.noun`",
    "cause": "why books differ, or what a price difference comes from",
    "minor": "money by which the two books differ",
    "units": "documents by which the two books differ",
    "t_s": "instant since the start of the run",
    "window_s": "start of the window since the start of the run",
    "owed": "obligations that arose",
    "met": "met by exactly one effect, in time",
    "late": "met after the deadline",
    "queued": "wait for a person who was told why",
    "in_flight": "not due yet when the run ended",
    "superseded": "a newer version came first",
    "lost_visible": "never met; a person was told",
    "lost_silent": "never met, and nobody was told",
    "duplicated": "met by more effects than owed",
    "d_gross": "effects beyond what was owed, also if reversed since",
    "d_net": "effects beyond what was owed that still stand",
    "waiting": "duties that wait for the integration",
    "overdue": "of those, past their deadline",
    "peak_waiting": "the most that waited at once",
    "usd_days": "money apart, integrated over time",
    "v_abs_minor": "sum of the differences of all keys without sign",
    "v_net_minor": "sum of the differences of all keys with sign",
    "closed_s": "when the system closed the period, since the start of the run",
    "cycle_s": "from the first status of the period in the ERP until the system's close",
    "lag_s": "how long the system closed after the ERP",
    "effects_after_close": "effects of a period that came after the system had closed it",
    "after_minor": "money of the effects after close, without sign",
    "stock_days": "days that the stock lasts at the use of the run",
    "stock_outs": "times that a place had none of an item left",
    "out_days": "sum of days on which places had none left",
}
"""Columns of measures that do not say by their name alone what they hold."""
