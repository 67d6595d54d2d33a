"""Signed events at the door: the vectors of Standard Webhooks 1.0.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from integration_under_test.service.credentials.webhooks import Webhooks
from mock_systems.service.signatures import EndpointSecret, Message, sign
from tests.unit.integration_under_test.service.fakes import run
from tests.unit.integration_under_test.service.served import EVENT, START, assert_problem, served

NEW, OLD, STRANGER = (EndpointSecret(letter * 32) for letter in (b"n", b"o", b"s"))
BODY = json.dumps(EVENT).encode()
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def now_s() -> int:
    return int(datetime.now(UTC).timestamp())


def signed(*secrets: EndpointSecret, id_: str = "m-1", late_s: int = 0) -> dict[str, str]:
    return sign(secrets or (NEW,), Message(id_, now_s() + late_s, BODY))


def sent(headers: Mapping[str, str], body: bytes = BODY, **told: Any) -> tuple[httpx.Response, int]:
    """The answer, and how many events the integration heard of."""

    async def work() -> tuple[httpx.Response, int]:
        async with served(**(told or {"webhook_secret": NEW.text()})) as made:
            response = await made.post("/events", body, headers=headers)
            return response, len(made.integration.heard)

    return run(work())


def refused(headers: Mapping[str, str], word: str, body: bytes = BODY, **told: Any) -> None:
    response, heard = sent(headers, body, **told)
    assert_problem(response, 401, word)
    assert response.headers["www-authenticate"]
    assert heard == 0


def taken(headers: Mapping[str, str], **told: Any) -> None:
    response, heard = sent(headers, **told)
    assert (response.status_code, heard) == (204, 1)


def test_what_is_signed_with_the_secret_is_taken() -> None:
    taken(signed())


def test_what_the_standards_own_library_signs_is_taken() -> None:
    moment = datetime.now(UTC)
    mine = Webhook(NEW.text()).sign("m-1", moment, BODY.decode())
    at = str(int(moment.timestamp()))
    taken({"webhook-id": "m-1", "webhook-timestamp": at, "webhook-signature": mine})


def test_white_space_in_the_body_counts() -> None:
    refused(signed(), "signature", body=BODY + b" ")
    refused(signed(), "signature", body=json.dumps(EVENT, indent=1).encode())


@pytest.mark.parametrize("late_s", [-302, 302, -86_400])
def test_what_is_stale_or_from_the_future_is_refused(late_s: int) -> None:
    refused(signed(late_s=late_s), "300 s")


@pytest.mark.parametrize("late_s", [-297, 297])
def test_within_five_minutes_it_is_taken(late_s: int) -> None:
    taken(signed(late_s=late_s))


@pytest.mark.parametrize("name", HEADERS)
def test_without_one_of_the_headers_it_is_refused(name: str) -> None:
    headers = signed()
    del headers[name]
    refused(headers, name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", ""),
        ("webhook-id", "a.b"),
        ("webhook-id", "a" * 256),
        ("webhook-id", "a b"),
        ("webhook-timestamp", "soon"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "1e9"),
        ("webhook-timestamp", "9" * 4000),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1a,AAAA"),
        ("webhook-signature", " ".join(["v1,AAAA"] * 17)),
        ("webhook-signature", "v1," + "A" * 5000),
    ],
)
def test_a_header_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    refused(signed() | {name: value}, name.partition("-")[2])


def test_a_signature_for_another_parting_of_the_same_bytes_is_refused() -> None:
    """`id.timestamp.body` with the dots elsewhere must not pass for the same message."""
    at = now_s()
    given = sign((NEW,), Message("m", at, f"{at}.x".encode()))
    refused(given | {"webhook-id": f"m.{at}"}, "webhook-id", body=b"x")


def test_one_good_signature_in_a_list_is_enough() -> None:
    good = signed()["webhook-signature"]
    taken(signed() | {"webhook-signature": f"v1,AAAA v1a,AAAA {good} v2,x"})


def test_the_header_twice_is_refused() -> None:
    async def work() -> None:
        async with served(webhook_secret=NEW.text()) as made:
            pairs = [*signed().items(), ("webhook-signature", "v1,AAAA")]
            response = await made.http.post("/events", content=BODY, headers=pairs)
            assert_problem(response, 401, "repeated")

    run(work())


def test_while_one_secret_follows_another_both_are_good_and_after_that_the_new_one_alone() -> None:
    both = [NEW.text(), OLD.text()]
    taken(signed(OLD), webhook_secrets=both)
    taken(signed(NEW), webhook_secrets=both)
    taken(signed(OLD), webhook_secret=NEW.text(), webhook_secrets=[OLD.text()])
    refused(signed(STRANGER), "signature", webhook_secrets=both)
    refused(signed(OLD), "signature", webhook_secrets=[NEW.text()])


def test_the_same_id_again_verifies_with_a_new_timestamp_and_as_a_replay() -> None:
    """Applying it once is the integration's affair: the sender repeats events honestly too."""

    async def work() -> list[int]:
        async with served(webhook_secret=NEW.text()) as made:
            first, later = signed(), signed(late_s=5)
            answers = [await made.post("/events", BODY, headers=h) for h in (first, first, later)]
            return [answer.status_code for answer in answers]

    assert run(work()) == [204, 204, 204]


def test_nobody_learns_the_signature_that_was_due() -> None:
    response, _ = sent(signed(STRANGER))
    due = signed()["webhook-signature"].removeprefix("v1,")
    assert due not in response.text
    assert NEW.text() not in response.text


def test_without_a_secret_nothing_is_signed_and_all_is_taken() -> None:
    response, heard = sent({}, webhook_secrets=[])
    assert (response.status_code, heard) == (204, 1)


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_c2hvcnQ=", "bm90IHByZWZpeGVkIGJ1dCBsb25nIGVub3VnaA==", "whsec_%"],
)
def test_what_is_no_secret_is_refused_at_the_start_without_being_shown(secret: str) -> None:
    async def work() -> None:
        async with served(started=False) as made:
            start = START | {"webhook_secret": secret}
            response = await made.post("/start", start)
            assert_problem(response, 400, "webhook_secret")
            assert not secret.removeprefix("whsec_") or secret not in response.text

    run(work())


def test_the_time_is_the_walls_and_never_the_business_clocks() -> None:
    from starlette.datastructures import Headers

    given = Headers(signed())
    Webhooks([NEW.text()]).verify(given, BODY)
    late = Webhooks([NEW.text()], lambda: datetime.now(UTC) + timedelta(seconds=400))
    with pytest.raises(Exception, match="300 s"):
        late.verify(given, BODY)
