"""Reads a checkpoint of an audit as it comes: JSON that ends in its own digest.

    told = read(document.content)  # or Unreadable, with what was expected

Shares no code with the integration that wrote it.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

FIELDS = frozenset({"before", "block", "chain", "check", "digest", "entries", "sealedAt"})
DIGEST_LENGTH = 64
_HEX = frozenset("0123456789abcdef")


class Unreadable(Exception):
    """The document is no checkpoint, or was damaged on its way."""


class Mark(NamedTuple):
    """A block of a chain by its number and hash."""

    block: int
    digest: str


class Told(NamedTuple):
    """One checkpoint: `entries` are those of the chain up to its block, `before` is the checkpoint
    that its sender told last, None for the first of all."""

    chain: str
    mark: Mark
    entries: int
    sealed_at: datetime
    before: Mark | None


def read(content: bytes) -> Told:
    """Raises Unreadable."""
    try:
        body = json.loads(content.decode("ascii"))
    except ValueError as error:
        raise Unreadable(f"expected JSON in ASCII: {error}") from error
    if not isinstance(body, dict) or set(body) != FIELDS:
        raise Unreadable(f"expected an object with {', '.join(sorted(FIELDS))}")
    _check(body)
    before = body["before"]
    return Told(
        _text(body, "chain"),
        _mark(body),
        _number(body, "entries"),
        _instant(body),
        None if before is None else _mark(before),
    )


def _check(body: dict[str, Any]) -> None:
    rest = {name: value for name, value in body.items() if name != "check"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    expected = blake2b(text.encode("ascii"), digest_size=16).hexdigest()
    if body["check"] != expected:
        raise Unreadable(f"damaged: its check is {body['check']!r}, its content gives {expected!r}")


def _mark(body: Any) -> Mark:
    if not isinstance(body, dict):
        raise Unreadable(f"expected a block with its digest, got {body!r}")
    digest = _text(body, "digest")
    if len(digest) != DIGEST_LENGTH or not _HEX.issuperset(digest):
        raise Unreadable(f"digest: expected {DIGEST_LENGTH} hexadecimal digits, got {digest!r}")
    return Mark(_number(body, "block"), digest)


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unreadable(f"{name}: expected a whole number from 0 on, got {value!r}")
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Unreadable(f"{name}: expected a text, got {value!r}")
    return value


def _instant(body: dict[str, Any]) -> datetime:
    text = _text(body, "sealedAt")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"sealedAt: {error}") from error
    if instant.tzinfo is None:
        raise Unreadable(f"sealedAt: expected an instant with its zone, got {text!r}")
    return instant
