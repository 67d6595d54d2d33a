"""Metamorphic oracles: changes of a run after which the books must be the same (checks.md 3.2).

Nobody has to know what is right: a run that told everything twice, later, in another order or in
smaller pieces, or in which the integration died, has the same effects in the end, or one of the two
is wrong. How late they came may differ, and is counted apart; so may a number that a system gives
out in the order of arrival: effects that differ in nothing else are counted as renumbered. What is
posted minutes later may fall on the other side of midnight, so the totals of days are compared over
all days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from re import compile as pattern

from sim.experiment.crash_points import LATE, Build, Effects, effects_of, judged_run, words_of
from sim.experiment.postponed import Postponed
from sim.experiment.run import Judged
from sim.experiment.spec import RunSpec
from sim.faults.f01_duplicate import Duplicate
from sim.faults.f28_split_batch import SplitBatch
from sim.faults.fault import Fault
from sim.host.crashes import Crashes

_DAILY = ("erp.day_cut", "billing.day_cut", "inventory.day_cut", "analytics.day_loaded")
_DAY = pattern(r"\d{4}-\d\d-\d\d|\d{8}$")
_ASSIGNED = pattern(r"\d{5,}")
SPLIT_PARTIES = {"ehr": "sim.experiment.split_messages:SplitEhr"}
"""Who sends batches that can be taken apart, and who stands in for them then."""


@dataclass(frozen=True)
class Strength:
    """How much a relation changes: `hold_s` seconds later, pages of `rows`, so many `crashes`
    spread over the run."""

    hold_s: float = 600.0
    rows: int = 5
    crashes: int = 5


@dataclass(frozen=True)
class Trial:
    """A changed run beside the plain one. `differences` tell what is missing, or there beside;
    `renumbered` how many differ in an assigned number only, `later` how many missed a deadline that
    they had kept."""

    relation: str
    spec: RunSpec
    outcome: str
    differences: tuple[str, ...]
    renumbered: int
    later: int

    @property
    def same(self) -> bool:
        """Whether the final books are those of the plain run."""
        return not self.differences


@dataclass(frozen=True)
class Plain:
    """The run that nothing was done to."""

    spec: RunSpec
    outcome: str
    effects: Effects
    points: int


Change = Callable[[Plain, Strength], Sequence[RunSpec]]


def plain_run(spec: RunSpec, build: Build, count_points: bool = True) -> Plain:
    """Runs as it is; counts the points at which the integration may crash, which takes longer."""
    judged = judged_run(replace(spec, crashes=Crashes()) if count_points else spec, build)
    recorded = judged.recorded
    effects = effects_of(judged.history)
    return Plain(spec, judged.verdict.outcome, effects, recorded.crash_points)


def try_relations(
    plain: Plain, build: Build, relations: Sequence[str], strength: Strength
) -> Iterator[Trial]:
    """The runs of each relation in turn, each beside the plain one."""
    for relation in relations:
        for spec in RELATIONS[relation](plain, strength):
            yield compared(relation, judged_run(spec, build), plain.effects)


def compared(relation: str, judged: Judged, effects: Effects) -> Trial:
    """The final books of a changed run beside those of the plain one."""
    found = effects_of(judged.history)
    books, own = _books(effects), _books(found)
    missing, beside = books - own, own - books
    renumbered = _unnumbered(missing) & _unnumbered(beside)
    differences = (
        *(f"missing {words_of(effect)}" for effect in _but(missing, renumbered)),
        *(f"beside {words_of(effect)}" for effect in _but(beside, renumbered)),
    )
    return Trial(
        relation,
        judged.recorded.spec,
        judged.verdict.outcome,
        differences,
        renumbered=renumbered.total(),
        later=sum(n for effect, n in (found - effects).items() if effect[0] == LATE),
    )


def _unnumbered(effects: Effects) -> Effects:
    """Without the numbers that systems give out."""
    plain: Effects = Counter()
    for effect, n in effects.items():
        plain[_without_number(effect)] += n
    return plain


def _without_number(effect: tuple[str, ...]) -> tuple[str, ...]:
    """They stand in the third place, the key."""
    system, kind, key, *rest = effect
    return system, kind, _ASSIGNED.sub("#", key), *rest


def _but(effects: Effects, renumbered: Effects) -> Iterator[tuple[str, ...]]:
    """The effects that are not among those which got another number only."""
    left = Counter(renumbered)
    for effect in effects.elements():
        plain = _without_number(effect)
        if left[plain]:
            left[plain] -= 1
        else:
            yield effect


def _books(effects: Effects) -> Effects:
    """What stands in the end, without its lateness; one line for all days of a daily total."""
    books: Effects = Counter()
    sums: Counter[tuple[str, ...]] = Counter()
    for effect, n in effects.items():
        system, kind, key, *figures = effect
        if kind in _DAILY:
            place = (system, kind, _DAY.sub("all days", key), *figures[2:])
            for name, figure in zip(("minor", "quantity"), figures, strict=False):
                sums[name, *place] += int(figure) * n
        elif system != LATE:
            books[effect] = n
    books.update({(*place, f"{name} {total}"): 1 for (name, *place), total in sums.items()})
    return books


def _with(plain: Plain, *faults: Fault) -> RunSpec:
    """The plain run with more before its own faults, so that each delivery is changed."""
    return replace(plain.spec, faults=(*faults, *plain.spec.faults))


def _duplicate(plain: Plain, strength: Strength) -> Sequence[RunSpec]:
    return [_with(plain, Duplicate(probability=1.0))]


def _delay(plain: Plain, strength: Strength) -> Sequence[RunSpec]:
    return [_with(plain, Postponed(hold_s=strength.hold_s))]


def _permute(plain: Plain, strength: Strength) -> Sequence[RunSpec]:
    return [_with(plain, Postponed(hold_s=strength.hold_s, by_key=True))]


def _split(plain: Plain, strength: Strength) -> Sequence[RunSpec]:
    """Lists come in small pages, batches in messages of one."""
    spec = _with(plain, SplitBatch(rows=strength.rows, probability=0.0))
    scenario = replace(spec.scenario, parties=_taken_apart(spec.scenario.parties))
    return [replace(spec, scenario=scenario, parties=_taken_apart(spec.parties))]


def _taken_apart(parties: Sequence[str]) -> tuple[str, ...]:
    return tuple(SPLIT_PARTIES.get(name, name) for name in parties)


def _crash(plain: Plain, strength: Strength) -> Sequence[RunSpec]:
    """Points spread evenly over the run, each in a run of its own."""
    count = min(strength.crashes, plain.points)
    points = [1 + plain.points * (2 * n + 1) // (2 * count) for n in range(count)]
    return [replace(plain.spec, crashes=Crashes((min(p, plain.points),))) for p in points]


RELATIONS: Mapping[str, Change] = {
    "duplicate": _duplicate,
    "permute": _permute,
    "delay": _delay,
    "split": _split,
    "crash": _crash,
}
"""Everything is told twice; keys change places; all of it comes later; batches are taken apart; the
integration dies."""
