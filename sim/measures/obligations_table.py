"""What became of each duty: how many were owed, met, late, lost, duplicated, in a queue."""

from __future__ import annotations

import pandas as pd

from sim.checkers.duplicates import extra_effects
from sim.checkers.matching import STATES, match_part
from sim.history.part import Part
from sim.history.reading import History

COLUMNS = ("flow", "f", "owed", *STATES, "duplicated", "late_share")


def obligations_table(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per flow and kind of effect owed; `owed` is the sum of the states.

    `duplicated` is D_gross, `late_share` that of the met ones.
    """
    lines = pd.concat(history.by_key(_lines)).groupby(level=["flow", "f"]).sum()
    lines["owed"] = lines[STATES].sum(axis=1)
    met = lines["met"] + lines["late"]
    lines["late_share"] = lines["late"] / met.where(met > 0)
    return lines.reset_index()[list(COLUMNS)]


def _lines(part: Part) -> pd.DataFrame:
    matching = match_part(part)
    owed = matching.obligations
    by = [owed["flow"].astype(str).rename("flow"), owed["f"].astype(str).rename("f")]
    lines = pd.DataFrame({s: (owed["state"] == s).groupby(by).sum() for s in STATES})
    _, gross = extra_effects(matching)
    once = ~owed["key"].duplicated()
    extra = pd.Series(gross[owed["key"].to_numpy()], index=owed.index).where(once, 0)
    lines["duplicated"] = extra.groupby(by).sum().astype("int64")
    return lines
