"""One kind of document: what its envelope says, how its body is written or read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mock_systems.standards.x12.envelope import Envelope, SetKind, interchange
from mock_systems.standards.x12.segments import Cursor, Written

Document = TypeVar("Document")


@dataclass(frozen=True)
class TransactionSet(Generic[Document]):
    """`write` gives the segments between ST and SE, `take` reads them."""

    kind: SetKind
    write: Callable[[Document], list[Written]]
    take: Callable[[Cursor], Document]

    def build(self, documents: Sequence[Document], envelope: Envelope) -> str:
        """One interchange, one group, a set for each document, all or none.

        Raises ValueError for a document that its own reader would refuse.
        """
        return interchange(self.kind, map(self.write, documents), envelope)


AnySet = TransactionSet[Any]
