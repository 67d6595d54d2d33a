"""Makes the replications of a study, on the processes of this machine, and keeps each at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial

from integration_under_test.boundary import Integration
from sim.experiment.pool import as_they_end
from sim.study.replication import Replication, Task, crashed, replicate
from sim.study.store import Store

BuildOf = Callable[[str], Integration]
"""Makes an integration by its name; a spawned process must be able to import it."""


def make(
    tasks: Sequence[Task], store: Store, build_of: BuildOf, jobs: int
) -> Generator[tuple[Task, Replication], None, None]:
    """Those that the store lacks, as they end. A process that dies is a crashed replication."""
    left = store.missing(tasks)
    for done in as_they_end(partial(made, build_of), left, jobs):
        task = left[done.place]
        found = done.result if done.error is None else crashed(task, str(done.error))
        assert found is not None
        store.keep(task, found)
        yield task, found


def made(build_of: BuildOf, task: Task) -> Replication:
    """One replication, wherever this is called."""
    return replicate(task, partial(build_of, task.spec.integration))
