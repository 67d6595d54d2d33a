"""Idempotency keys: what a repetition gets is the vendor's policy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mock_systems.profiles import load_profile
from mock_systems.service import Refusal, Response
from mock_systems.service.idempotency import KeyPolicy, KeyStore

T0 = datetime(2026, 4, 1, tzinfo=UTC)
DONE = Response(201, b'{"n":1}', {})
REFUSED = Response(422, b"{}", {})


def store(response: Response = DONE, **policy: Any) -> KeyStore:
    keys = KeyStore(KeyPolicy(**policy))
    keys.keep("k", b"body", response, T0)
    return keys


def refusal(keys: KeyStore, payload: bytes = b"body") -> Refusal:
    with pytest.raises(Refusal) as caught:
        keys.find("k", payload, T0)
    return caught.value


def test_the_same_key_with_the_same_body_gets_the_stored_answer() -> None:
    assert store().find("k", b"body", T0) == DONE
    assert store().find("other", b"body", T0) is None


def test_the_same_key_with_another_body_is_refused() -> None:
    refused = refusal(store(), b"changed")
    assert (refused.status, refused.code) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_a_policy_may_replay_whatever_the_body_says() -> None:
    assert store(mismatch_status=0).find("k", b"changed", T0) == DONE


@pytest.mark.parametrize("hours", [1.0, 24.0, 720.0])
def test_a_key_is_forgotten_at_the_end_of_its_retention(hours: float) -> None:
    keys = store(retention_h=hours)
    end = T0 + timedelta(hours=hours)
    assert keys.find("k", b"body", end - timedelta(seconds=1)) == DONE
    assert keys.find("k", b"body", end) is None


def test_refusals_are_stored_only_where_the_policy_says_so() -> None:
    assert store(REFUSED).find("k", b"body", T0) is None
    assert store(REFUSED, stores="answers").find("k", b"body", T0) == REFUSED


def test_a_server_error_is_never_stored() -> None:
    assert store(Response(503, b"", {}), stores="answers").find("k", b"body", T0) is None


def test_a_key_under_way_is_refused_until_its_answer_went_out() -> None:
    keys = store(concurrent_status=409)
    keys.begin("k")
    assert refusal(keys).code == "IDEMPOTENCY_KEY_IN_USE"
    keys.end("k")
    assert keys.find("k", b"body", T0) == DONE


def test_by_default_a_key_under_way_gets_the_stored_answer() -> None:
    keys = store()
    keys.begin("k")
    assert keys.find("k", b"body", T0) == DONE


def test_netsuite_refuses_a_repeated_key_with_400_instead_of_409() -> None:
    keys = KeyStore(load_profile("netsuite").keys)
    keys.keep("k", b"body", DONE, T0)
    refused = refusal(keys)
    assert (refused.status, refused.code) == (400, "IDEMPOTENCY_ERROR")
