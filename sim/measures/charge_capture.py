"""Charge capture: which billable usages were charged once, rightly, in time; what was overcharged.

CCC_n and CCC_$ of checks.md 3.3. The overcharge stands beside them, because completeness alone
rewards whoever charges twice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.checkers.attribution import attribution
from sim.checkers.grouped import column
from sim.checkers.matching import Matching, match_part
from sim.history.part import Part
from sim.history.reading import History

CHARGE = "billing.charge"
FLOW = "P09"
WITHIN_D = 3
"""A charge posted more than three days after the service counts as late in the field."""
COUNTS = ["billable", "captured", "expected_minor", "captured_minor"]
LATE = ["charged_minor", "late_minor"]
OVER = ["overcharges", "overcharged_minor"]
COLUMNS = (
    *("facility", *COUNTS, "completeness", "completeness_minor"),
    *(*LATE, "late_share", *OVER, "overcharge_share"),
)
DAY_US = 86_400_000_000
EVERYWHERE = "all"


def charge_capture(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per facility, the last for `all`.

    `captured` usages have exactly one active charge of the right quantity within WITHIN_D days;
    `captured_minor` is at most what was expected of each usage; of all that was charged for usages
    `late_minor` was charged later than that (UC6, HFMA CL-2); overcharges are duplicate charges and
    those for what nobody used, their share is of the money expected.
    """
    parts = pd.concat([*history.by_key(_captured), *history.by_key(_overcharged)])
    lines = parts.groupby("facility", sort=True)[[*COUNTS, *LATE, *OVER]].sum()
    if len(lines):
        lines.loc[EVERYWHERE] = lines.sum()
    for share, part, whole in (
        ("completeness", "captured", "billable"),
        ("completeness_minor", "captured_minor", "expected_minor"),
        ("late_share", "late_minor", "charged_minor"),
        ("overcharge_share", "overcharged_minor", "expected_minor"),
    ):
        lines[share] = lines[part] / lines[whole].where(lines[whole] > 0)
    return lines.reset_index()[list(COLUMNS)]


def _captured(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    owed = matching.obligations
    owed = owed[(owed["f"] == CHARGE) & (owed["flow"] == FLOW)].drop_duplicates("key")
    charged = _charged(matching, owed)
    expected, in_time = column(owed, "amount_minor"), column(charged, "in_time")
    right = in_time & (column(charged, "quantity") == column(owed, "quantity"))
    right &= column(matching.keys, "net")[owed["key"]] == 1
    minor = np.clip(column(charged, "amount_minor"), 0, expected)
    return pd.DataFrame(
        {
            "facility": owed["facility"].astype(str),
            "billable": 1,
            "captured": right.astype(np.int64),
            "expected_minor": expected,
            "captured_minor": np.where(in_time, minor, 0),
            "charged_minor": column(charged, "amount_minor"),
            "late_minor": np.where(in_time, 0, column(charged, "amount_minor")),
        }
    )


def _charged(matching: Matching, owed: pd.DataFrame) -> pd.DataFrame:
    """By obligation the charge that stands: its amount, quantity, whether it came in time."""
    rows = matching.keyed.rows.set_index("i")[["amount_minor", "quantity"]]
    charged = rows.reindex(owed["met_i"]).fillna(0).astype("int64")
    taken_us = owed["met_us"] - owed["t_us"]
    in_time = (owed["met_us"] >= 0) & (taken_us <= WITHIN_D * DAY_US)
    return charged.assign(in_time=in_time.to_numpy())


def _overcharged(part: Part) -> pd.DataFrame:
    told = attribution(part)
    told = told[(told["f"] == CHARGE) & told["cause"].isin(("duplicate", "phantom"))]
    names = {"units": "overcharges", "minor": "overcharged_minor"}
    return told[["facility", *names]].rename(columns=names)
