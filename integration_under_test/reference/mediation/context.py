"""What an adapter may need besides the document to write a request body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integration_under_test.reference.mediation.crosswalk import Crosswalk

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """`found` is the answer of the look that went before, `consulted` what other operations
    were asked for, `posting_on` the accounting day where the document has one. What is sent to a
    partner has a control `number`, and the instant at which it was `written_at` first."""

    crosswalk: Crosswalk
    found: Mapping[str, Any] = field(default_factory=dict)
    consulted: Any = None
    posting_on: str = ""
    number: int = 0
    written_at: str = ""
