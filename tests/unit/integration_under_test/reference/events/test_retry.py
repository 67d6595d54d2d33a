"""Retries wait as long as they should, and end when waiting is no use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integration_under_test.boundary import OutcomeUnknown, Throttled, Unavailable
from integration_under_test.reference.events.retry import (
    Again,
    Failure,
    Park,
    backoff_s,
    judge,
)
from integration_under_test.reference.exceptions import (
    CircuitOpen,
    MastersUnread,
    NotYet,
    PackInDoubt,
    UnknownCode,
    Unsendable,
)
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import command, refusal

SETTINGS = Settings()
ACCEPTED = datetime(2026, 4, 1, 5, tzinfo=UTC)


def failure(error: Exception, attempt: int = 0, age_h: float = 0.0) -> Failure:
    return Failure(command(), error, attempt, ACCEPTED + timedelta(hours=age_h), False)


def test_the_wait_doubles_up_to_the_cap() -> None:
    waits = [backoff_s("key", attempt, SETTINGS) for attempt in range(2000)]
    assert 1.0 <= waits[0] < 2.0
    assert 2.0 <= waits[1] < 4.0
    assert all(150.0 <= wait < 300.0 for wait in waits[8:])


def test_the_jitter_depends_on_key_and_attempt_only() -> None:
    assert backoff_s("a", 9, SETTINGS) == backoff_s("a", 9, SETTINGS)
    assert len({backoff_s(f"key{n}", 9, SETTINGS) for n in range(100)}) == 100


def test_retry_after_is_a_minimum() -> None:
    decision = judge(failure(Throttled(120.0)), SETTINGS)
    assert isinstance(decision, Again)
    assert decision.delay_s >= 120.0


def test_after_many_refusals_the_system_still_says_when() -> None:
    named = judge(failure(Throttled(30.0), attempt=20), SETTINGS)
    assert isinstance(named, Again)
    assert 30.0 < named.delay_s <= 60.0
    silent = judge(failure(Throttled(None), attempt=20), SETTINGS)
    assert isinstance(silent, Again)
    assert silent.delay_s >= SETTINGS.retry_cap_s / 2


def test_an_unknown_outcome_settles_before_the_look() -> None:
    decision = judge(failure(OutcomeUnknown()), SETTINGS)
    assert decision == Again(SETTINGS.settle_s)


def test_a_repeatable_command_need_not_settle() -> None:
    quick = Failure(command(), OutcomeUnknown(), 0, ACCEPTED, repeatable=True)
    decision = judge(quick, SETTINGS)
    assert isinstance(decision, Again)
    assert decision.delay_s < SETTINGS.settle_s


@pytest.mark.parametrize(
    ("error", "type_"),
    [
        (refusal("INVALID_REQUEST"), "refused"),
        (refusal("UOM_MISMATCH"), "refused"),
        (Unsendable("no whole box"), "unreadable_document"),
        (KeyError("qty"), "unreadable_document"),
    ],
)
def test_what_cannot_heal_is_parked_at_once(error: Exception, type_: str) -> None:
    decision = judge(failure(error), SETTINGS)
    assert isinstance(decision, Park)
    assert decision.type == type_


@pytest.mark.parametrize(
    ("error", "patience_h", "type_"),
    [
        (Unavailable(), 168, "unreachable"),
        (CircuitOpen("erp", 30.0), 168, "unreachable"),
        (OutcomeUnknown(), 36, "unreachable"),
        (refusal("unknown", 401), 36, "unreachable"),
        (NotYet("no order"), 36, "missing_document"),
        (refusal("UNKNOWN_ORDER"), 36, "missing_document"),
        (refusal("LOT_NOT_ELIGIBLE"), 36, "lot_not_eligible"),
        (refusal("POSTING_BLOCKED"), 36, "posting_blocked"),
        (refusal("UNKNOWN_SUPPLIER"), 4, "unmapped_code"),
        (UnknownCode("item", "9"), 4, "unmapped_code"),
        (MastersUnread("item", "9"), 168, "unmapped_code"),
    ],
)
def test_what_may_heal_is_retried_until_its_horizon(
    error: Exception, patience_h: float, type_: str
) -> None:
    assert isinstance(judge(failure(error, 5, patience_h - 0.1), SETTINGS), Again)
    decision = judge(failure(error, 5, patience_h), SETTINGS)
    assert isinstance(decision, Park)
    assert decision.type == type_
    assert "after 6 attempts" in decision.reason


def test_a_pack_in_doubt_is_shown_once_the_masters_were_read_again() -> None:
    doubt = PackInDoubt("BX/20 here, /10 there")
    read_again_h = SETTINGS.masters_refresh_s / 3600
    assert isinstance(judge(failure(doubt, 3, 0.9 * read_again_h), SETTINGS), Again)
    decision = judge(failure(doubt, 5, read_again_h), SETTINGS)
    assert isinstance(decision, Park)
    assert decision.type == "pack_in_doubt"


def test_a_pack_that_a_steward_corrected_has_time_to_be_seen() -> None:
    fresh = failure(PackInDoubt("BX/20 here, /10 there"), 5, 3.9)
    again = replace(fresh, command=replace(fresh.command, retried=True))
    assert isinstance(judge(again, SETTINGS), Again)


def test_patience_counts_from_the_end_of_an_outage_but_not_for_ever() -> None:
    horizon_h = SETTINGS.retry_horizon_h
    late = failure(NotYet("its order"), age_h=horizon_h + 1)
    assert isinstance(judge(late, SETTINGS), Park)
    assert isinstance(judge(replace(late, back_s=60.0), SETTINGS), Again)
    assert isinstance(judge(replace(late, back_s=horizon_h * 3600.0), SETTINGS), Park)
    ancient = failure(NotYet("its order"), age_h=SETTINGS.outage_patience_h)
    assert isinstance(judge(replace(ancient, back_s=60.0), SETTINGS), Park)
