"""What head and worker say over the broker, as JSON: names of rows, never documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from integration_under_test.reference.cluster.board import Order
from integration_under_test.reference.cluster.failures import failure, told


class Errand(NamedTuple):
    """An order as a worker reads it. The command itself is in the outbox."""

    number: int
    settled: int
    row: str
    attempt: int


class Answer(NamedTuple):
    """What became of an attempt: `failed` is {} for one that took effect, and `found` says that
    nothing was sent, since a look found the effect there."""

    worker: str
    number: int
    failed: Mapping[str, Any]
    found: bool = False
    system: str = ""
    back_s: float = 0.0
    """As in Lanes."""
    calls: Mapping[str, int] = {}
    """What was called since the answer before: system and how it ended -> how often."""

    @property
    def error(self) -> Exception | None:
        """Why it failed; None for one that took effect."""
        return failure(self.failed) if self.failed else None


ERRAND, ANSWER = TypeAdapter(Errand), TypeAdapter(Answer)


def errand_of(order: Order) -> bytes:
    """What a worker is told of an order."""
    job = order.job
    return to_json([order.number, order.settled, job.row, job.attempt])


def failed(worker: str, number: int, error: BaseException) -> Answer:
    """The answer of an attempt that failed."""
    return Answer(worker, number, told(error))


def read_errand(content: bytes) -> Errand | None:
    """None for what is no errand: anybody may write to a broker."""
    try:
        return ERRAND.validate_json(content)
    except ValidationError:
        return None


def read_answer(content: bytes) -> Answer | None:
    """None for what is no answer."""
    try:
        return ANSWER.validate_json(content)
    except ValidationError:
        return None
