"""The life of a release: which act leads from which state to which, and who may do it.

draft -> tested -> signed off -> live -> retired, when another one is promoted
                                 live -> rolled back, and the one before is live again
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Of a release. Exactly one is live."""

    DRAFT = "draft"
    TESTED = "tested"
    SIGNED_OFF = "signed off"
    LIVE = "live"
    RETIRED = "retired"
    ROLLED_BACK = "rolled back"


class Act(StrEnum):
    """What somebody, or another release, does to a release."""

    PASS = "pass"
    FAIL = "fail"
    SIGN_OFF = "sign off"
    PROMOTE = "promote"
    RETIRE = "retire"
    ROLL_BACK = "roll back"
    BRING_BACK = "bring back"


class Step(NamedTuple):
    """From which states an act leads to which."""

    before: tuple[State, ...]
    after: State


STEPS = {
    Act.PASS: Step((State.DRAFT, State.TESTED), State.TESTED),
    Act.FAIL: Step((State.DRAFT, State.TESTED, State.SIGNED_OFF), State.DRAFT),
    Act.SIGN_OFF: Step((State.TESTED,), State.SIGNED_OFF),
    Act.PROMOTE: Step((State.SIGNED_OFF,), State.LIVE),
    Act.RETIRE: Step((State.LIVE,), State.RETIRED),
    Act.ROLL_BACK: Step((State.LIVE,), State.ROLLED_BACK),
    Act.BRING_BACK: Step((State.RETIRED,), State.LIVE),
}
"""A test that fails takes a signature away: what was signed is not what is there now."""


class IllegalAct(Exception):
    """An act that a release does not allow; `code` is its word for callers."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def after(act: Act, state: State, number: int) -> State:
    """The state that an act leads to. Raises IllegalAct."""
    before, result = STEPS[act]
    if state not in before:
        expected = " or ".join(before)
        raise IllegalAct(
            "ILLEGAL_STATE",
            f"release {number}: expected {expected} before it can {act}, got {state}",
        )
    return result


def require_another(person: str, author: str, number: int) -> None:
    """Four eyes: raises IllegalAct for the signature of the author."""
    if person == author:
        raise IllegalAct(
            "AUTHOR_SIGNS",
            f"release {number}: expected the signature of somebody else than its author",
        )
