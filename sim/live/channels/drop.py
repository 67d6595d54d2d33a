"""A file left in a folder for somebody else: `<name>`, then `<name>.ok`, which says what it is.

Whoever takes a file removes both, the sign first; whoever never will writes `<name>.refused` with
the reason, and removes the sign. Folders are named after mailboxes, files after documents, both
percent-encoded.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from pydantic import BaseModel

from integration_under_test.boundary import Document

OK, REFUSED = ".ok", ".refused"
MOST_BYTES = 20_000_000


class Trigger(BaseModel):
    """What stands in the sign that a file is whole."""

    content_type: str
    size: int
    sender: str = ""


class Drop(NamedTuple):
    """A file with its companions."""

    content: Path

    @classmethod
    def named(cls, folder: Path, mailbox: str, name: str) -> Drop:
        """Where a document of a mailbox lies."""
        return cls(folder / quote(mailbox, safe="") / quote(name, safe=""))

    @property
    def mailbox(self) -> str:
        return unquote(self.content.parent.name)

    @property
    def trigger(self) -> Path:
        return self.content.with_name(self.content.name + OK)

    @property
    def refusal(self) -> Path:
        return self.content.with_name(self.content.name + REFUSED)

    @property
    def is_settled(self) -> bool:
        """It was taken or refused."""
        return not self.trigger.exists()

    @property
    def reason(self) -> bytes | None:
        """Why it was refused; None if it was not."""
        return self.refusal.read_bytes() if self.refusal.exists() else None

    def put(self, document: Document) -> None:
        """Leaves a document, over an older one of the same name."""
        self.content.parent.mkdir(parents=True, exist_ok=True)
        self.refusal.unlink(missing_ok=True)
        _write(self.content, document.content)
        told = Trigger(content_type=document.content_type, size=len(document.content))
        _write(self.trigger, told.model_dump_json().encode())

    def read(self) -> Document:
        """Raises ValueError for a file that is not what its trigger says, or OSError."""
        told = Trigger.model_validate_json(self.trigger.read_bytes())
        content = self.content.read_bytes()
        if not told.size == len(content) <= MOST_BYTES:
            raise ValueError(f"expected {told.size} bytes, got {len(content)}")
        return Document(unquote(self.content.name), told.sender, told.content_type, content)

    def remove(self) -> None:
        """It was taken."""
        self.trigger.unlink(missing_ok=True)
        self.content.unlink(missing_ok=True)

    def refuse(self, reason: str) -> None:
        """It will never be taken."""
        _write(self.refusal, reason.encode())
        self.trigger.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Whoever looks sees all of it or nothing."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
