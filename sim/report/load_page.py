"""A load test as one page: the verdict on the books beside what the generator measured."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from sim.report.load_figures import figures, inline
from sim.report.page import fill
from sim.report.palette import mark
from sim.results import LoadTest, Run, load, load_test

PAGE = "load.html"
OUTCOMES = ("answered", "refused", "failed", "censored", "unsent")


def write_load_page(run_folder: Path | str) -> Path:
    """Writes load.html into the folder of a run with a load test; returns the page.

    Raises RunNotFound or RunDamaged of sim.results when the folder cannot be read.
    """
    run, test = load(run_folder), load_test(run_folder)
    page = run.folder / PAGE
    page.write_text(render(run, test), encoding="utf8")
    return page


def render(run: Run, test: LoadTest) -> str:
    """The page's HTML, complete in itself."""
    drawn = {name: inline(figure) for name, figure in figures(test).items()}
    return fill("load.html", {**_values(run, test), "figures": drawn})


def _values(run: Run, test: LoadTest) -> dict[str, Any]:
    manifest, verdict = run.manifest, run.verdict
    failed = [one for one in verdict["findings"] if one["outcome"] != "pass"]
    return {
        "title": str(manifest.get("title") or manifest["scenario"]),
        "integration": str(manifest["integration"]),
        "outcome": mark(str(verdict["outcome"])),
        "css": str(verdict["outcome"]),
        "checked": len(verdict["findings"]),
        "failed": failed,
        "gaps": list(verdict.get("gaps", ())),
        "facts": _facts(test),
        "valid": test.is_valid,
        "operations": [_printed(row) for row in test.by_operation().to_dict("records")],
        "outcomes": OUTCOMES,
        "replay": str(manifest.get("replay", "")).replace("testbed live", "testbed load", 1),
        "speed": f"{float(manifest.get('speed', 1.0)):,g}",
    }


def _facts(test: LoadTest) -> list[tuple[str, str]]:
    summary = test.summary
    waited, took = (test.quantiles([0.5, 0.99])[name] for name in ("waited_s", "took_s"))
    at_least = "≥ " if summary["censored"] else ""
    return [
        ("requests", f"{len(test.requests):,}"),
        ("left on time", f"{float(summary['on_time_share']):.2%}"),
        ("offered", f"{test.offered_per_s:,.1f}/s"),
        ("achieved", f"{test.achieved_per_s:,.1f}/s"),
        ("p50 from the intended moment", _ms(waited[0.5])),
        ("p99 from the intended moment", at_least + _ms(waited[0.99])),
        ("p99 of the service alone", at_least + _ms(took[0.99])),
        ("at most in flight", f"{int(summary['most_in_flight']):,}"),
        ("workers", f"{int(summary['workers']):,}"),
    ]


def _printed(row: dict[Any, Any]) -> dict[str, Any]:
    counts = {name: f"{int(row[name]):,}" for name in ("requests", *OUTCOMES)}
    times = {name: _ms(row[name]) for name in ("p50_s", "p99_s", "service_p99_s")}
    return {"name": row["operation"], **counts, **times}


def _ms(seconds: float) -> str:
    return "none" if math.isnan(seconds) else f"{1000 * seconds:,.0f} ms"
