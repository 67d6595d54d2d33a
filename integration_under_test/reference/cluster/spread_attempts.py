"""Attempts at commands, made by worker processes: what the head does in the place of `OwnAttempts`.

What speaks to no system stays in the head: comparisons, which need its memory, what is only kept,
and documents to partners, whose connections it holds. Whoever asks for an attempt waits here until
a worker answered. If the worker dies first, nobody knows what it did: that is an OutcomeUnknown
like any other, and who judges those waits before a look is believed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable

from integration_under_test.boundary import OutcomeUnknown
from integration_under_test.reference.attempts import OwnAttempts
from integration_under_test.reference.cluster.board import Board, Job, Order
from integration_under_test.reference.cluster.messages import Answer
from integration_under_test.reference.cluster.partition import partition_of
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.store.acts import Sent
from integration_under_test.reference.store.store import NOTHING_APPLIED, Applied

FOUND = Applied(sent=Sent("", "", 0, None))
"""A look found the effect there. The worker has noted all else."""
DRAIN_WITHIN_S = 6.0

Send = Callable[[Order], None]


class SpreadAttempts:
    """The head's side of all hand-overs; `send` carries an order to its worker."""

    def __init__(self, own: OwnAttempts, board: Board, partition_by: str, send: Send) -> None:
        self.board = board
        self._own = own
        self._by = partition_by
        self._send = send
        self._asked: dict[str, asyncio.Future[Applied]] = {}
        self._back_at_s: dict[str, float] = {}
        self._is_draining = False

    async def make(self, command: Command, attempt: int) -> Applied:
        """See Attempts."""
        kind = COMMANDS[command.kind]
        if not isinstance(kind, CommandKind):
            return await self._own.make(command, attempt)
        if self._is_draining:
            await asyncio.Event().wait()
        partition = partition_of(command, kind, self._by)
        return await self._handed(Job(command.row, attempt, partition, kind.system))

    def back_s(self, system: str) -> float:
        """As the last worker said who called there."""
        if system not in self._back_at_s:
            return self._own.back_s(system)
        return _now_s() - self._back_at_s[system]

    async def drain(self) -> None:
        """Hands over nothing any more, and waits for what is in hand."""
        self._is_draining = True
        in_hand = [self._asked[row] for row in self._rows_in_hand()]
        if in_hand:
            await asyncio.wait(in_hand, timeout=DRAIN_WITHIN_S)

    def hand_over(self) -> None:
        """All that there is a place for."""
        if not self._is_draining:
            for order in self.board.handed():
                self._send(order)

    def answered(self, answer: Answer) -> bool:
        """Takes an answer; False for one that came before, or from one that is gone."""
        job = self.board.answered(answer.worker, answer.number)
        if job is None:
            return False
        if answer.system:
            self._back_at_s[answer.system] = _now_s() - answer.back_s
        error = answer.error
        if error is None:
            self.done(job.row, FOUND if answer.found else NOTHING_APPLIED)
        else:
            self._failed(job.row, error)
        self.hand_over()
        return True

    def lost(self, jobs: Iterable[Job], standing: Collection[str]) -> None:
        """Workers are gone with these; `standing` are the rows that the outbox still has."""
        for job in jobs:
            if job.row in standing:
                self._failed(job.row, OutcomeUnknown("the worker process that had it ended"))
            else:
                self.done(job.row, FOUND)
        self.hand_over()

    def done(self, row: str, applied: Applied) -> None:
        """A command took effect."""
        asked = self._asked.get(row)
        if asked is not None and not asked.done():
            asked.set_result(applied)

    def _failed(self, row: str, error: Exception) -> None:
        asked = self._asked.get(row)
        if asked is not None and not asked.done():
            asked.set_exception(error)

    async def _handed(self, job: Job) -> Applied:
        asked = self._asked[job.row] = asyncio.get_running_loop().create_future()
        self.board.put(job, _now_s())
        self.hand_over()
        try:
            return await asked
        finally:
            del self._asked[job.row]
            if asked.cancelled():
                self.board.withdraw(job)

    def _rows_in_hand(self) -> list[str]:
        rows = (order.job.row for order in self.board.unanswered())
        return [row for row in rows if row in self._asked]


def _now_s() -> float:
    return asyncio.get_running_loop().time()
