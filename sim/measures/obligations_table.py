"""What became of each duty: how many were owed, met, late, lost, duplicated, in a queue."""

from __future__ import annotations

import pandas as pd

from sim.checkers.duplicates import extra_effects
from sim.checkers.matching import STATES, match
from sim.history.reading import History

COLUMNS = ("flow", "f", "owed", *STATES, "duplicated", "late_share")


def obligations_table(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per flow and kind of effect owed; `owed` is the sum of the states.

    `duplicated` is D_gross, `late_share` that of the met ones.
    """
    matching = match(history)
    owed = matching.obligations
    by = [owed["flow"].astype(str), owed["f"].astype(str)]
    lines = pd.DataFrame({s: (owed["state"] == s).groupby(by).sum() for s in STATES})
    _, gross = extra_effects(matching)
    once = ~owed["key"].duplicated()
    extra = pd.Series(gross[owed["key"].to_numpy()], index=owed.index).where(once, 0)
    lines["duplicated"] = extra.groupby(by).sum().astype("int64")
    lines["owed"] = lines[STATES].sum(axis=1)
    met = lines["met"] + lines["late"]
    lines["late_share"] = lines["late"] / met.where(met > 0)
    return lines.rename_axis(["flow", "f"]).reset_index()[list(COLUMNS)]
