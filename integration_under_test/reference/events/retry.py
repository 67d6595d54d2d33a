"""When to try a command again, and when to leave it to a person.

The wait doubles with each attempt up to a cap, and is spread by a jitter that is a hash of key
and attempt: a thousand commands that failed together do not come back together (fault F46),
and the same run waits the same times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from math import inf
from typing import NamedTuple

from integration_under_test.boundary import (
    CallError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import (
    CircuitOpen,
    MastersUnread,
    NotYet,
    PackInDoubt,
    UnknownCode,
)
from integration_under_test.reference.settings import Settings

NO_CODE = "unknown"
"""That of a refusal that cannot be read."""


class Again(NamedTuple):
    """Try again after so many seconds."""

    delay_s: float


class Park(NamedTuple):
    """Leave it to a person: the type and the reason of the work item."""

    type: str
    reason: str


@dataclass(frozen=True)
class Failure:
    """An attempt that failed; `attempt` counts from 0. `repeatable` as in CommandKind, `back_s` as
    in Lanes: before, there was no answer to be had."""

    command: Command
    error: Exception
    attempt: int
    now: datetime
    repeatable: bool
    back_s: float = inf


def judge(failure: Failure, settings: Settings) -> Again | Park:
    """What to do about a failed attempt, by the policies in force."""
    settings = settings.in_force()
    type_ = _type_if_it_lasts(failure.error)
    if type_ in (policies.REFUSED, policies.UNREADABLE):
        return Park(type_, str(failure.error))
    age = failure.now - datetime.fromisoformat(failure.command.accepted_at)
    # What it lacks was held up by the same outage, and may come a moment later.
    tried_for_s = min(age.total_seconds(), failure.back_s)
    patience = _patience(failure, type_, settings)
    is_over = age >= max(patience, timedelta(hours=settings.outage_patience_h))
    if is_over or timedelta(seconds=tried_for_s) >= patience:
        return Park(type_, f"{failure.error} (after {failure.attempt + 1} attempts)")
    return Again(_wait_s(failure, settings))


def backoff_s(key: str, attempt: int, settings: Settings) -> float:
    """The wait before retry `attempt + 1`, between half and the whole of the doubled step."""
    # 2**30 steps are beyond any cap; a larger exponent would only overflow.
    step_s = min(settings.retry_cap_s, settings.retry_base_s * 2.0 ** min(attempt, 30))
    return step_s * (0.5 + 0.5 * share_of(f"{key}#{attempt}"))


def _type_if_it_lasts(error: Exception) -> str:
    """What the work item will be called if waiting does not help."""
    if isinstance(error, Rejected) and _speaks_of_the_document(error):
        healing = policies.healing_of(error.code)
        return healing.type if healing else policies.REFUSED
    if isinstance(error, CallError):
        return policies.UNREACHABLE
    if isinstance(error, UnknownCode):
        return policies.UNMAPPED_CODE
    if isinstance(error, PackInDoubt):
        return policies.PACK_IN_DOUBT
    return policies.MISSING_DOCUMENT if isinstance(error, NotYet) else policies.UNREADABLE


def _speaks_of_the_document(refusal: Rejected) -> bool:
    """False for a refusal of the moment, and for one whose words were cut off on their way (F13):
    asked again, it says why."""
    says_why = refusal.code != NO_CODE or refusal.message
    return bool(says_why) and refusal.status not in policies.PASSING_STATUSES


def _patience(failure: Failure, type_: str, settings: Settings) -> timedelta:
    error = failure.error
    if isinstance(error, CircuitOpen | Unavailable | MastersUnread):
        return timedelta(hours=settings.outage_patience_h)
    if isinstance(error, PackInDoubt) and not failure.command.retried:
        # No waiting heals it, so people see at once what is held; but the masters are read anew
        # only after this time.
        return timedelta(seconds=settings.masters_refresh_s)
    if type_ in (policies.UNMAPPED_CODE, policies.PACK_IN_DOUBT):
        return timedelta(hours=settings.unmapped_patience_h)
    return timedelta(hours=settings.retry_horizon_h)


def _wait_s(failure: Failure, settings: Settings) -> float:
    if isinstance(failure.error, CircuitOpen):
        return failure.error.wait_s
    wait_s = backoff_s(failure.command.order_key, failure.attempt, settings)
    if isinstance(failure.error, Throttled):
        return _named_s(failure.error, wait_s)
    if isinstance(failure.error, OutcomeUnknown) and not failure.repeatable:
        # The request may still be under way (F05): a look now could miss what is about to land.
        return max(wait_s, settings.settle_s)
    return wait_s


def _named_s(error: Throttled, step_s: float) -> float:
    """Who says when to come back has backed off for us: the step spreads those who were told the
    same, over as long again at most. Otherwise many refusals in a row would outlast a flow's
    deadline at a system that answers every third call."""
    if not error.retry_after_s:
        return step_s
    return error.retry_after_s + min(step_s, error.retry_after_s)


def share_of(text: str) -> float:
    """A number in [0, 1) that depends on the text only."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big") / 2**32
