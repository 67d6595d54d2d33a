"""What may happen to a packet: the vocabulary in which a fault states its decision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """Never reaches the receiver; the sender waits for its time-out."""


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The receiver acts, its answer never arrives; the sender waits for its time-out."""


@dataclass(frozen=True, slots=True)
class Held:
    """Arrives `extra_s` later than it would have."""

    extra_s: float


@dataclass(frozen=True, slots=True)
class Doubled:
    """Arrives twice, the copy `after_s` later."""

    after_s: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The edge answers with this status. With `after_commit` the receiver has acted before."""

    status: int
    retry_after_s: int | None = None
    after_commit: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The connection is refused at once; the receiver sees nothing."""


Fate = Lost | AnswerLost | Held | Doubled | Answered | Unreachable
