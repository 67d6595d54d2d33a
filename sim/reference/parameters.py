"""The page of calibration parameters, with the source of each and what is only assumed."""

from __future__ import annotations

from sim.reference.markdown import page, table
from sim.world.calibration import read_table


def parameters_page() -> str:
    """The Markdown of `parameters.md`."""
    introduction = (
        "Override one with `--set world.NAME=VALUE`. A value marked *assumption* has no published "
        "source; sweep it and report the sensitivity."
    )
    rows = [
        (
            f"`{entry.name}`",
            f"{entry.default:g}",
            f"{entry.low:g} to {entry.high:g}",
            entry.unit,
            "**assumption**" if entry.assumption else "",
            entry.source,
        )
        for entry in read_table().values()
    ]
    return page(
        "Parameters",
        introduction,
        table(("parameter", "default", "range", "unit", "", "source"), rows),
    )
