"""Effects and obligations laid side by side: all rows of one effect key together, in time order.

An effect key is the pair (kind of effect, key). Everything that the checkers ask follows from
running figures along such a group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.checkers import grouped
from sim.checkers.grouped import Array, codes, column
from sim.history.part import Part
from sim.obligations.declared import duties_by_target

INTEGRATION = "integration"
WORLD = "world/"


@dataclass(frozen=True)
class Keyed:
    """`rows` sorted by key, time and row number, with aligned arrays along them.

    `standing` is the net number of active effects so far; `version` the version of an effect
    (-1 on obligations), `version_owed` that of an obligation (-1 on effects); `standing_version`
    the last effect's version so far (-1 before the first), `newest_owed` the highest owed so far.
    """

    rows: pd.DataFrame
    key: Array
    starts: Array
    stops: Array
    is_owe: Array
    effect_count: Array
    standing: Array
    version: Array
    version_owed: Array
    standing_version: Array
    newest_owed: Array
    latest: Array
    """By key: whether it is owed in mode `latest`."""
    owed: Array
    """By key: whether it is owed at all."""

    def ends(self, running: Array) -> Array:
        """By key: a running figure's last value."""
        return running[self.stops - 1] if len(self.stops) else running[:0]


def keyed(part: Part) -> Keyed:
    """Rows of every kind that some obligation asks for, declared or recorded anywhere."""
    rows = _rows(part)
    key = grouped.group_ids(_pair(rows))
    starts = grouped.group_starts(key)
    is_owe = column(rows, "op") == "owe"
    count = np.where(is_owe, 0, column(rows, "count"))
    takes_place = ~is_owe & (count > 0)
    versions = np.maximum(column(rows, "agg_version"), 0)
    version = np.where(takes_place, versions, -1)
    version_owed = np.where(is_owe, versions, -1)
    last = grouped.last_position(takes_place, key, starts)
    return Keyed(
        rows=rows,
        key=key,
        starts=starts,
        stops=np.append(starts[1:], len(key)) if len(starts) else starts,
        is_owe=is_owe,
        effect_count=count,
        standing=grouped.running_sum(count, key, starts),
        version=version,
        version_owed=version_owed,
        standing_version=np.where(last >= 0, version[last], -1) if len(last) else last,
        newest_owed=grouped.running_max(version_owed + 1, key) - 1,
        latest=grouped.any_of(is_owe & (column(rows, "mode") == "latest"), starts),
        owed=grouped.any_of(is_owe, starts),
    )


def _rows(part: Part) -> pd.DataFrame:
    intent = part.intent
    asked = {
        kind
        for kind, duties in duties_by_target().items()
        if not all(duty.unasked for _, duty in duties)
    }
    kinds = {*asked, *part.history.kinds_owed}
    rows = intent[intent["f"].isin(kinds)]
    order = np.lexsort((column(rows, "i"), column(rows, "t_us"), _pair(rows)))
    return rows.iloc[order].reset_index(drop=True)


def _pair(rows: pd.DataFrame) -> Array:
    keys = len(rows["effect_key"].cat.categories)
    return codes(rows, "f") * max(keys, 1) + codes(rows, "effect_key")
