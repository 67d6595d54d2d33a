"""B2: the variance at the end attributed to causes that add up to it exactly.

`period` is what was posted in another period than owed; without it the causes of a pair add up to
its V_abs by effect key, as the checker `variance` states it. `unexplained` is what no cause claims.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.attribution import CAUSES, PLACE, attribution
from sim.checkers.reconciliation import MEASURES
from sim.history.part import Part
from sim.history.reading import History

BY = [*PLACE, "cause"]
COLUMNS = (*BY, *MEASURES)


def variance_causes(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: per system pair, facility, period and cause the units (effects), cents
    (`minor`) and quantity by which the two books are apart; no lines where they agree."""
    told = pd.concat(history.by_key(_by_cause), ignore_index=True)
    told["cause"] = pd.Categorical(told["cause"], categories=CAUSES, ordered=True)
    summed = told.groupby(BY, observed=True, sort=True)[list(MEASURES)].sum().reset_index()
    return summed.astype({"cause": str})[list(COLUMNS)]


def _by_cause(part: Part) -> pd.DataFrame:
    return attribution(part).groupby(BY, sort=True)[list(MEASURES)].sum().reset_index()
