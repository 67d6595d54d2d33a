"""Crashes an integration at every point it has, and compares the books with those of a calm run.

A metamorphic oracle: whatever the crash interrupted, the same effects must stand in the end, none
of them past a deadline that the calm run kept (F22). Of what is owed as a newest version only that
one counts: a version that a later one overtook leaves no trace in the books, but the obligation to
it was met late. Points are numbered and tried one by one, never drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from integration_under_test.boundary import Integration
from sim.checkers.matching import obligations_in_parts
from sim.experiment.run import Judged, judge, record
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.host.crashes import Crashes
from sim.host.trace import Trace

Effects = Counter[tuple[str, ...]]
"""How often each effect stands in the books, and which were late; assigned ids and times do not
count."""

Build = Callable[[], Integration]

LATE = "late"
"""Stands first where an effect is told to have missed its deadline."""
_KEY = ["f", "effect_key"]
_COLUMNS = ("source", *_KEY, "amount_minor", "quantity", "facility", "period")
_NUMBERED = ("erp.journal", "billing.receivable_posting", "erp.receivable")
"""Effects whose key holds a number in the order of arrival, or the instant at which a patient was
asked to pay: the system's, and nobody else's."""
_ABOUT_DENIALS = (
    "billing.denial",
    "billing.denial_evidence",
    "billing.appeal",
    "billing.appeal_decision",
)
"""Effects whose key begins with such a number; what follows it tells whose denial it was."""


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
    return calm_of(judged_run(replace(spec, crashes=Crashes()), build))


def calm_of(judged: Judged) -> Calm:
    """What a run without a crash says to those with one."""
    recorded = judged.recorded
    effects = effects_of(judged.history)
    return Calm(recorded.spec, recorded.crash_points, effects, judged.verdict.outcome)


def try_crashes(calm: Calm, build: Build, plans: Iterable[Crashes]) -> Iterator[CrashTrial]:
    """A run for each plan, in their order."""
    for crashes in plans:
        judged = judged_run(replace(calm.spec, crashes=crashes), build)
        yield compared(judged, calm.effects)


def compared(judged: Judged, effects: Effects) -> CrashTrial:
    """A run with crashes beside the effects of the calm one."""
    found = effects_of(judged.history)
    differences = (
        *(f"missing {words_of(effect)}" for effect in effects - found),
        *(f"beside {words_of(effect)}" for effect in found - effects),
    )
    return CrashTrial(judged.recorded.spec, judged.verdict.outcome, differences)


def effects_of(history: History) -> Effects:
    """The effects of a run without what depends on the moment."""
    owed = history.owed
    newest = owed[owed["mode"] == "latest"][_KEY].drop_duplicates().assign(newest=True)
    frame = history.effects.merge(newest.astype(str), "left", _KEY)
    overtaken = frame["newest"].notna() & frame.duplicated(_KEY, keep="last")
    frame = frame[~overtaken]
    columns = {name: frame[name].astype(str) for name in _COLUMNS}
    columns["effect_key"] = _keys(frame)
    version = frame["agg_version"].astype(str).where(frame["newest"].notna(), "")
    return Counter(zip(*columns.values(), version, strict=True)) + _late(history)


def _late(history: History) -> Effects:
    late: Effects = Counter()
    for obligations in obligations_in_parts(history):
        lines = obligations[obligations["state"] == "late"]
        late.update((LATE, *key) for key in zip(lines["f"].astype(str), _keys(lines), strict=True))
    return late


def _keys(frame: pd.DataFrame) -> pd.Series:
    """Effect keys without those that depend on the order of arrival."""
    keys, kinds = frame["effect_key"].astype(str), frame["f"]
    unnumbered = keys.str.replace(r"^[^/]*", "", regex=True)
    return keys.mask(kinds.isin(_ABOUT_DENIALS), unnumbered).mask(kinds.isin(_NUMBERED), "")


def judged_run(spec: RunSpec, build: Build, trace: Trace | None = None) -> Judged:
    """One run in memory; the trace is told whose work its points are."""
    recorded, writer = record(spec, build(), None, None, trace)
    return judge(recorded, History.from_writer(writer))


def words_of(effect: tuple[str, ...]) -> str:
    """An effect in one line."""
    return " ".join(part for part in effect if part)
