"""One file in a drop folder, with the sign that it is whole, or the note why it is refused.

<name>            the content, as it is
<name>.ok         written last: JSON with the content type and the size
<name>.refused    in the sign's place: why nobody will take it
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

from pydantic import BaseModel
from pydantic_core import to_json

from integration_under_test.boundary import Document

SIGN, REFUSED = ".ok", ".refused"
MOST_BYTES = 20_000_000
REASON_LENGTH = 300


class _Sign(BaseModel):
    content_type: str
    size: int


class Drop:
    """A file at its path; the folder has the name of the mailbox."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sign = path.with_name(path.name + SIGN)
        self._refusal = path.with_name(path.name + REFUSED)

    @property
    def lies_there(self) -> bool:
        """Nobody took it, and nobody refused it."""
        return self._sign.exists()

    @property
    def reason(self) -> str | None:
        """Why it was refused; None if it was not."""
        if not self._refusal.exists():
            return None
        return self._refusal.read_text(errors="replace")[:REASON_LENGTH]

    def leave(self, document: Document) -> None:
        """Writes a document, over an older one of the same name. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._refusal.unlink(missing_ok=True)
        _write(self._path, document.content)
        told = {"content_type": document.content_type, "size": len(document.content)}
        _write(self._sign, to_json({**told, "sender": document.sender}))

    def read(self) -> Document:
        """The document. Raises ValueError for a file that is not what its sign says, or OSError."""
        told = _Sign.model_validate_json(self._sign.read_bytes())
        size = self._path.stat().st_size
        if not told.size == size <= MOST_BYTES:
            raise ValueError(f"expected {told.size} bytes, at most {MOST_BYTES}, got {size}")
        mailbox = unquote(self._path.parent.name)
        content = self._path.read_bytes()
        return Document(unquote(self._path.name), mailbox, told.content_type, content)

    def take(self) -> None:
        """It is done with."""
        self._sign.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)

    def refuse(self, reason: str) -> None:
        """Says that nobody will ever take it."""
        _write(self._refusal, reason[:REASON_LENGTH].encode())
        self._sign.unlink(missing_ok=True)


def drop_of(folder: Path, mailbox: str, name: str) -> Drop:
    """Where a document of a mailbox lies."""
    return Drop(folder / quote(mailbox, safe="") / quote(name, safe=""))


def waiting(folder: Path) -> list[Drop]:
    """What lies there, whole."""
    signs = sorted(folder.glob(f"*/*{SIGN}"))
    return [Drop(sign.with_name(sign.name.removesuffix(SIGN))) for sign in signs]


def _write(path: Path, content: bytes) -> None:
    """Whoever looks sees all of it or nothing."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
