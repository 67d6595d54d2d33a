"""How releases stand, as operators are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integration_under_test.reference.releases.lifecycle import State
from integration_under_test.reference.releases.release import FIRST_RELEASE
from integration_under_test.reference.releases.table import FIRST


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """`changes` against its parent; a digest for each of its sets; what the contract tests found
    last; every act as instant, act and person. Of one that was rolled back: how many commands,
    events and documents were planned anew, and whether none is in flight any more."""

    number: int
    parent: int
    state: str
    author: str
    reason: str
    changes: dict[str, dict[str, Any]]
    digests: dict[str, str]
    findings: tuple[dict[str, str], ...]
    acts: tuple[tuple[str, str, str], ...]
    replanned: int = 0
    settled: bool = True


@dataclass(frozen=True, slots=True)
class ReleaseList:
    """The live release's number, and releases in order."""

    live: int
    releases: tuple[ReleaseStanding, ...]


def standing_of(row: Mapping[str, Any]) -> ReleaseStanding:
    """Of a row of the register."""
    return ReleaseStanding(
        number=row["number"],
        parent=row["parent"],
        state=row["state"],
        author=row["author"],
        reason=row["reason"],
        changes=row["changes"],
        digests=row["digests"],
        findings=tuple(row["findings"]),
        acts=tuple((at, act, person) for at, act, person in row["acts"]),
        replanned=row.get("replanned", 0),
        settled=row.get("settled", True),
    )


def first_standing(live: int) -> ReleaseStanding:
    """Of the release that the code brings along."""
    state = State.LIVE if live == FIRST else State.RETIRED
    digests = dict(FIRST_RELEASE.digests)
    return ReleaseStanding(FIRST, 0, state.value, "", "the tables of the code", {}, digests, (), ())
