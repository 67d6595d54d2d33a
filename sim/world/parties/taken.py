"""What a mailbox has taken: a name that comes again must bring the same document."""

from __future__ import annotations

from hashlib import blake2b

from mock_systems.service.archive import Archive


class Taken:
    """Digests of documents by name, on disk: every one of them may come again."""

    def __init__(self) -> None:
        self._digests: Archive[str, bytes] = Archive(bytes, bytes)

    def add(self, name: str, content: bytes) -> None:
        """A document that was taken for the first time."""
        self._digests[name] = _digest(content)

    def repeats(self, name: str, content: bytes) -> bool | None:
        """Whether the name stood for the same document before, None if for nothing."""
        before = self._digests.get(name)
        return None if before is None else before == _digest(content)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
