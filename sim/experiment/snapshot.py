"""The whole enterprise at a moment of a run, as what leads there: specification, instant, proof.

The world's processes are generators, which nobody can store. But a run repeats itself: so a
snapshot holds what decides the run, when it was taken, and the hash of the History until then. Who
goes on from it drives the run to that instant once more, and is refused if it is not the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.experiment.folder import specification, versions
from sim.experiment.run import DAY_S, Course, Progress, under_way
from sim.experiment.spec import RunSpec
from sim.mistake import Mistake

FORMAT = "testbed snapshot"
VERSION = 1


class SnapshotError(Mistake, ValueError):
    """A snapshot cannot be taken, read or reached. The message names place and remedy."""


@dataclass(frozen=True)
class Snapshot:
    """`scenario` is its name as it was typed, `run` what decides the run, as in run.json; `rows`
    and `history_hash` are those of the History until `at_s`; `prefix_s` is what it cost to come
    there."""

    scenario: str
    run: Mapping[str, Any]
    at_s: float
    rows: int
    history_hash: str
    prefix_s: float
    versions: Mapping[str, str]

    def save(self, path: Path) -> None:
        """Raises SnapshotError if the file cannot be written."""
        document = {"format": FORMAT, "version": VERSION, **asdict(self)}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be written ({error.strerror})") from error

    @classmethod
    def load(cls, path: Path) -> Snapshot:
        """Raises SnapshotError naming file and key."""
        document = _document(path)
        kinds: dict[str, Any] = {
            "scenario": str,
            "run": dict,
            "at_s": (int, float),
            "rows": int,
            "history_hash": str,
            "prefix_s": (int, float),
            "versions": dict,
        }
        for key, kind in kinds.items():
            if not isinstance(document.get(key), kind):
                raise SnapshotError(
                    f"{path}, key {key!r}: expected what `testbed snapshot` writes, got "
                    f"{document.get(key)!r}; take the snapshot again"
                )
        return cls(**{key: document[key] for key in kinds})


def take(
    spec: RunSpec, build: Callable[[], Any], at_s: float, progress: Progress | None = None
) -> Snapshot:
    """Drives a run to an instant. Raises SnapshotError for one outside its days, ClockError if the
    run hangs before."""
    limit_s = spec.scenario.days * DAY_S
    if not 0 < at_s <= limit_s:
        raise SnapshotError(
            f"expected an instant within the {spec.scenario.days} days of {spec.scenario.name}, "
            f"got {at_s / 3600:g} h; a run has nothing to go on with before or after, "
            f"choose one up to {limit_s / 3600:g} h"
        )
    with under_way(spec, build(), None) as course:
        course.reach(at_s, progress)
        reached = course.recorded()
    return Snapshot(
        scenario=spec.scenario.name,
        run=_declared(spec),
        at_s=at_s,
        rows=reached.rows,
        history_hash=reached.history_hash,
        prefix_s=round(reached.wall_s, 3),
        versions=versions(),
    )


def check_specification(snapshot: Snapshot, spec: RunSpec) -> None:
    """Refuses a snapshot of a run that is declared in another way by now."""
    declared = _declared(spec)
    for key, was in snapshot.run.items():
        if declared.get(key) != was:
            raise SnapshotError(
                f"the snapshot's run has {key} {_brief(was, declared.get(key))}, today's has "
                f"{_brief(declared.get(key), was)}; a fork must begin as the run did: bring that "
                f"back, or take the snapshot again"
            )


def reach(course: Course, snapshot: Snapshot, progress: Progress | None = None) -> float:
    """Drives a run to the snapshot's instant, and returns what that cost in seconds. Raises
    SnapshotError if the History is another one."""
    course.reach(snapshot.at_s, progress)
    reached = course.recorded()
    if (reached.rows, reached.history_hash) == (snapshot.rows, snapshot.history_hash):
        return reached.wall_s
    now = versions()
    changed = [f"{k} was {v}, is {now.get(k)}" for k, v in snapshot.versions.items() if now[k] != v]
    raise SnapshotError(
        f"expected {snapshot.rows} rows with the hash {snapshot.history_hash[:12]} until "
        f"{snapshot.at_s / 3600:g} h, got {reached.rows} with {reached.history_hash[:12]}; "
        f"{'; '.join(changed) or 'all versions are the same, so the code differs'}; "
        f"use what the snapshot was taken with, or take it again"
    )


def _declared(spec: RunSpec) -> dict[str, Any]:
    """As it is read back from a file."""
    declared: dict[str, Any] = json.loads(json.dumps(specification(spec)))
    return declared


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SnapshotError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SnapshotError(f"{path}: expected a snapshot, got no JSON ({error})") from error
    got = document.get("format") if isinstance(document, dict) else type(document).__name__
    if got != FORMAT or document.get("version") != VERSION:
        raise SnapshotError(
            f"{path}, key 'format': expected {FORMAT!r} of version {VERSION}, got {got!r}; "
            f"make one with `testbed snapshot`"
        )
    return dict(document)


def _brief(value: Any, other: Any) -> str:
    """The part of a value that differs from another one, short enough for a message."""
    if isinstance(value, dict) and isinstance(other, dict):
        value = {k: v for k, v in value.items() if other.get(k) != v}
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
