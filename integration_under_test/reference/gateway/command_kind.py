"""What must be known of a kind of command so that it takes effect exactly once.

Only one of the five systems takes idempotency keys (decision D11), so each kind also says how
to find out whether its effect is already there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class CommandKind:
    """One row of the table in `commands.py`; the name is its key there."""

    flow: str
    system: str
    operation: str
    write: Callable[[Any, Context], Body | None]
    """The request body, or None when nothing is owed after all."""
    look: Look | None = None
    consult: Consult | None = None
    takes_key: bool = False
    """The system honours an idempotency key."""
    upsert: bool = False
    """Sending it twice leaves the same state, so a retry needs no look."""
    versioned: bool = False
    """A later version of the same document makes this one stale."""
    posts_on: Callable[[Any, Crosswalk], str] | None = None
    """The accounting day, for kinds that a closed period may refuse."""
    update: str = ""
    """The operation to use instead when the look found a record."""
    remembers: Callable[[Any, Answer], tuple[str, str]] | None = None
    """What later commands will ask the store for: (key, value)."""

    @property
    def repeatable(self) -> bool:
        """Whether a request that is still under way can do no harm to a retry."""
        return self.takes_key or self.upsert
