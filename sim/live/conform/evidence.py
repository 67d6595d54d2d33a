"""What the group recorded, as far as steps look at it: a History whose rows are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sim.clock.wall import wall_ns
from sim.history.schema import Row
from sim.history.writer import HistoryWriter
from sim.host.client import INTEGRATION

Deed = tuple[str, str]
"""Kind and key of an effect."""


class Evidence(HistoryWriter):
    """Records as ever, in memory."""

    def __init__(self, now_us: Callable[[], int]) -> None:
        super().__init__(None, now_us, wall_ns)
        self.rows: list[Row] = []

    def write(self, row: Row) -> int:
        """As `HistoryWriter.write`."""
        self.rows.append(row)
        return super().write(row)

    def deeds(self) -> Counter[Deed]:
        """How often the integration had each effect."""
        return Counter(
            (row.f, row.effect_key)
            for row in self.rows
            if row.op == "effect" and row.process == INTEGRATION and row.count > 0
        )

    def calls(self, since: int = 0) -> Sequence[Row]:
        """The integration's calls from a row on, as they left."""
        return [
            row for row in self.rows[since:] if row.op == "invoke" and row.source == INTEGRATION
        ]

    def owed_by(self, system: str, subject: str) -> Iterator[Row]:
        """What follows from a document of a system."""
        for row in self.rows:
            if row.op == "owe" and row.business_key == subject and row.source == system:
                yield row


def system_of(kind: str) -> str:
    """In whose book effects of a kind stand."""
    return kind.partition(".")[0]
