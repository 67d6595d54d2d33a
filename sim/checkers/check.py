"""Runs the checkers over a History and takes the worst of what they say.

    verdict = check(History.load(path), {"P09": 100})
    sys.exit(verdict.exit_code)

A checker is any callable from History to Finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pkgutil import resolve_name

from sim.checkers import CHECKERS
from sim.checkers.timeline import timeline
from sim.checkers.vacuity import Limits, find_gaps
from sim.checkers.verdict import Evidence, Finding, Outcome, Timeline, Verdict, worst
from sim.history.reading import History

Checker = Callable[[History], Finding]


def check(
    history: History,
    expects: Mapping[str, int],
    limits: Limits | None = None,
    checkers: Mapping[str, str | Checker] = CHECKERS,
) -> Verdict:
    """`expects` states the least number of obligations per flow; `checkers` are objects or
    `module:object`."""
    findings = tuple(_run(name, checkers[name], history) for name in sorted(checkers))
    gaps = find_gaps(history, expects, limits or Limits())
    outcomes: list[Outcome] = [finding.outcome for finding in findings]
    if gaps:
        outcomes.append("unknown")
    first = first_violation(findings)
    return Verdict(
        outcome=worst(outcomes),
        findings=findings,
        gaps=gaps,
        first=first,
        timeline=timeline(history, first) if first else Timeline(),
    )


def first_violation(findings: Iterable[Finding]) -> Evidence | None:
    """The earliest violated obligation over all failed checkers.

    What belongs to no flow, or has no time, is shown only when there is nothing else.
    """
    found = [e for finding in findings if finding.outcome == "fail" for e in finding.evidence]
    ranked = sorted(found, key=_rank)
    return ranked[0] if ranked else None


def _rank(e: Evidence) -> tuple[bool, bool, int, str, str, str]:
    return not e.flow, e.at_us < 0, e.at_us, e.flow, e.key, e.message


def _run(name: str, checker: str | Checker, history: History) -> Finding:
    try:
        judge: Checker = resolve_name(checker) if isinstance(checker, str) else checker
        return judge(history)
    except Exception as error:
        # Other people's code: a checker that breaks has shown nothing, neither right nor wrong.
        return Finding(name, "unknown", f"the checker raised {type(error).__name__}: {error}")
