"""`testbed conform`: whether an integration keeps to the boundary, step by step."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.markup import escape

from sim.cli.live import STATE, started_by
from sim.cli.screen import console
from sim.experiment.settings import load_settings
from sim.live.conform.bench import Candidate
from sim.live.conform.course import conform as asked
from sim.live.conform.step import Finding
from sim.live.credentials import ENVIRONMENT, TEST
from sim.live.guard import Demands
from sim.live.program import Program

PAGE = "integration_under_test/README.md"
STYLES = {"ok": "green", "failed": "bold red", "left out": "dim", "not tried": "yellow"}
FAIL, UNKNOWN = 1, 2


def conform(
    integration: Annotated[
        str, typer.Argument(help="a URL, or one that is started: a listed one, or module:Class")
    ],
    command: Annotated[str, typer.Option(help="starts the integration, in place of ours")] = "",
    patience: Annotated[float, typer.Option(help="seconds until an effect is missed")] = 30.0,
    settings: Annotated[Path | None, typer.Option(help="TOML with [integration]")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="integration.NAME=VALUE")] = None,
    tokens: Annotated[bool, typer.Option(help="whether systems ask for tokens")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="findings as JSON lines")] = False,
) -> None:
    """Checks an integration against the boundary over HTTP, step by step. 0: all is well, 1: a step
    failed, 2: none failed, but something could not be tried."""
    told = load_settings(settings, set_ or ()).integration
    with TemporaryDirectory(prefix="testbed-conform-") as room:
        argv = shlex.split(command) if command else started_by(integration, Path(room))
        candidate = Candidate(integration, integration, None, patience, told, Demands(tokens))
        show = print_json if as_json else print_line
        findings = asyncio.run(_gone_through(candidate, argv, Path(room), show))
    if not as_json:
        _sum_up(findings)
    raise typer.Exit(exit_code(findings))


def exit_code(findings: Sequence[Finding]) -> int:
    """As the command's."""
    outcomes = {finding.outcome for finding in findings}
    if "failed" in outcomes:
        return FAIL
    return UNKNOWN if "not tried" in outcomes else 0


def print_line(finding: Finding) -> None:
    """One line; for a failed step also what was expected, and where that is said."""
    style, step = STYLES[finding.outcome], finding.step
    outcome = f"[{style}]{finding.outcome:9}[/]"
    if finding.outcome != "failed":
        console.print(f"{outcome} {step.name:21} {escape(finding.words)}", soft_wrap=True)
        return
    console.print(f"{outcome} {step.name:21} {escape(step.asks)}", soft_wrap=True)
    for name, words in (
        ("expected", finding.expected),
        ("got", finding.got),
        ("why", step.why),
        ("see", f"{PAGE}, {step.section}"),
    ):
        console.print(f"          {name:9} {escape(words)}", soft_wrap=True)


def print_json(finding: Finding) -> None:
    """One object a line."""
    step = finding.step
    told = {
        "step": step.name,
        "asks": step.asks,
        "outcome": finding.outcome,
        "words": finding.words,
        "expected": finding.expected,
        "got": finding.got,
        "why": step.why,
        "page": PAGE,
        "section": step.section,
        "wall_s": round(finding.wall_s, 3),
    }
    sys.stdout.write(json.dumps(told) + "\n")


async def _gone_through(
    candidate: Candidate, argv: Sequence[str], room: Path, show: Callable[[Finding], None]
) -> list[Finding]:
    findings = []
    async with AsyncExitStack() as stack:
        if argv:
            state = {"STATE_DIR": str(room / STATE), "PORT": "0", ENVIRONMENT: TEST}
            program = await stack.enter_async_context(Program(argv, state))
            candidate = replace(candidate, url=program.url, program=program)
        async for finding in asked(candidate):
            findings.append(finding)
            show(finding)
    return findings


def _sum_up(findings: Sequence[Finding]) -> None:
    count = dict.fromkeys(STYLES, 0)
    for finding in findings:
        count[finding.outcome] += 1
    told = ", ".join(f"{n} {outcome}" for outcome, n in count.items() if n)
    console.print(f"\n{told}; the page is {PAGE}")
