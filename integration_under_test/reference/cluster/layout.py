"""How a cluster is laid out: which broker, how many workers, what each has to itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple, Protocol

Message = Mapping[str, Any]
"""What head and worker say to each other beside the broker, through the worker's pipes: that it is
ready, alive, leaving; which alerts it raises; that it may go."""


class Worker(Protocol):
    """One worker process as its head has it."""

    @property
    def pid(self) -> int:
        """Of its process."""
        ...

    def heard(self) -> AsyncIterator[Message]:
        """What it says, until its process has ended."""
        ...

    async def tell(self, message: Message) -> None:
        """Says something to it; who has ended does not hear it."""
        ...

    def end(self) -> None:
        """Asks it to finish what it has in hand, and to end."""
        ...

    def kill(self) -> None:
        """Ends it at once."""
        ...


class Staff(Protocol):
    """Whoever starts worker processes of the same service: they get the same ports."""

    async def hire(self, charge: Message) -> Worker:
        """A new process, told what it is in charge of. Raises OSError."""
        ...


class Charge(NamedTuple):
    """What a worker is told when it starts: its name, the term of its head, and what its names at
    the broker begin with."""

    name: str
    term: int
    prefix: str
