"""The documents by which a flow is tried at every crash point, and the points that are theirs.

A flow owes several kinds of effect. Its obligations are gathered by what raised them; of these
documents so many are taken that between them all kinds are met: first the one that meets most,
among equals the one with the most points, the largest left aside. A document's points are all
those of the deliveries that had its effects made, from the hand-over to the last commit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.history.reading import History
from sim.host.trace import Trace

LARGEST = 150
"""Points; a document with more is taken only if there is no other that meets as many kinds."""
TAIL_US = 5_000_000
"""From an effect to the end of the work on it: the answer's way back, and the commit."""

COLUMNS = ("f", "effect_key", "business_key", "source")
Effect = tuple[str, str]
"""Kind and key."""


class Served(NamedTuple):
    """An obligation that was met: what raised it, in whose book, and which delivery met it."""

    key: str
    origin: str
    effect: Effect
    cause: str


@dataclass(frozen=True)
class FlowDocument:
    """What one trial after the other interrupts: some documents of a flow, as one."""

    flow: str
    keys: tuple[str, ...]
    effects: frozenset[Effect]
    causes: frozenset[str]
    points: tuple[int, ...]

    def recovered_us(self, history: History) -> int:
        """When the integration was up again and this document done, its last commit included."""
        return max(_restarted_us(history), _done_us(history, self.effects)) + TAIL_US

    def recovery(self, crashed_at: int, until_us: int, trace: Trace) -> tuple[int, ...]:
        """The points after a crash until the document had recovered."""
        return tuple(
            number
            for number, (cause, t_us) in enumerate(trace.points, 1)
            if number > crashed_at and (cause in self.causes or (not cause and t_us <= until_us))
        )


def document_of(
    flow: str, history: History, trace: Trace, kinds: Collection[str] = ()
) -> FlowDocument | None:
    """The one to try a flow by, of some kinds of effects or of all that it owes; None if the run
    met no such obligation in a delivery's name."""
    work = Counter(point.cause for point in trace.points)
    served = _served(flow, history, trace)
    wanted = (one for one in served if not kinds or one.effect[0] in kinds)
    chosen = list(_chosen(_gathered(wanted), work))
    if not chosen:
        return None
    causes = frozenset(served.cause for served in chosen)
    return FlowDocument(
        flow,
        tuple(dict.fromkeys(served.key for served in chosen)),
        frozenset(served.effect for served in chosen),
        causes,
        tuple(n for n, point in enumerate(trace.points, 1) if point.cause in causes),
    )


def _served(flow: str, history: History, trace: Trace) -> Iterable[Served]:
    """The met obligations of a flow in the order in which they arose."""
    owed = history.owed[history.owed["flow"] == flow]
    made = _first_made(history)
    for kind, key, trigger, origin in zip(
        *(owed[name].astype(str) for name in COLUMNS), strict=True
    ):
        if (kind, key) in made:
            cause = trace.causes.get((kind, key)) or _sender((key, trigger), trace)
            if cause:
                yield Served(trigger, origin, (kind, key), cause)


def _gathered(served: Iterable[Served]) -> dict[str, list[Served]]:
    documents: dict[str, list[Served]] = defaultdict(list)
    for one in served:
        documents[one.key].append(one)
    return documents


def _chosen(documents: Mapping[str, list[Served]], work: Mapping[str, int]) -> Iterable[Served]:
    """Documents that between them meet every kind of effect."""
    kinds = {
        key: {(one.origin, one.effect[0]) for one in served} for key, served in documents.items()
    }
    sizes = {
        key: sum(work[cause] for cause in {one.cause for one in served})
        for key, served in documents.items()
    }
    missing = set().union(*kinds.values())
    while missing:
        best = max(documents, key=lambda key: (len(kinds[key] & missing), _rank(sizes[key])))
        missing -= kinds[best]
        yield from documents[best]


def _rank(size: int) -> int:
    return size if size <= LARGEST else -size


def _sender(keys: Iterable[str], trace: Trace) -> str:
    """In whose name the first document was sent that holds all parts of one of the keys; "" if
    none does."""
    for key in keys:
        parts = key.encode().split(b"/")
        for content, cause in trace.letters:
            if all(part in content for part in parts):
                return cause
    return ""


def _first_made(history: History) -> dict[Effect, int]:
    frame = history.effects
    made: dict[Effect, int] = {}
    for kind, key, t_us in zip(frame["f"], frame["effect_key"], frame["t_us"], strict=True):
        made.setdefault((str(kind), str(key)), int(t_us))
    return made


def _done_us(history: History, effects: frozenset[Effect]) -> int:
    made = _first_made(history)
    return max((made[effect] for effect in effects if effect in made), default=0)


def _restarted_us(history: History) -> int:
    told = history.integration
    return int(told[told["f"] == "started"]["t_us"].max())
