"""`testbed check`: judges a History that was recorded elsewhere, or a stored run once more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.checkers import CHECKERS
from sim.checkers.check import Checker
from sim.checkers.verdict import Finding, Verdict
from sim.cli.screen import console
from sim.experiment.folder import verdict_document
from sim.experiment.fork_verdict import check_forked
from sim.experiment.settings import SettingsError
from sim.experiment.spec import scaled_obligations
from sim.history.foreign import Foreign, read_foreign
from sim.history.json_schema import json_schema
from sim.history.reading import History
from sim.naming import nearest
from sim.obligations import FLOWS
from sim.plugins import UnknownName, find
from sim.results import HISTORY, load
from sim.terminal import STYLES, WORDS, show_findings


def _show_schema(wanted: bool) -> None:
    if wanted:
        console.print_json(json.dumps(json_schema()))
        raise typer.Exit


def check_(
    history: Annotated[Path, typer.Argument(help="a .parquet, .jsonl or .csv; or a run folder")],
    expects: Annotated[
        list[str] | None, typer.Option(help="least obligations of a flow: P09=100")
    ] = None,
    checkers: Annotated[str, typer.Option(help="which: a,b or your own module:object")] = "",
    out: Annotated[Path | None, typer.Option(help="write the verdict here, as JSON")] = None,
    schema: Annotated[
        bool,
        typer.Option("--schema", help="print the format", callback=_show_schema, is_eager=True),
    ] = False,
) -> None:
    """Judges a History recorded elsewhere; its format is docs/history-format.md."""
    chosen = read_checkers(checkers)
    foreign, least = _read(history)
    least |= read_expects(expects or (), foreign.history)
    verdict = judge_foreign(foreign, least, chosen)
    show_findings(console, verdict, f"in {out}" if out else "(--out FILE keeps all)")
    colour = STYLES[verdict.outcome]
    told = f"\n[{colour}]{WORDS[verdict.outcome]}[/]  {history}: {foreign.history.rows:,} rows"
    console.print(told, soft_wrap=True)
    if out is not None:
        _write(out, verdict_document(verdict))
    raise typer.Exit(verdict.exit_code)


def read_checkers(text: str) -> dict[str, Checker]:
    """`loss,own.module:check` as checkers by name; no text is all that are listed. Raises
    UnknownName."""
    names = list(filter(None, text.split(","))) or list(CHECKERS)
    return {name: find(name, CHECKERS, "checker") for name in names}


def read_expects(assignments: Iterable[str], history: History) -> dict[str, int]:
    """`P09=100` as a mapping. Raises SettingsError for another form, UnknownName for a flow that
    is neither declared nor recorded."""
    known = {*FLOWS, *history.count("owe", "flow")} - {""}
    least = {}
    for text in assignments:
        flow, _, number = text.partition("=")
        if not number.isdigit():
            raise SettingsError(f"--expects {text!r}: expected FLOW=NUMBER, such as P09=100")
        if flow not in known:
            raise UnknownName(f"--expects {text!r}: unknown flow {flow!r}; {nearest(flow, known)}")
        least[flow] = int(number)
    return least


def judge_foreign(
    foreign: Foreign, expects: Mapping[str, int], checkers: Mapping[str, Checker]
) -> Verdict:
    """A checker whose columns nobody recorded answers unknown, whatever it would have said."""
    able = {
        name: partial(_not_judged, name, lacking) if (lacking := foreign.lacks(name)) else checker
        for name, checker in checkers.items()
    }
    return check_forked(foreign.history, expects, able)


def _not_judged(checker: str, lacking: tuple[str, ...], _: History) -> Finding:
    columns = ", ".join(lacking)
    summary = f"needs {columns}, recorded nowhere; record it, or leave {checker} out (--checkers)"
    return Finding(checker, "unknown", summary)


def _read(path: Path) -> tuple[Foreign, dict[str, int]]:
    """The recording, and what a stored run had to owe at the least."""
    if not path.is_dir():
        return read_foreign(path), {}
    run = load(path)
    least = scaled_obligations(run.manifest["expects"], run.manifest["scale"])
    return read_foreign(path / HISTORY), least


def _write(path: Path, document: dict[str, Any]) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"--out {path}: cannot be written ({error.strerror})") from error
