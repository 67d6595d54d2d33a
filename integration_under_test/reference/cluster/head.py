"""The head of a cluster: it has worker processes, watches over them, and carries errands to them.

    worker ready -> gets its share of the partitions
    silent, or its process ended -> its claim is taken, what it had in hand is looked up and judged
    everything too old for too long -> one more; one idle for long -> it is let go

Of every errand that is not answered the broker is told again: at once when it comes back, and from
time to time in case an answer was lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Coroutine, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from integration_under_test.boundary import Alert, Storage, Transaction
from integration_under_test.reference.cluster.board import Board, Order
from integration_under_test.reference.cluster.broker import connected
from integration_under_test.reference.cluster.claims import Claims
from integration_under_test.reference.cluster.growth import Growth
from integration_under_test.reference.cluster.layout import Charge, Message, Staff, Worker
from integration_under_test.reference.cluster.messages import errand_of, read_answer
from integration_under_test.reference.cluster.shared_board import SharedBoard
from integration_under_test.reference.cluster.spread_attempts import SpreadAttempts
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.committed import committed
from integration_under_test.reference.store.store import OUTBOX

LOG = logging.getLogger(__name__)
TICK_S = 1.0
ASK_AGAIN_S = 5.0
"""For so long an answer may be on its way."""
SILENT_TICKS = 40
"""A worker that says nothing for so long stands still; longer than a statement of its store may
take."""
START_TICKS = 90
PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0
"""Before a worker is replaced; it doubles with each that ended before it was ready."""
END_WITHIN_S = 8.0
CLUSTER = "cluster"
"""`prefix` -> what the broker's names of this store begin with."""


@dataclass
class Member:
    """One worker as the head knows it."""

    charge: Charge
    worker: Worker
    ready: bool = False
    silent_ticks: int = 0
    leaving: bool = False


