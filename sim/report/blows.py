"""What struck the processes of a soak, kind by kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from sim.report import wording

US = 1_000_000


def by_kind(log: pd.DataFrame | None) -> pd.DataFrame:
    """One line for each kind of a log as `Run.blows` has it, in the order of their first blow:
    `kind`, `struck`, `missed`, `took_s` (median of those that struck), `longest_s`, `first_us`,
    `last_us`. Empty without a log."""
    if log is None or log.empty:
        return pd.DataFrame()
    lines = [_line(str(kind), blows) for kind, blows in log.groupby("kind", sort=False)]
    return pd.DataFrame(lines)


def _line(kind: str, blows: pd.DataFrame) -> dict[str, Any]:
    struck = blows[blows["witness"].notna()]
    return {
        "kind": kind,
        "struck": len(struck),
        "missed": len(blows) - len(struck),
        "took_s": struck["took_s"].median(),
        "longest_s": struck["took_s"].max(),
        "first_us": int(blows["business_s"].min() * US),
        "last_us": int(blows["business_s"].max() * US),
    }


def rows(lines: pd.DataFrame, first_day: date) -> list[dict[str, Any]]:
    """The lines of `by_kind` in words."""
    return [
        {
            "kind": wording.words(line["kind"]),
            "struck": line["struck"],
            "missed": line["missed"],
            "took": _seconds(line["took_s"]),
            "longest": _seconds(line["longest_s"]),
            "first": wording.instant(line["first_us"], first_day),
            "last": wording.instant(line["last_us"], first_day),
        }
        for line in lines.to_dict("records")
    ]


def _seconds(wall_s: float) -> str:
    return wording.ABSENT if pd.isna(wall_s) else f"{wall_s:.1f} s"
