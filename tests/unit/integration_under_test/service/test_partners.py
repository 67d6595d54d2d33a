"""A mailbox takes a document byte by byte, or says what is known of it."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Rejected, Unavailable
from integration_under_test.service.partners import HttpPartner
from tests.unit.integration_under_test.service.fakes import (
    RESET,
    Heard,
    answer,
    counterpart,
    line,
    refused_url,
    run,
)

pytestmark = pytest.mark.live

DOCUMENT = Document("ST/7 ü", "HOSPITAL", "application/edi-x12", bytes(range(256)))


async def sent_to(url: str) -> None:
    async with line({"X-Client-Id": "integration"}) as out:
        await HttpPartner("CLEARHOUSE", url, out).send(DOCUMENT)


def send(*answers: bytes) -> Heard:
    async def work() -> Heard:
        async with counterpart(*answers) as other:
            await sent_to(f"{other.url}/partners/CLEARHOUSE")
            (heard,) = other.heard
            return heard

    return run(work())


def test_the_bytes_arrive_with_name_and_sender() -> None:
    heard = send(answer(204))
    assert (heard.method, heard.target) == ("POST", "/partners/CLEARHOUSE")
    assert heard.content == DOCUMENT.content
    told = [heard.headers[n] for n in ("document-id", "document-sender", "content-type")]
    assert told == ["ST/7%20%C3%BC", "HOSPITAL", "application/edi-x12"]
    assert heard.headers["x-client-id"] == "integration"


def test_a_document_that_it_will_never_take_is_rejected_in_its_words() -> None:
    problem = {"title": "Unprocessable Content", "status": 422, "detail": "no such segment"}
    with pytest.raises(Rejected, match="no such segment"):
        send(answer(422, problem))


@pytest.mark.parametrize("status", [429, 503])
def test_a_mailbox_that_takes_nothing_for_now_is_unavailable(status: int) -> None:
    with pytest.raises(Unavailable):
        send(answer(status))


@pytest.mark.parametrize("told", [answer(500), RESET], ids=["500", "reset"])
def test_nobody_knows_after_a_breakdown(told: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        send(told)


def test_a_mailbox_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        run(sent_to(refused_url()))
