"""Which commands one worker process has to itself: those of a partition."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.settings import DOMAIN, FACILITY

KEYED = 64
"""Partitions of business keys: enough that each of many workers has several to give away."""
GROUP = "group"
"""The partition of what belongs to no one facility."""
NAMES = ("facility", "site", "business_unit")
"""Where canonical documents, or their lines, say whose they are."""
LINES = ("lines", "items")


def partition_of(command: Command, kind: CommandKind, by: str) -> str:
    """The partition of a command: by the hash of its order key, its facility, or the system that it
    goes to. All commands of one order key that go to one system share it."""
    if by == DOMAIN:
        return kind.system
    if by == FACILITY:
        return next(_facilities(command.document), GROUP)
    digest = blake2b(command.order_key.encode(), digest_size=4).digest()
    return f"{int.from_bytes(digest, 'big') % KEYED:02d}"


def _facilities(document: Any) -> Iterator[str]:
    """Of a document, then of its lines, as they say it; an empty name says nothing."""
    for part in (document, *_lines(document)):
        for name in NAMES:
            found = getattr(part, name, "")
            if isinstance(found, str) and found:
                yield found


def _lines(document: Any) -> Iterator[Any]:
    for name in LINES:
        lines = getattr(document, name, ())
        if isinstance(lines, tuple | list):
            yield from lines
