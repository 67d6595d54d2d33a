"""What a person at a terminal sees of a run: progress over simulated time, then the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sim.checkers.verdict import Finding, Verdict
from sim.experiment.session import Filed

DAY_S = 86_400.0
STYLES = {"pass": "bold green", "fail": "bold red", "unknown": "bold yellow"}
WORDS = {"pass": "PASS", "fail": "FAIL", "unknown": "UNKNOWN"}
EVIDENCE_SHOWN = 3
STEPS_SHOWN = 25


@contextmanager
def progress_over(console: Console, title: str) -> Iterator[Callable[[float, float], None] | None]:
    """A bar over simulated days; nothing at all when the output is no terminal."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("day {task.fields[day]:.1f} of {task.fields[days]:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0, day=0.0, days=0.0)

        def advance(now_s: float, limit_s: float) -> None:
            bar.update(
                task, completed=now_s, total=limit_s, day=now_s / DAY_S, days=limit_s / DAY_S
            )

        yield advance


def show_verdict(console: Console, filed: Filed) -> None:
    """The verdict, the findings with their evidence, where the report lies, how to replay."""
    verdict, recorded = filed.judged.verdict, filed.judged.recorded
    show_findings(console, verdict)
    console.print(
        f"\n{_coloured(verdict.outcome)}  {recorded.spec.scenario.name} against "
        f"{recorded.spec.integration}, seed {recorded.spec.seed}, scale "
        f"{recorded.spec.scale:g}: {recorded.rows:,} rows, "
        f"{recorded.simulated_s / DAY_S:.1f} simulated days in {recorded.wall_s:.1f} s, "
        f"history {recorded.history_hash[:12]}"
    )
    page = filed.folder / "report.html"
    console.print(f"report  {page}" if page.exists() else f"folder  {filed.folder}", soft_wrap=True)
    console.print(f"replay  {recorded.spec.replay_command()}", soft_wrap=True)


def show_findings(console: Console, verdict: Verdict, rest: str = "in verdict.json") -> None:
    """What each checker found, the first violated obligation, and what is unknown; `rest` says
    where more of it stands than is shown."""
    table = Table(box=None, pad_edge=False)
    for heading in ("checker", "outcome", "summary"):
        table.add_column(heading)
    for finding in verdict.findings:
        table.add_row(finding.checker, _coloured(finding.outcome), escape(finding.summary))
    console.print(table)
    for finding in verdict.findings:
        _show_evidence(console, finding, rest)
    _show_first_violation(console, verdict, rest)
    for gap in verdict.gaps:
        console.print(f"\nunknown, because {escape(gap)}", style="bold yellow", soft_wrap=True)


def _show_evidence(console: Console, finding: Finding, rest: str) -> None:
    if finding.outcome == "pass" or not finding.evidence:
        return
    console.print(f"\n{finding.checker}: {escape(finding.summary)}", style="bold")
    for evidence in finding.evidence[:EVIDENCE_SHOWN]:
        console.print(f"  {escape(evidence.sentence)}", soft_wrap=True)
    more = len(finding.evidence) - EVIDENCE_SHOWN
    if more > 0:
        console.print(f"  and {more} more {escape(rest)}", soft_wrap=True)


def _show_first_violation(console: Console, verdict: Verdict, rest: str) -> None:
    first = verdict.first
    if first is None:
        return
    console.print(
        f"\nfirst violated obligation: {first.flow} {escape(first.key)}: {escape(first.message)}",
        style="bold",
    )
    lines = verdict.timeline.lines
    for line in lines[:STEPS_SHOWN]:
        console.print(f"  {escape(line)}", soft_wrap=True)
    if len(lines) > STEPS_SHOWN:
        console.print(f"  and {len(lines) - STEPS_SHOWN} more {escape(rest)}", soft_wrap=True)


def _coloured(outcome: str) -> str:
    return f"[{STYLES[outcome]}]{WORDS[outcome]}[/]"
