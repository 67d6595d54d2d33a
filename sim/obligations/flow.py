"""How a flow declares what it owes.

A duty is data plus one small function: which effect in the origin's book raises it, which kind of
effect it asks of which system, by when. The function only computes key, amount and quantity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mock_systems.service import Effect
from sim.obligations.known import Known

Mode = Literal["once", "latest"]
MINUTE_S = 60
HOUR_S = 3600


class Owed(NamedTuple):
    """One effect that must come to be; amounts in minor units, positive."""

    key: str
    amount_minor: int = 0
    quantity: int = 0
    uom: str = ""
    period: str = ""
    version: int = 0
    detail: str = ""
    """The state that a status duty carries; how the oracle knows when a period closed."""


Owes = Callable[[Effect, Known], Iterable[Owed]]


@dataclass(frozen=True, slots=True)
class Duty:
    """An effect of kind `on` owes effects of kind `target` within `within_s`.

    Mode `once`: exactly one effect per key. Mode `latest`: the newest owed version stands. Where
    nobody asks for what is `unasked` (its origin takes no part), it may be done all the same.
    """

    on: str
    target: str
    within_s: int
    owes: Owes
    mode: Mode = "once"
    unasked: bool = False

    @property
    def system(self) -> str:
        """The system whose book must show the effect."""
        return self.target.partition(".")[0]

    @property
    def origin(self) -> str:
        """The system in whose book the duty arises."""
        return self.on.partition(".")[0]


Pattern = Literal["synchronous API", "event", "batch", "file", "human in the loop"]
Criticality = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Register:
    """What the group's interface register says of a flow: who answers for it, what hangs on it."""

    owner: str
    system_of_record: str
    documents: tuple[str, ...]
    pattern: tuple[Pattern, ...]
    criticality: Criticality
    compliance: str
    fallback: str
    consequence: str
    """What follows when a document of this flow is lost."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A process P01..P19 of the hospital group with everything it owes."""

    id: str
    title: str
    register: Register
    duties: tuple[Duty, ...]


def same_key(effect: Effect, known: Known) -> Iterable[Owed]:
    """Owes the origin's key and version, and nothing in money or goods."""
    return (Owed(effect.key, version=effect.version),)


def same_amount(effect: Effect, known: Known) -> Iterable[Owed]:
    """Owes the origin's key and amount."""
    return (Owed(effect.key, effect.amount_minor),)
