"""What a system's HTTP answer means to an integration."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from mock_systems.service import Response
from sim.cable import CUT_OFF, UNREACHED
from sim.host.client import outcome_of


def answer(status: int, payload: bytes, **headers: str) -> Response:
    return Response(status, payload, headers)


def test_a_success_is_its_body_and_an_empty_one_an_empty_body() -> None:
    assert outcome_of("erp.post", answer(200, b'{"id": 1}')) == {"id": 1}
    assert outcome_of("erp.post", answer(204, b"")) == {}


def test_a_success_that_is_not_json_leaves_open_what_it_did() -> None:
    with pytest.raises(OutcomeUnknown, match=r"erp.post: 200, but not JSON"):
        outcome_of("erp.post", answer(200, b"<html>Welcome to the proxy</html>"))


def test_a_refusal_is_one_whatever_it_says() -> None:
    with pytest.raises(Rejected) as refused:
        outcome_of("erp.post", answer(403, b"<html>Forbidden</html>"))
    assert (refused.value.status, refused.value.code) == (403, "unknown")


def test_a_throttled_call_says_when_to_come_again() -> None:
    with pytest.raises(Throttled) as throttled:
        outcome_of("erp.post", Response(429, b"slow down", {"retry-after": "7"}))
    assert throttled.value.retry_after_s == 7.0


@pytest.mark.parametrize("status", [500, 502, 504])
def test_nobody_knows_what_a_server_error_did(status: int) -> None:
    with pytest.raises(OutcomeUnknown):
        outcome_of("erp.post", answer(status, b"{}"))


def test_a_refused_connection_certainly_did_nothing() -> None:
    with pytest.raises(Unavailable):
        outcome_of("erp.post", UNREACHED)


def test_a_connection_that_broke_leaves_open_what_was_done() -> None:
    with pytest.raises(OutcomeUnknown, match="broke"):
        outcome_of("erp.post", CUT_OFF)
