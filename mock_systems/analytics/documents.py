"""What the warehouse (S17) keeps beside its facts: the members of its conformed dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, get_args

from mock_systems.analytics.facts import Facts
from mock_systems.analytics.wire import Dimension


def _no_members() -> dict[str, dict[str, str]]:
    return {name: {} for name in get_args(Dimension)}


@dataclass(slots=True)
class Documents:
    """`dimensions`: dimension -> key -> name; `facts` refer to the keys."""

    dimensions: dict[str, dict[str, str]] = field(default_factory=_no_members)
    facts: Facts = field(default_factory=Facts)


class HasDocuments(Protocol):
    """The part of the system that operations use."""

    documents: Documents
