"""Batches that back offices send as files, and what they are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Batch(Protocol):
    """What every batch says of itself; `came_as` is the key of the file that brought it."""

    @property
    def sender(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def came_as(self) -> str: ...


@dataclass(frozen=True, slots=True)
class BatchRejection:
    """Nothing of a batch was used; its sender may correct it under the same number."""

    sender: str
    number: str
    code: str
    reason: str

    @property
    def key(self) -> str:
        """The batch that it speaks of."""
        return f"{self.sender}/{self.number}"
