"""What an auditor is told of the audit's chain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditCheckpoint:
    """A block's number and hash, with the entries sealed up to it, and the checkpoint that the
    auditor was told before: number -1 for none."""

    number: int
    digest: str
    entries: int
    sealed_at: str
    before_number: int
    before_digest: str

    @property
    def version(self) -> int:
        """A later checkpoint vouches for the earlier blocks as well, so it makes them stale."""
        return self.number + 1
