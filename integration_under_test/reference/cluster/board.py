"""Who is to attempt what: the state of all hand-overs, without any of their transport.

    put -> waits for a place -> handed to the owner of its partition -> answered
                                     | owner is gone: nobody knows what became of it

A partition has one owner at a time. It goes to another only when nothing of it is in anybody's
hands, and a worker holds a few jobs of each system only: a queue here can still go to another
worker, and a system that answers slowly takes no places from the others.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Job(NamedTuple):
    """One attempt at one command of the outbox."""

    row: str
    attempt: int
    partition: str
    system: str


class Order(NamedTuple):
    """A job in the hands of a worker; numbers of one worker rise. What is below `settled` is
    answered, and the answer was heard."""

    worker: str
    number: int
    settled: int
    job: Job


class Waiting(NamedTuple):
    """A job, and since when it waits."""

    since_s: float
    job: Job


class Board:
    """`places` is how many jobs of one system a worker holds at the most."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._waiting: dict[tuple[str, str], deque[Waiting]] = {}
        self._hands: dict[str, dict[int, Job]] = {}
        self._last: Counter[str] = Counter()
        self._held: Counter[tuple[str, str]] = Counter()
        """Jobs in hand, by worker and system."""
        self._held_of: Counter[str] = Counter()
        """The same by partition."""
        self._accepting: list[str] = []
        self._owners: dict[str, str] = {}
        self._moving: set[str] = set()
        """Partitions that their owner gives away as soon as it has nothing of them in hand."""

    def put(self, job: Job, now_s: float) -> None:
        """A job waits from now on."""
        self._waiting.setdefault((job.partition, job.system), deque()).append(Waiting(now_s, job))

    def withdraw(self, job: Job) -> None:
        """Nobody asks for it any more. What is in a worker's hands stays there."""
        place = (job.partition, job.system)
        queue = self._waiting.get(place, deque())
        self._keep(place, deque(each for each in queue if each.job != job))

    def joined(self, worker: str) -> None:
        """A worker is ready. It gets its share of the partitions."""
        self._hands[worker] = {}
        self._accepting.append(worker)
        share = len(self._owners) // len(self._accepting)
        for busiest in self._accepting:
            mine = self.partitions_of(busiest)
            self._moving.update(mine[share:] if len(mine) > share + 1 else ())

    def leaves(self, worker: str) -> None:
        """A worker gets nothing new; what it has in hand it finishes."""
        if worker in self._accepting:
            self._accepting.remove(worker)

    def left(self, worker: str) -> list[Job]:
        """A worker is gone. What it had in hand, of which nobody knows what became."""
        self.leaves(worker)
        lost = [self._taken_from(worker, number) for number in list(self._hands.get(worker, ()))]
        self._hands.pop(worker, None)
        self._last.pop(worker, None)
        self._held = +self._held  # without what is zero
        self._owners = {name: owner for name, owner in self._owners.items() if owner != worker}
        return lost

    def handed(self) -> Iterator[Order]:
        """Hands over all that can be, the oldest first."""
        while (place := self._next()) is not None:
            queue = self._waiting[place]
            job = queue.popleft().job
            self._keep(place, queue)
            worker = self._owners[job.partition]
            self._last[worker] += 1
            self._hands[worker][self._last[worker]] = job
            self._held[worker, job.system] += 1
            self._held_of[job.partition] += 1
            yield self._order(worker, self._last[worker])

    def answered(self, worker: str, number: int) -> Job | None:
        """The job that is answered; None for what was answered before, or by one that is gone."""
        if number not in self._hands.get(worker, ()):
            return None
        return self._taken_from(worker, number)

    def unanswered(self) -> list[Order]:
        """All that is in somebody's hands."""
        return [self._order(name, n) for name, hands in self._hands.items() for n in hands]

    def oldest_s(self, now_s: float) -> float:
        """For how long the oldest job waits to be handed over, 0 if none does."""
        since = min((queue[0].since_s for queue in self._waiting.values()), default=now_s)
        return now_s - since

    def in_hand(self, worker: str) -> int:
        """How many jobs a worker has in hand."""
        return len(self._hands.get(worker, {}))

    @property
    def waiting(self) -> int:
        """How many jobs nobody has in hand."""
        return sum(map(len, self._waiting.values()))

    @property
    def workers(self) -> Sequence[str]:
        """Those that get new jobs, in the order in which they came."""
        return tuple(self._accepting)

    def partitions_of(self, worker: str) -> list[str]:
        """What a worker owns."""
        return sorted(name for name, owner in self._owners.items() if owner == worker)

    def _next(self) -> tuple[str, str] | None:
        """The queue with the oldest job that somebody has a place for."""
        found, oldest_s = None, 0.0
        for place, queue in self._waiting.items():
            since_s = queue[0].since_s
            if (found is None or since_s < oldest_s) and self._has_place(*place):
                found, oldest_s = place, since_s
        return found

    def _has_place(self, partition: str, system: str) -> bool:
        owner = self._owner_of(partition)
        return owner is not None and self._held[owner, system] < self._places

    def _owner_of(self, partition: str) -> str | None:
        """None while the last one still has some of it in hand, or there is nobody."""
        owner = self._owners.get(partition)
        if owner in self._accepting and partition not in self._moving:
            return owner
        if not self._accepting or self._held_of[partition]:
            return None
        self._moving.discard(partition)
        self._owners.pop(partition, None)
        owned = Counter(self._owners.values())
        self._owners[partition] = min(self._accepting, key=lambda name: owned[name])
        return self._owners[partition]

    def _taken_from(self, worker: str, number: int) -> Job:
        job = self._hands[worker].pop(number)
        self._held[worker, job.system] -= 1
        self._held_of[job.partition] -= 1
        return job

    def _order(self, worker: str, number: int) -> Order:
        hands = self._hands[worker]
        return Order(worker, number, min(hands), hands[number])

    def _keep(self, place: tuple[str, str], queue: deque[Waiting]) -> None:
        if queue:
            self._waiting[place] = queue
        else:
            self._waiting.pop(place, None)
