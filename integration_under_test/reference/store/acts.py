"""How the store's transactions tell the audit what they do: keys and digests, never content."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from pydantic_core import to_json

from integration_under_test.boundary import Transaction

Facts = Mapping[str, Any]


class Note(Protocol):
    """Adds an act to the audit, in the transaction that does it."""

    def __call__(self, tx: Transaction, act: str, subject: str, **facts: Any) -> None: ...


def unaudited(tx: Transaction, act: str, subject: str, **facts: Any) -> None:
    """The note of those who look into a store without an audit."""


class Sent(NamedTuple):
    """What went to a system or partner with the attempt that was answered, for the audit. A
    document that was sent has its name as `operation`, and no answer."""

    system: str
    operation: str
    attempt: int
    content: Any
    answer: Any = None
    number: int = 0


def case_of(dead_letter: Facts) -> Facts:
    """What a dead letter is, and which desk decides on it; its reason may quote a document."""
    item = dead_letter.get("item") or {}
    return {name: item.get(name) for name in ("type", "owner")}


def sending_of(sent: Sent | None) -> Facts:
    """What was sent where, nothing for what needed no sending."""
    if sent is None:
        return {}
    digests = {"content": digest_of(sent.content), "answer": digest_of(sent.answer)}
    return {**sent._asdict(), **digests, "number": sent.number or None}


def digest_of(content: Any) -> str:
    """What stands in the audit for the bytes of a document or the JSON of a message."""
    if not content:
        return ""
    if not isinstance(content, bytes):
        content = to_json(content)
    return blake2b(content, digest_size=16).hexdigest()
