"""Export flags of the suite (S02), for consumers that poll instead of listening.

A document is unexported from its first day and again after each new version; a consumer reads
what is unexported, then sets the flag in a second call. A crash between the two reads it again,
and a flag set blindly hides a version that came in between: both as the vendor documents it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice


@dataclass(slots=True)
class Exports:
    """Versions of documents with what waits for export, the longest waiting first."""

    versions: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting: dict[str, dict[str, None]] = field(default_factory=dict)

    def changed(self, document: str, key: str) -> None:
        """Notes a new document, or a new version of one: its flag is false again."""
        versions = self.versions.setdefault(document, {})
        versions[key] = versions.get(key, 0) + 1
        self.waiting.setdefault(document, {})[key] = None

    def version(self, document: str, key: str) -> int:
        """The version of a document, 0 for an unknown one."""
        return self.versions.get(document, {}).get(key, 0)

    def is_exported(self, document: str, key: str) -> bool:
        return key not in self.waiting.get(document, {})

    def set_flag(self, document: str, key: str, exported: bool) -> None:
        """Sets the flag of a known document."""
        waiting = self.waiting.setdefault(document, {})
        if exported:
            waiting.pop(key, None)
        else:
            waiting[key] = None

    def unexported(self, document: str, limit: int) -> tuple[Sequence[str], bool]:
        """The keys that wait longest, and whether there are more."""
        waiting = self.waiting.get(document, {})
        return list(islice(waiting, limit)), len(waiting) > limit
