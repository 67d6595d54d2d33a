"""What must be known of a kind of command so that it takes effect exactly once.

Only one of its systems takes idempotency keys (decision D11), so each kind also says how
to find out whether its effect is already there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from integration_under_test.boundary import Rejected
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """The search that proves an effect. A 404 counts as an empty answer.

    `always` is for kinds whose write needs the answer, such as the target's own id.
    """

    operation: str
    ask: Callable[[Any, Context], Body]
    proves: Callable[[Any, Answer], bool]
    always: bool = False


@dataclass(frozen=True)
class Consult:
    """A read elsewhere that the write needs. `read` may raise NotYet.

    With `remember_as` the value is kept in the store under that key and asked for only once.
    """

    system: str
    operation: str
    ask: Callable[[Any], Body]
    read: Callable[[Answer], Any]
    remember_as: Callable[[Any], str] | None = None


class Enquiry(NamedTuple):
    """What a gathering may use: `call(system, operation, body)`, the crosswalk, and
    `recall(key)` for what an earlier command remembered, None for what none did."""

    call: Callable[[str, str, Body], Awaitable[dict[str, Any]]]
    crosswalk: Crosswalk
    recall: Callable[[str], Awaitable[Any]]


Gather = Callable[[Any, Enquiry], Awaitable[Any]]
"""Several reads, one after the other, that the write needs. May raise NotYet."""


class Instead(NamedTuple):
    """A step in the place of one that was refused. `reopens` is the key of the document which it
    came from, if that may come again, corrected, under its number."""

    step: Step
    reopens: str = ""


@dataclass(frozen=True)
class CommandKind:
    """One row of a table in `commands/`; the name is its key there."""

    flow: str
    system: str
    operation: str
    write: Callable[[Any, Context], Body | None]
    """The request body, or None when nothing is owed after all."""
    look: Look | None = None
    consult: Consult | Gather | None = None
    consult_proves: bool = False
    """The consultation itself searches for the effect, and then nothing is written."""
    takes_key: bool = False
    """The system honours an idempotency key."""
    upsert: bool = False
    """Sending it twice leaves the same state."""
    versioned: bool = False
    """A later version of the same document makes this one stale."""
    snapshot: bool = False
    """Each replaces the one before, so nobody can tell whether an old one was there."""
    posts_on: Callable[[Any, Crosswalk], str] | None = None
    """The accounting day, for kinds that a closed period may refuse."""
    update: str = ""
    """The operation to use instead when the look found a record."""
    remembers: Callable[[Any, Answer], tuple[str, Any]] | None = None
    """What later commands will ask the store for: (key, value)."""
    done: frozenset[str] = frozenset()
    """Refusals that by themselves say that the effect is there."""
    by_night: bool = False
    """Made of whole lists: its calls keep to the lanes of the nightly comparison."""
    refused: Callable[[Any, Rejected], Instead | None] | None = None
    """What a refusal asks for instead of a work item, such as an answer to the sender."""

    @property
    def can_tell(self) -> bool:
        """Whether it finds out long afterwards that its effect is there. A refusal may have asked
        for something else instead, which nobody can see any more."""
        proves = self.look is not None or self.versioned
        return proves and self.refused is None and not self.snapshot

    @property
    def overwrites(self) -> bool:
        """Whether it leaves one version of a document there, however often it is sent."""
        return self.upsert and self.versioned

    @property
    def repeatable(self) -> bool:
        """Whether a request that is still under way can do no harm to a retry. A key is no proof:
        some vendors ignore it, others forget it while the request waits (F05 with F07)."""
        return self.upsert


class Letter(NamedTuple):
    """A document to a partner, as its mailbox gets it."""

    id: str
    sender: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class SendKind:
    """A document to a trading partner. It is sent again as it was, under the same control number,
    by which the partner knows it."""

    flow: str
    mailbox: Callable[[Any], str]
    write: Callable[[Any, Context], Letter | None]
    """None when nothing is owed after all."""
    series: str = ""
    """Where its control number comes from; "" for documents that bring a number of their own."""
    consult: Consult | Gather | None = None
    remembers: Callable[[Any, Any], tuple[str, Any]] | None = None
    """What later commands will ask the store for, of the document and what was consulted, even when
    nothing was owed."""
    versioned: bool = False
    """A later version of the same document makes this one stale."""
    repeatable = True
    can_tell = False


@dataclass(frozen=True)
class KeepKind:
    """What no system wants to have, but later commands will ask the store for, such as a table
    of codes that a partner sent. Of a versioned document the latest is kept."""

    flow: str
    remembers: Callable[[Any], tuple[str, Any]]
    """(key, value); the value as JSON."""
    versioned: bool = False
    repeatable = True

    @property
    def can_tell(self) -> bool:
        """See `CommandKind.can_tell`."""
        return self.versioned


@dataclass(frozen=True)
class CheckKind:
    """A comparison. It has no effect of its own: what it finds it asks for in commands of their
    own, or tells a person."""

    flow: str
    repeatable = True
    can_tell = False


Kind = CommandKind | SendKind | KeepKind | CheckKind
