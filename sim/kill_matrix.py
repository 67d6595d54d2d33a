"""The kill matrix as people see it: at the terminal, and as a page."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from sim.experiment.zoo import Line

MARKS = {"kills": "●", "fails": "○", "unknown": "?", "": ""}
LEGEND = (
    "● the checker named for the mutant fails its run, and the original passes the same run; "
    "○ fails besides; ? cannot tell"
)


def kill_table(lines: Sequence[Line], checkers: Sequence[str]) -> Table:
    """Mutants by checkers, for a terminal."""
    table = Table(title="Kill matrix", title_justify="left", box=None, caption=LEGEND)
    table.add_column("mutant", no_wrap=True)
    for checker in checkers:
        table.add_column(checker[:5], justify="center")
    for line in lines:
        name = f"{line.caged.id} {line.caged.name}"
        table.add_row(name, *(MARKS[line.cell(checker)] for checker in checkers))
    return table


def kill_page(lines: Sequence[Line], checkers: Sequence[str]) -> str:
    """The same as Markdown, with the run that shows each mutant."""
    heading = ["mutant", "", *checkers, "shown by"]
    rows = [
        [
            line.caged.id,
            f"`{line.caged.name}`",
            *(MARKS[line.cell(checker)] for checker in checkers),
            f"`{line.caged.shown.replay_command()}`",
        ]
        for line in lines
    ]
    body = [heading, ["---"] * len(heading), *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in body)
    return f"# Kill matrix\n\n<!-- Written by `testbed zoo --page`. -->\n\n{LEGEND}.\n\n{table}\n"
