"""What a campaign tried, kept line by line as CSV: it goes on where it stopped, and can be shown.

A run that was repeated stands in two lines; the later one counts.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from sim.experiment.campaign import Tried
from sim.results import ResultsError

COLUMNS = tuple(field.name for field in fields(Tried))
BETWEEN = " | "
"""Stands between two sentences of the checkers, which hold no such bar."""


def kept(path: Path) -> dict[str, Tried]:
    """What a file of an earlier campaign holds, by command. Raises ResultsError for another."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise ResultsError(
                f"{path}: not the results of a campaign: expected the columns {', '.join(COLUMNS)}"
            )
        found = [_read(line, f"{path}, line {lines.line_num}") for line in lines]
    return {one.replay: one for one in found}


def keep(one: Tried, path: Path) -> None:
    """Adds a run to the file."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            lines.writeheader()
        lines.writerow({**asdict(one), "said": BETWEEN.join(one.said)})


def _read(line: Mapping[str, str], place: str) -> Tried:
    try:
        return Tried(
            replay=line["replay"],
            outcome=line["outcome"],
            said=tuple(filter(None, line["said"].split(BETWEEN))),
            rows=int(line["rows"]),
            obligations=int(line["obligations"]),
            wall_s=float(line["wall_s"]),
            history=line["history"],
            commit=line["commit"],
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise ResultsError(f"{place}: not a run of a campaign: {error}") from error