class Head:
    """Runs the workers of `attempts`. Use `open`, then `close`."""

    def __init__(self, settings: Settings, staff: Staff, storage: Storage, term: int) -> None:
        self._settings = settings
        self._staff = staff
        self._storage = storage
        self._claims = Claims(storage)
        self._term = term
        self._growth = Growth(settings.workers, settings.most_workers)
        self._wanted = settings.workers
        self._members: dict[str, Member] = {}
        self._hired = 0
        self._misses = 0
        self._asked_s: dict[tuple[str, int], float] = {}
        """When the broker was last given an errand, by worker and number."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closing = False

    async def open(
        self, attempts: SpreadAttempts, alerts: SharedBoard, calls: Counter[tuple[str, str]]
    ) -> None:
        """Connects to the broker and starts the first workers, for which it does not wait. Raises
        ConnectionError for a broker that is not there."""
        self._attempts, self._alerts, self._calls = attempts, alerts, calls
        self._prefix = await committed(self._storage, self._prefixed)
        self._broker = await connected(self._settings.broker, self._prefix, self._back)
        await self._broker.ensure()
        await self._broker.hear_answers(self._heard)
        await self._claims.outlive()
        self._begin(self._watch())
        self._hire_missing()

    async def close(self) -> None:
        """Lets all workers go, and ends those that do not."""
        self._is_closing = True
        for member in list(self._members.values()):
            member.worker.end()
            await member.worker.tell({"go": True})
        employed = [task for task in self._tasks if task.get_name() == "employ"]
        if employed:
            await asyncio.wait(employed, timeout=END_WITHIN_S)
        for member in self._members.values():
            member.worker.kill()
        if employed:
            await asyncio.wait(employed, timeout=END_WITHIN_S)
        for task in self._tasks:
            task.cancel()
        await self._broker.remove()
        await self._broker.close()

    def send(self, order: Order) -> None:
        """Carries an order to its worker."""
        self._begin(self._hand(order))

    def table(self) -> list[dict[str, Any]]:
        """The workers, for operators."""
        board = self._attempts.board
        return [
            {
                "worker": name,
                "pid": member.worker.pid,
                "ready": member.ready,
                "leaving": member.leaving,
                "in_hand": board.in_hand(name),
                "partitions": board.partitions_of(name),
            }
            for name, member in self._members.items()
        ]

    @property
    def board(self) -> Board:
        """The state of all hand-overs."""
        return self._attempts.board

    async def _hand(self, order: Order) -> None:
        name = (order.worker, order.number)
        self._asked_s[name] = _now_s()
        if not await self._broker.hand(order.worker, errand_of(order)) and name in self._asked_s:
            self._asked_s[name] = 0.0  # again with the next tick

    def _heard(self, content: bytes) -> None:
        answer = read_answer(content)
        if answer is not None and self._attempts.answered(answer):
            self._asked_s.pop((answer.worker, answer.number), None)
            for name, count in answer.calls.items():
                system, _, end = name.rpartition(" ")
                self._calls[system, end] += count
            member = self._members.get(answer.worker)
            if member is not None and member.leaving:
                self._begin(self._may_go(answer.worker))

    async def _back(self) -> None:
        """The broker is there again, perhaps without anything that it was told."""
        await self._broker.ensure()
        self._ask_again(0.0)

    def _ask_again(self, after_s: float) -> None:
        now_s = _now_s()
        for order in self.board.unanswered():
            if now_s - self._asked_s.get((order.worker, order.number), 0.0) >= after_s:
                self.send(order)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            await self._broker.ensure()
            self._ask_again(ASK_AGAIN_S)
            for member in list(self._members.values()):
                member.silent_ticks += 1
                if member.silent_ticks > (SILENT_TICKS if member.ready else START_TICKS):
                    LOG.warning("worker %s says nothing any more", member.charge.name)
                    member.worker.kill()
            if not self._is_closing:
                self._grow_or_shrink()

    def _grow_or_shrink(self) -> None:
        board, now_s = self.board, _now_s()
        idle = sum(board.in_hand(name) == 0 for name in board.workers)
        ready = len(board.workers)
        if ready >= self._wanted:
            self._wanted = self._growth.wanted(now_s, ready, board.oldest_s(now_s), idle)
        staying = [member for member in self._members.values() if not member.leaving]
        if len(staying) > self._wanted:
            self._let_go(staying[-1])
        self._hire_missing()

    def _let_go(self, member: Member) -> None:
        LOG.info("worker %s is not needed any more", member.charge.name)
        member.leaving = True
        self.board.leaves(member.charge.name)
        member.worker.end()

    def _hire_missing(self) -> None:
        staying = [member for member in self._members.values() if not member.leaving]
        employed = sum(task.get_name() == "employ" for task in self._tasks)
        leaving = len(self._members) - len(staying)
        for _ in range(self._wanted - (employed - leaving)):
            self._begin(self._employ(), "employ")

    async def _employ(self) -> None:
        """One worker, from its claim to the end of its process."""
        self._hired += 1
        charge = Charge(f"{self._term}-{self._hired}", self._term, self._prefix)
        await asyncio.sleep(min(LONGEST_PAUSE_S, PAUSE_S * 2.0**self._misses) * bool(self._misses))
        await self._claims.grant(charge.name)
        try:
            member = Member(charge, await self._staff.hire(charge._asdict()))
        except OSError as error:
            LOG.warning("no worker process could be started: %s", error)
            self._misses += 1
            return
        self._members[charge.name] = member
        async for message in member.worker.heard():
            await self._listen(member, message)
        await self._part(member)

    async def _listen(self, member: Member, message: Message) -> None:
        member.silent_ticks = 0
        name = member.charge.name
        if "ready" in message:
            member.ready, self._misses = True, 0
            self.board.joined(name)
            self._attempts.hand_over()
        elif "leaving" in message:
            member.leaving = True
            self.board.leaves(name)
            await self._may_go(name)
        elif "alert" in message:
            alert = {**message["alert"], "keys": tuple(message["alert"]["keys"])}
            self._begin(self._alerts.raise_(name, Alert(**alert)))
        elif "clear" in message:
            self._begin(self._alerts.clear(name, message["clear"], message["reason"]))

    async def _may_go(self, name: str) -> None:
        """Tells a worker that leaves, and has nothing in hand any more."""
        member = self._members.get(name)
        if member is not None and member.leaving and not self.board.in_hand(name):
            await member.worker.tell({"go": True})

    async def _part(self, member: Member) -> None:
        """Its process has ended, so it does nothing any more."""
        name = member.charge.name
        await self._claims.revoke(name)
        lost = self.board.left(name)
        self._asked_s = {key: at for key, at in self._asked_s.items() if key[0] != name}
        self._misses += not member.ready
        if not member.leaving and not self._is_closing:
            LOG.warning("worker %s ended with %d commands in hand", name, len(lost))
        standing = await self._still_waiting([job.row for job in lost]) if lost else ()
        self._attempts.lost(lost, standing)
        del self._members[name]
        await self._alerts.silence(name)
        await self._broker.forget(name)

    def _prefixed(self, tx: Transaction) -> str:
        """What the names at the broker begin with: the store's own, for as long as it is there."""
        known = tx.get(CLUSTER, "prefix")
        if known is None:
            told = f"{self._settings.store}|{_now_s()}"
            known = f"reference.{blake2b(told.encode(), digest_size=4).hexdigest()}"
            tx.put(CLUSTER, "prefix", known)
        return str(known)

    async def _still_waiting(self, rows: Sequence[str]) -> Collection[str]:
        def work(tx: Transaction) -> Collection[str]:
            return frozenset(row for row in rows if tx.get(OUTBOX, row) is not None)

        return await committed(self._storage, work)

    def _begin(self, work: Coroutine[Any, Any, Any], name: str = "") -> None:
        task = asyncio.get_running_loop().create_task(work, name=name or None)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
