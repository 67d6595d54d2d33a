"""What a checker answers, what all of them together say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

Outcome = Literal["pass", "fail", "unknown"]
EXIT_CODES: Mapping[Outcome, int] = {"pass": 0, "fail": 1, "unknown": 2}
_SEVERITY: tuple[Outcome, ...] = ("pass", "unknown", "fail")


@dataclass(frozen=True)
class Evidence:
    """One violated obligation: its flow and key, what is wrong, the History rows that show it.

    `at_us` is when it became wrong: the missed deadline, or the instant of the wrong effect.
    """

    flow: str
    key: str
    message: str
    rows: tuple[int, ...] = ()
    at_us: int = -1

    @property
    def sentence(self) -> str:
        """Flow, key and message in one line; a message that names the key is not led by it."""
        key = f"{self.key}:" if self.key and self.key not in self.message else ""
        return " ".join(part for part in (self.flow, key, self.message) if part)


@dataclass(frozen=True)
class Finding:
    """One checker's answer; `measured` keys end in their unit, evidence is earliest first."""

    checker: str
    outcome: Outcome
    summary: str
    measured: Mapping[str, int | float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """What happened around one key: row numbers of the History, and a line of text for each."""

    rows: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The worst of all findings; `gaps` say why evidence is missing.

    `first` is the first violated obligation of the run, `timeline` its causes and effects.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    gaps: tuple[str, ...] = ()
    first: Evidence | None = None
    timeline: Timeline = Timeline()

    @property
    def exit_code(self) -> int:
        """0, 1, 2 for pass, fail, unknown."""
        return EXIT_CODES[self.outcome]

    def finding(self, checker: str) -> Finding:
        """Raises KeyError for a checker that did not run."""
        for finding in self.findings:
            if finding.checker == checker:
                return finding
        known = ", ".join(finding.checker for finding in self.findings)
        raise KeyError(f"expected one of {known}, got {checker!r}")

    def as_json(self) -> dict[str, Any]:
        """Plain values, as stored in verdict.json."""
        return asdict(self)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Fail outweighs unknown outweighs pass; nothing at all is unknown."""
    ranks = [_SEVERITY.index(outcome) for outcome in outcomes]
    return _SEVERITY[max(ranks)] if ranks else "unknown"


class Told(NamedTuple):
    """A piece of evidence with its place among all of its sort; `rank` ends in a row number, so
    that the first few of all parts are the first few of the whole."""

    rank: tuple[int | str, ...]
    evidence: Evidence


def foremost(told: Iterable[Iterable[Told]], limit: int = 20) -> list[Evidence]:
    """Of what all parts tell, the first by rank."""
    ranked = sorted((one for part in told for one in part), key=lambda one: one.rank)
    return [one.evidence for one in ranked[:limit]]


def first_few(evidence: Iterable[Evidence], limit: int = 20) -> tuple[Evidence, ...]:
    """The earliest, in an order that no order of rows can change."""
    ranked = sorted(evidence, key=lambda e: (e.at_us, e.flow, e.key, e.message))
    return tuple(ranked[:limit])
