"""What each safeguard of an integration buys: what breaks without it, and what it costs.

Without one safeguard a run is tried seed by seed until an invariant breaks; the first seed that
shows it is the smallest. The costs are those of calm runs, in which nothing goes wrong. What a lane
of its own is worth is another matter, see sharing.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from integration_under_test.boundary import Integration
from sim.checkers.verdict import Verdict
from sim.experiment.run import Judged, run
from sim.experiment.spec import RunSpec
from sim.host.crashes import Crashes
from sim.measures.latency import latency

SETTING = "without"
"""The integration's setting that names the safeguard which is off."""
HEADLINE_FLOW = "P09"

Build = Callable[[], Integration]


@dataclass(frozen=True)
class Ablation:
    """One safeguard, the trouble that shows its absence, and the checkers that must find it.

    With `crashes` the integration is crashed as well, at so many points spread over the run, one
    after the other.
    """

    safeguard: str
    breaks: tuple[str, ...]
    scenario: str = "connected_week"
    faults: str = "none"
    parties: tuple[str, ...] = ()
    scale: float = 0.005
    crashes: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the integration, with and without the safeguard."""

    def __str__(self) -> str:
        return self.safeguard


@dataclass(frozen=True)
class Broken:
    """The first run that fails: which checkers say so, and the first violated obligation."""

    spec: RunSpec
    checkers: tuple[str, ...]
    first: str

    def is_as_predicted(self, ablation: Ablation) -> bool:
        """Whether one of the checkers that were named beforehand found it."""
        return bool(set(self.checkers) & set(ablation.breaks))


@dataclass(frozen=True)
class Cost:
    """What a calm run spends for each effect, and how long usages take to their charge."""

    calls: float
    storage_operations: float
    median_s: float


def first_broken(
    ablation: Ablation, spec: RunSpec, build: Build, seeds: Sequence[int]
) -> Broken | None:
    """The first run in which checkers fail that pass with the safeguard; None if there is none."""
    for seed in seeds:
        without = replace(spec, seed=seed, settings={**spec.settings, SETTING: ablation.safeguard})
        for tried in _tried(without, build, ablation.crashes):
            verdict = run(tried, build(), None).verdict
            if verdict.outcome != "fail":
                continue
            whole = run(replace(tried, settings=spec.settings), build(), None).verdict
            if broken := tuple(c for c in _failing(verdict) if c not in _failing(whole)):
                return Broken(tried, broken, _first(verdict, broken))
    return None


def cost_of(spec: RunSpec, build: Build, without: str = "") -> Cost:
    """The cost of a calm run, with all safeguards or without one."""
    settings = {**spec.settings, SETTING: without} if without else spec.settings
    return cost(run(replace(spec, settings=settings), build(), None))


def cost(judged: Judged) -> Cost:
    """Per effect of the integration; the median is NaN where too few usages were recorded."""
    history = judged.history
    effects = max(1, sum(history.count("effect", "f").values()))
    flows = latency(history)
    median_s = flows.loc[flows["flow"] == HEADLINE_FLOW, "p50_s"]
    return Cost(
        calls=sum(history.count("invoke", "hop").values()) / effects,
        storage_operations=judged.recorded.storage_operations / effects,
        median_s=float(median_s.iloc[0]) if len(median_s) else float("nan"),
    )


def _tried(spec: RunSpec, build: Build, crashes: int) -> Iterator[RunSpec]:
    if not crashes:
        yield spec
        return
    points = run(replace(spec, crashes=Crashes()), build(), None).recorded.crash_points
    for place in range(1, crashes + 1):
        yield replace(spec, crashes=Crashes((place * points // (crashes + 1),)))


def _failing(verdict: Verdict) -> tuple[str, ...]:
    return tuple(f.checker for f in verdict.findings if f.outcome == "fail")


def _first(verdict: Verdict, broken: Sequence[str]) -> str:
    """The earliest evidence of those checkers in one line."""
    findings = [verdict.finding(checker) for checker in broken]
    evidence = [one for finding in findings for one in finding.evidence]
    if not evidence:
        return findings[0].summary
    return min(evidence, key=lambda one: one.at_us).sentence
