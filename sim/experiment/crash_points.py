"""Crashes an integration at every point it has, and compares the books with those of a calm run.

A metamorphic oracle: whatever the crash interrupted, the same effects must stand in the end (F22).
Points are numbered and tried one by one, never drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from integration_under_test.boundary import Integration
from sim.experiment.run import Judged, run
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.host.crashes import Crashes

Effects = Counter[tuple[str, ...]]
"""How often each effect stands in the books; assigned ids and times do not count."""

Build = Callable[[], Integration]

_COLUMNS = ("source", "f", "effect_key", "amount_minor", "quantity", "facility", "period")
_NUMBERED = ("erp.journal",)
"""Effects whose key is a number in the order of arrival: the system's, and nobody else's."""


@dataclass(frozen=True)
class Calm:
    """The run without a crash: its points are those that may be tried."""

    spec: RunSpec
    points: int
    effects: Effects
    outcome: str


@dataclass(frozen=True)
class CrashTrial:
    """One run with crashes. `differences` tell effects that are missing, or there beside."""

    spec: RunSpec
    outcome: str
    differences: tuple[str, ...]

    @property
    def survived(self) -> bool:
        """Whether it ended as if nothing had happened."""
        return self.outcome == "pass" and not self.differences


def calm_run(spec: RunSpec, build: Build) -> Calm:
    """Runs without a crash, counting the points."""
    judged = _judged(spec, build, Crashes())
    return Calm(spec, judged.recorded.crash_points, effects_of(judged.history), _outcome(judged))


def try_crashes(calm: Calm, build: Build, plans: Iterable[Crashes]) -> Iterator[CrashTrial]:
    """A run for each plan, in their order."""
    for crashes in plans:
        judged = _judged(calm.spec, build, crashes)
        found = effects_of(judged.history)
        differences = (
            *(f"missing {_words(effect)}" for effect in calm.effects - found),
            *(f"beside {_words(effect)}" for effect in found - calm.effects),
        )
        yield CrashTrial(judged.recorded.spec, _outcome(judged), differences)


def effects_of(history: History) -> Effects:
    """The effects of a run without what depends on the moment."""
    frame = history.effects
    columns = {name: frame[name].astype(str) for name in _COLUMNS}
    columns["effect_key"] = columns["effect_key"].mask(frame["f"].isin(_NUMBERED), "")
    return Counter(zip(*columns.values(), strict=True))


def _judged(spec: RunSpec, build: Build, crashes: Crashes) -> Judged:
    return run(replace(spec, crashes=crashes), build(), None)


def _outcome(judged: Judged) -> str:
    return judged.verdict.outcome


def _words(effect: tuple[str, ...]) -> str:
    return " ".join(part for part in effect if part)
