"""One thing that is asked of an integration, and what came of asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from sim.live.conform.bench import Bench

Outcome = Literal["ok", "failed", "left out", "not tried"]


class Shortfall(Exception):
    """The integration does otherwise than the page says."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class LeftOut(Exception):
    """There is nothing to ask, and nothing is missing: the message says why."""


class NotTried(Exception):
    """What it takes to ask is missing, so that nothing is shown: the message says what."""


Check = Callable[[Bench], Awaitable[str]]
"""Returns what was seen, in words. Raises Shortfall, LeftOut or NotTried."""


@dataclass(frozen=True)
class Step:
    """`section` is a heading of `integration_under_test/README.md`; `needs` are names of steps
    without which this one is not tried."""

    name: str
    asks: str
    why: str
    section: str
    check: Check
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What came of one step; `expected` and `got` only where it failed."""

    step: Step
    outcome: Outcome
    words: str
    expected: str = ""
    got: str = ""
    wall_s: float = 0.0
