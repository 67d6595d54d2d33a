"""A document from a partner, opened: what it is, whose, under which number, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """`kind` names the set, message or layout: "855", "ADT^A01", "journal". Its control `number`
    makes it distinct among those of its sender and kind; `content` is what the protocol's reader
    made of it."""

    sender: str
    kind: str
    number: str
    content: Any
    fault: str = ""
    """Why nothing of it may be used, though it could be opened far enough to answer it."""

    @property
    def key(self) -> str:
        """What makes a document distinct, however often it comes."""
        return f"{self.sender}|{self.kind}|{self.number}"
