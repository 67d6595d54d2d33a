"""Several forks of one snapshot for one way to it: the process is forked at the instant.

Each branch goes on with its own change and writes its own History; the trunk waits, and parts
again. A branch's History is, row for row, that of a fork made alone. Needs an operating system
that forks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from sim.experiment.fork import Beginning, Change, Forked, begun, go_on
from sim.experiment.run import Course, Progress, Recorded
from sim.experiment.snapshot import SnapshotError, reach
from sim.experiment.spec import RunSpec


class Branch(NamedTuple):
    """One way on, and where its History goes."""

    change: Change
    path: Path


def fork_each(
    beginning: Beginning, branches: Sequence[Branch], progress: Progress | None = None
) -> list[Forked]:
    """Records all of them, in their order. Raises SnapshotError, also for a branch that broke."""
    with begun(beginning, [branch.change for branch in branches], None) as course:
        prefix_s = reach(course, beginning.snapshot, progress)
        return [_parted(course, beginning.spec, branch, prefix_s) for branch in branches]


def _parted(course: Course, first: RunSpec, branch: Branch, prefix_s: float) -> Forked:
    context = get_context("fork")
    hearing, telling = context.Pipe(duplex=False)
    process = context.Process(target=_go_on_alone, args=(course, first, branch, prefix_s, telling))
    process.start()
    telling.close()
    try:
        told = hearing.recv()
    except EOFError as error:
        raise SnapshotError(
            f"expected a run of {branch.change.spec.integration} from the snapshot on, got none; "
            f"its process ended, its words are above; repeat that fork alone"
        ) from error
    finally:
        process.join()
    return Forked(Recorded(spec=branch.change.spec, **told), prefix_s)


def _go_on_alone(
    course: Course, first: RunSpec, branch: Branch, prefix_s: float, telling: Connection
) -> None:
    """In the branch: to its end, its History into its file, word of it to the trunk."""
    waited_s = course.recorded().wall_s - prefix_s
    go_on(course, first, branch.change)
    course.finish()
    told = _told(course.recorded())
    told["wall_s"] -= waited_s
    branch.path.write_bytes(course.testbed.writer.contents())
    telling.send(told)
    telling.close()


def _told(recorded: Recorded) -> dict[str, Any]:
    """All but the specification, which holds functions and is known to the trunk."""
    names = [field.name for field in fields(recorded) if field.name != "spec"]
    return {name: getattr(recorded, name) for name in names}
