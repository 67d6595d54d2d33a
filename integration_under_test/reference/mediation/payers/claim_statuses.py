"""What payers' front offices say of claims (P10): the 277CA, 005010X214.

Levels (HL03): 21 is the receiver, with the batch (TRN02), PT is a claim, with the account that the
claim went out under.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from integration_under_test.reference.mediation.canonical.claims import ClaimStatus
from integration_under_test.reference.mediation.protocols.x12 import Interchange, Segment

BATCH_LEVEL, CLAIM_LEVEL = "21", "PT"
TRACE_OF_CLAIMS = "2"
PAYERS_NUMBER = "1K"
_CODES_AT = (1, 10, 11)


def read(interchange: Interchange) -> tuple[ClaimStatus, ...]:
    """One status for each claim. Raises ValueError for a report without batch or claims."""
    batch = ""
    statuses = []
    for level in _levels(interchange.segments):
        if level[0].at(3) == BATCH_LEVEL:
            batch = _trace(level)
        elif level[0].at(3) == CLAIM_LEVEL:
            statuses.append(_status(level, batch))
    if not batch or not statuses:
        raise ValueError(f"expected a batch with claims, got {batch!r} with {len(statuses)}")
    return tuple(statuses)


def _levels(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The segments of each HL, itself first."""
    starts = [place for place, segment in enumerate(segments) if segment.name == "HL"]
    for start, end in pairwise([*starts, len(segments)]):
        yield list(segments[start:end])


def _status(level: list[Segment], batch: str) -> ClaimStatus:
    (stated,) = (segment for segment in level if segment.name == "STC")
    category, _, _ = stated.at(1).partition(":")
    codes = (stated.at(place).split(":") for place in _CODES_AT if stated.at(place))
    return ClaimStatus(
        claim=_trace(level),
        batch=batch,
        category=category,
        codes=tuple(code[1] for code in codes),
        control=_reference(level, PAYERS_NUMBER),
    )


def _trace(level: list[Segment]) -> str:
    (trace,) = (s.at(2) for s in level if s.name == "TRN" and s.at(1) == TRACE_OF_CLAIMS)
    return trace


def _reference(level: list[Segment], qualifier: str) -> str:
    found = (s.at(2) for s in level if s.name == "REF" and s.at(1) == qualifier)
    return next(found, "")
