"""What a command says of a verdict, and where the rest of it stands."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from sim.checkers.verdict import Evidence, Finding, Timeline, Verdict
from sim.terminal import show_findings

EVIDENCE = tuple(Evidence("P09", f"US-{n}", "2 costs, not one") for n in range(5))
FINDING = Finding("one_cost", "fail", "5 usages have two costs", {}, EVIDENCE)
VERDICT = Verdict("fail", (FINDING,), (), EVIDENCE[0], Timeline())


@pytest.mark.parametrize(
    "rest", ["in verdict.json", "in own/verdict.json", "(--out FILE keeps all)"]
)
def test_what_is_not_shown_stands_where_the_command_says(rest: str) -> None:
    console = Console(file=StringIO(), width=60)
    show_findings(console, VERDICT, rest)
    assert isinstance(console.file, StringIO)
    assert f"  and 2 more {rest}\n" in console.file.getvalue()
