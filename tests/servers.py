"""Which server a test uses that neither restarts nor configures it, and asks for none of its own.

1. the one that an environment variable names
2. one at the standard port of this machine, if it lets us in
3. one of the tests' own
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

WITHIN_S = 5.0


class NotUsable(Exception):
    """The server that was asked for by name is not one that tests can use."""


@dataclass(frozen=True)
class Kind:
    """A kind of server. `look` returns if a test can use what is at an address; what it raises
    among `refusals` says why not."""

    variable: str
    standard: str
    look: Callable[[str], Awaitable[None]]
    refusals: tuple[type[Exception], ...]
    own: Callable[[], AbstractContextManager[str]]


@contextmanager
def chosen(kind: Kind, named: str) -> Iterator[str]:
    """The address of a server; `named` is what the environment says, "" for nothing. Raises
    NotUsable if that one cannot be used: nobody who names a server wants another."""
    if named:
        if why := _trouble(kind, named):
            raise NotUsable(
                f"{kind.variable} {named!r}: expected a server that tests can use, got {why}; "
                f"start it, or unset the variable"
            )
        yield named
    elif not _trouble(kind, kind.standard):
        yield kind.standard
    else:
        with kind.own() as address:
            yield address


def _trouble(kind: Kind, address: str) -> str:
    """Why it cannot be used; "" if it can."""
    expected: tuple[type[Exception], ...] = (*kind.refusals, OSError, TimeoutError)
    try:
        asyncio.run(asyncio.wait_for(kind.look(address), WITHIN_S))
    except expected as error:
        return f"{type(error).__name__}: {error}"
    return ""
