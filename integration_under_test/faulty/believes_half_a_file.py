"""Mutant M19: a file without its end is taken for a shorter file.

The real mistake: the reader stops at the end of the file, the trailer is a record that it skips,
and what promises count and total is never compared with what came. Of a file that was cut on its
way (F30) the first half is posted. The checker of variance must kill it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.protocols.batch_file import BatchFile, Row
from integration_under_test.reference.mediation.received import Received

T = TypeVar("T")


class Fitting(BatchFile):
    """A file that holds what could be read of it."""

    def read_rows(self, readers: Mapping[str, Callable[[Row], T]]) -> tuple[T, ...]:
        """Leaves out a line that ends too soon."""
        width = max(map(len, self.rows), default=0)
        whole = tuple(row for row in self.rows if len(row) == width)
        return replace(self, rows=whole).read_whole(readers)

    def read_whole(self, readers: Mapping[str, Callable[[Row], T]]) -> tuple[T, ...]:
        """As any file is read."""
        return super().read_rows(readers)

    def require_total(self, total: int) -> None:
        """Whatever the trailer says, or where there is none."""


class BelievesHalfAFile(Reference):
    """The reference, without control totals."""

    mutant = Mutant("M19", killed_by="variance", faults="F30@harsh", parties=("gpo",))

    def steps_of_document(self, received: Received) -> tuple[Step, ...]:
        if isinstance(received.content, BatchFile):
            received = replace(received, content=_fitting(received.content))
        return super().steps_of_document(received)


def _fitting(file: BatchFile) -> Fitting:
    return Fitting(**{field.name: getattr(file, field.name) for field in fields(file)})
