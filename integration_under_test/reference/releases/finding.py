"""What a contract test found wrong with a set, in words that its author can act on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.releases.release import Release
from integration_under_test.reference.settings import Settings


class Subject(NamedTuple):
    """What is tested: a release, beside what the masters and the settings say at the moment."""

    release: Release
    crosswalk: Crosswalk
    settings: Settings


class Finding(NamedTuple):
    """A row that breaks its contract."""

    table: str
    key: str
    expected: str
    got: str
    why: str
    remedy: str


def one_of(names: Collection[Any]) -> str:
    """What was expected where several things would do."""
    return "one of " + ", ".join(sorted(map(str, names)))
