"""The admin API is for this machine, or for who has the token; never for a web page elsewhere."""

from __future__ import annotations

import pytest
from fastapi import Request

from sim.live.serving.doorman import Denied, Doorman


def asked(peer: str = "127.0.0.1", **headers: str) -> Request:
    told = {"host": "127.0.0.1:8700", **headers}
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    return Request({"type": "http", "headers": raw, "client": (peer, 5000)})


def status(doorman: Doorman, request: Request) -> int:
    try:
        doorman.check(request)
    except Denied as denied:
        return denied.status
    return 200


@pytest.mark.parametrize(
    ("host", "token", "given", "expected"),
    [
        ("127.0.0.1", "", "", 200),
        ("127.0.0.1", "s3cret", "", 401),
        ("127.0.0.1", "s3cret", "Bearer other", 401),
        ("127.0.0.1", "s3cret", "Bearer s3cret", 200),
        ("0.0.0.0", "", "", 401),
        ("0.0.0.0", "", "Bearer ", 401),
        ("0.0.0.0", "s3cret", "Bearer s3cret", 200),
    ],
)
def test_who_may(host: str, token: str, given: str, expected: int) -> None:
    headers = {"authorization": given} if given else {}
    assert status(Doorman(host, token), asked(**headers)) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"host": "rebound.evil.example:8700"},
    ],
)
def test_a_page_of_somebody_else_is_refused(headers: dict[str, str]) -> None:
    assert status(Doorman("127.0.0.1"), asked(**headers)) == 403


def test_a_page_of_this_server_may() -> None:
    assert status(Doorman("127.0.0.1"), asked(origin="http://127.0.0.1:8700")) == 200


@pytest.mark.parametrize(
    ("host", "peer", "may"),
    [("127.0.0.1", "127.0.0.1", True), ("0.0.0.0", "127.0.0.1", False), ("::1", "10.0.0.9", False)],
)
def test_bodies_in_clear_stay_on_this_machine(host: str, peer: str, may: bool) -> None:
    try:
        Doorman(host, "s3cret").check_local(asked(peer))
    except Denied:
        assert not may
    else:
        assert may


def test_the_token_is_not_in_its_words() -> None:
    assert "s3cret" not in repr(Doorman("127.0.0.1", "s3cret"))
