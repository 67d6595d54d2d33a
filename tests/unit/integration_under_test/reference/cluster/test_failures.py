"""Failed attempts cross a border between processes, and are judged on the other side as here."""

from __future__ import annotations

import pytest
from pydantic_core import from_json, to_json

from integration_under_test.boundary import (
    OutcomeUnknown,
    Rejected,
    StorageUnavailable,
    Throttled,
    Unavailable,
)
from integration_under_test.reference.attempts import FAILED_ATTEMPT
from integration_under_test.reference.cluster.failures import failure, told
from integration_under_test.reference.exceptions import (
    CircuitOpen,
    MastersUnread,
    NotYet,
    PackInDoubt,
    UnknownCode,
    Unsendable,
)

ERRORS = (
    Rejected(422, "PERIOD_CLOSED", "März ist zu", {"next_open": "2026-04-01", "lines": [1, 2.5]}),
    Throttled(12.5, {"a": None}),
    Throttled(None),
    Unavailable("no connection"),
    OutcomeUnknown("no answer within 30 s"),
    CircuitOpen("erp", 17.25),
    UnknownCode("item", "I-7"),
    MastersUnread("item", "I-7"),
    PackInDoubt("a box holds 10, or 12"),
    NotYet("no order yet"),
    Unsendable("no such unit"),
    KeyError("lines"),
    ValueError("not a date"),
    ZeroDivisionError("division by zero"),
    RecursionError("too deep"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_arrives_as_one_that_is_judged_alike(error: Exception) -> None:
    arrived = failure(from_json(to_json(told(error))))
    assert isinstance(arrived, FAILED_ATTEMPT)
    own = [kind for kind in FAILED_ATTEMPT if isinstance(error, kind)]
    assert [kind for kind in FAILED_ATTEMPT if isinstance(arrived, kind)] == own
    assert vars(arrived) == vars(error)
    assert isinstance(error, KeyError) or str(arrived) == str(error)


def test_masters_unread_stay_another_trouble_than_an_unknown_code() -> None:
    assert type(failure(told(MastersUnread("item", "I-7")))) is MastersUnread
    assert type(failure(told(CircuitOpen("erp", 1.0)))) is CircuitOpen


def test_of_an_error_that_nobody_expects_it_is_unknown_what_was_done() -> None:
    arrived = failure(told(StorageUnavailable("away")))
    assert type(arrived) is OutcomeUnknown
    assert "StorageUnavailable" in str(arrived)


def test_no_name_of_a_stranger_is_looked_up() -> None:
    with pytest.raises(KeyError):
        failure({"kind": "SystemExit", "given": ["0"]})
