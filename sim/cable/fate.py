"""What may happen to a packet: the vocabulary in which a fault states its decision.

A fate that does not fit (a call has no name under which it could be doubled) lets the packet pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

Change = Callable[[bytes], bytes]
"""Other content in place of the content that was sent. Pure: the same for the same bytes."""


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
class AnswerHeld:
    """The receiver acts in time, its answer arrives `extra_s` later than it would have."""

    extra_s: float


@dataclass(frozen=True, slots=True)
class Slowed:
    """Both legs take `factor` times as long, but neither is made longer than `most_s`."""

    factor: float
    most_s: float


@dataclass(frozen=True, slots=True)
class Hung:
    """The connection is accepted, and nothing more: the receiver does not act, one of its slots
    for calls in flight is taken for `for_s`, and the sender waits for its time-out."""

    for_s: float


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection breaks: the sender hears so at once, and cannot know what was done. With
    `after_commit` the receiver has acted before."""

    after_commit: bool = True


@dataclass(frozen=True, slots=True)
class Truncated:
    """The receiver acts; of its answer only the first `share` of the bytes arrives."""

    share: float


@dataclass(frozen=True, slots=True)
class Doubled:
    """A delivery arrives twice, the copy `after_s` later; a document's copy may come under another
    `name`."""

    after_s: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A gateway on the way sends the call twice, the second time with its body changed; the sender
    gets the answer to the second."""

    change: Change


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Other content arrives than was sent: of a call's `request`, of its successful `answer`, or of
    a delivery (`request`). With `mended_after_s` the sender of a delivery finds that out by itself,
    and so much later sends the right content under the same id, until it is accepted."""

    request: Change | None = None
    answer: Change | None = None
    mended_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """The sender of a delivery sends it only `extra_s` later; till then nobody hears of it."""

    extra_s: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The edge answers with this status, and JSON. With `after_commit` the receiver has acted
    before."""

    status: int
    retry_after_s: int | None = None
    after_commit: bool = False
    payload: bytes = b"{}"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The connection is refused at once; the receiver sees nothing."""


Fate = (
    Lost
    | AnswerLost
    | Held
    | AnswerHeld
    | Slowed
    | Hung
    | Reset
    | Truncated
    | Doubled
    | Repeated
    | Rewritten
    | Late
    | Answered
    | Unreachable
)


class Legs(NamedTuple):
    """Seconds of the way there and of the way back."""

    there_s: float
    back_s: float

    def under(self, fate: Fate | None) -> Legs:
        """The same ways under a fate."""
        match fate:
            case Held(extra_s):
                return Legs(self.there_s + extra_s, self.back_s)
            case AnswerHeld(extra_s):
                return Legs(self.there_s, self.back_s + extra_s)
            case Slowed(factor, most_s):
                return Legs(*(max(leg_s, min(leg_s * factor, most_s)) for leg_s in self))
            case Hung(for_s):
                return Legs(self.there_s, for_s)
        return self

    def at(self, speed: float) -> Legs:
        """As long on the clock as they are on the wall."""
        return self if speed == 1.0 else Legs(self.there_s * speed, self.back_s * speed)


def enters(fate: Fate | None) -> bool:
    """Whether a call under this fate comes as far as the receiver's workers."""
    match fate:
        case Unreachable() | Hung() | Lost():
            return False
        case Reset(after_commit=after_commit) | Answered(after_commit=after_commit):
            return after_commit
    return True
