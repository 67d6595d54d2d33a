"""Webhook signatures: each vector of security.md 4.3, with PyPI's `standardwebhooks` as referee."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError, webhooks

from mock_systems.service.signatures import (
    EndpointSecret,
    Message,
    SignatureRefused,
    rotated,
    sign,
    verify,
)

NOW_S = 1_900_000_000
OLD, NEW, OTHER = (EndpointSecret(bytes([number]) * 32) for number in (1, 2, 3))
BODY = b'{"type": "order.submitted", "note": "\xc3\xbc"}'
MESSAGE = Message("msg_1", NOW_S, BODY)


def refusal(headers: dict[str, str], body: bytes = BODY, now_s: float = NOW_S) -> str:
    with pytest.raises(SignatureRefused) as refused:
        verify((OLD,), headers, body, now_s)
    return str(refused.value)


def changed(**headers: str) -> dict[str, str]:
    """Good headers but for those given, `webhook_id` for webhook-id."""
    return sign((OLD,), MESSAGE) | {name.replace("_", "-"): v for name, v in headers.items()}


@pytest.fixture
def referee(monkeypatch: pytest.MonkeyPatch) -> Webhook:
    """The reference library, at the instant of these tests."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(NOW_S, UTC)

    monkeypatch.setattr(webhooks, "datetime", Frozen)
    return Webhook(OLD.text())


def test_the_referee_accepts_our_signature(referee: Webhook) -> None:
    assert referee.verify(BODY, sign((OLD,), MESSAGE)) == {"type": "order.submitted", "note": "ü"}
    both = sign(rotated((OLD,), NEW, NOW_S + 60), MESSAGE)
    assert referee.verify(BODY, both, json_parse=False) is None


def test_we_accept_the_referees_signature(referee: Webhook) -> None:
    signature = referee.sign("msg_1", datetime.fromtimestamp(NOW_S, UTC), BODY.decode())
    assert sign((OLD,), MESSAGE)["webhook-signature"] == signature
    assert verify((OLD,), changed(webhook_signature=signature), BODY, NOW_S) == MESSAGE


def test_the_referee_refuses_what_we_refuse(referee: Webhook) -> None:
    for headers, body in (
        (sign((OTHER,), MESSAGE), BODY),
        (changed(webhook_timestamp=str(NOW_S + 1)), BODY),
        (changed(), BODY + b" "),
        (sign((OLD,), Message("msg_1", NOW_S - 301, BODY)), BODY),
    ):
        refusal(headers, body)
        with pytest.raises(WebhookVerificationError):
            referee.verify(body, headers)


def test_the_signature_is_that_of_the_standard() -> None:
    """Spelled out from the text of the standard, with nothing but the standard library."""
    content = b"msg_1." + str(NOW_S).encode() + b"." + BODY
    mac = hmac.new(bytes([1]) * 32, content, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(mac).decode()
    assert sign((OLD,), MESSAGE)["webhook-signature"] == expected


@pytest.mark.parametrize(
    "body",
    [BODY + b" ", BODY + b"\n", BODY.replace(b": ", b":"), BODY[:-1], b"", b"\xef\xbb\xbf" + BODY],
)
def test_body_whitespace_change(body: bytes) -> None:
    assert refusal(sign((OLD,), MESSAGE), body) == "no signature in webhook-signature verifies"


def test_a_body_that_is_no_text_is_signed_as_it_is() -> None:
    message = Message("msg_1", NOW_S, bytes(range(256)))
    assert verify((OLD,), sign((OLD,), message), message.body, NOW_S) == message


def test_300_s_are_within_the_tolerance_and_stale_301_s_are_not() -> None:
    headers = sign((OLD,), MESSAGE)
    for now_s in (NOW_S - 300, NOW_S + 300):
        assert verify((OLD,), headers, BODY, now_s) == MESSAGE
    for late_s in (NOW_S - 301, NOW_S + 301, NOW_S + 300.5):
        assert refusal(headers, now_s=late_s) == "sent more than 300 s before or after now"


def test_same_id_new_timestamp_verifies_and_is_known_by_its_id() -> None:
    """A retry: it must verify, and must not be applied again; so the id is what tells."""
    applied: set[str] = set()
    for at_s in (NOW_S, NOW_S + 60):
        headers = sign((OLD,), Message("msg_1", at_s, BODY))
        applied.add(verify((OLD,), headers, BODY, at_s).id)
    assert applied == {"msg_1"}


def test_replay_inside_the_window_is_known_by_its_id() -> None:
    headers = sign((OLD,), MESSAGE)
    assert verify((OLD,), headers, BODY, NOW_S + 299).id == "msg_1"


def test_the_timestamp_of_a_replay_cannot_be_renewed() -> None:
    renewed = changed(webhook_timestamp=str(NOW_S + 600))
    assert refusal(renewed, now_s=NOW_S + 600) == "no signature in webhook-signature verifies"


def test_signature_list_with_one_valid() -> None:
    good = sign((OLD,), MESSAGE)["webhook-signature"]
    bad = sign((OTHER,), MESSAGE)["webhook-signature"]
    for offered in (f"{bad} {good}", f"{good} {bad}", f"v1a,AAAA junk {good}", f"{bad} , {good}"):
        assert verify((OLD,), changed(webhook_signature=offered), BODY, NOW_S) == MESSAGE


@pytest.mark.parametrize(
    "offered",
    [
        "",
        " ",
        "v1,",
        "v1",
        sign((OTHER,), MESSAGE)["webhook-signature"],
        sign((OLD,), MESSAGE)["webhook-signature"].removeprefix("v1,"),
        sign((OLD,), MESSAGE)["webhook-signature"].replace("v1,", "v1a,"),
        sign((OLD,), MESSAGE)["webhook-signature"].replace("v1,", "v2,"),
        sign((OLD,), MESSAGE)["webhook-signature"].replace("v1,", "V1,"),
        sign((OLD,), MESSAGE)["webhook-signature"].rstrip("="),
        sign((OLD,), MESSAGE)["webhook-signature"] + "\ud800",
    ],
)
def test_signature_list_with_none_valid(offered: str) -> None:
    headers = changed(webhook_signature=offered)
    assert refusal(headers) == "no signature in webhook-signature verifies"


def test_an_endless_signature_list_is_not_compared() -> None:
    good = sign((OLD,), MESSAGE)["webhook-signature"]
    most = changed(webhook_signature="v1,x " * 15 + good)
    assert verify((OLD,), most, BODY, NOW_S) == MESSAGE
    assert refusal(changed(webhook_signature="v1,x " * 16 + good)) == "more than 16 signatures"


def test_old_key_after_rotation_window() -> None:
    """F42: both sign and are taken until the window ends, then only the new one."""
    ends_s = NOW_S + 3_600
    secrets = rotated((OLD,), NEW, ends_s)
    during = sign(secrets, MESSAGE)
    assert len(during["webhook-signature"].split(" ")) == 2
    for receiver in ((OLD,), (NEW,), secrets):
        assert verify(receiver, during, BODY, NOW_S) == MESSAGE
    late = Message("msg_2", ends_s, BODY)
    assert len(sign(secrets, late)["webhook-signature"].split(" ")) == 1
    assert verify((NEW,), sign(secrets, late), BODY, ends_s) == late
    last = Message("msg_2", ends_s - 1, BODY)
    by_old = sign((OLD,), last)
    assert verify(secrets, by_old, BODY, ends_s - 1) == last
    with pytest.raises(SignatureRefused):
        verify(secrets, by_old, BODY, ends_s)


def test_a_second_rotation_does_not_lengthen_the_first() -> None:
    twice = rotated(rotated((OLD,), NEW, NOW_S + 60), OTHER, NOW_S + 600)
    assert [secret.until_s - NOW_S for secret in twice[1:]] == [600, 60]


@pytest.mark.parametrize("id_", ["msg.1", ".", "msg_1.", "", "a b", "a\n", "ä", "x" * 256])
def test_dot_in_id(id_: str) -> None:
    """`a.1` at 2 and `a` at 1 with a body `2.…` would be signed alike."""
    with pytest.raises(ValueError, match="visible ASCII"):
        sign((OLD,), Message(id_, NOW_S, BODY))
    assert refusal(changed(webhook_id=id_)) == "webhook-id is missing or no id"


def test_two_messages_that_a_dot_would_make_equal() -> None:
    """A referee without the rule takes them for the same; ours takes neither for the other."""
    signature = sign((OLD,), Message("a", NOW_S, f"{NOW_S}.x".encode()))["webhook-signature"]
    moved = {"webhook-id": f"a.{NOW_S}", "webhook-timestamp": str(NOW_S)}
    assert "webhook-id" in refusal(moved | {"webhook-signature": signature}, b"x")


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_missing_header(name: str) -> None:
    headers = sign((OLD,), MESSAGE)
    del headers[name]
    assert name in refusal(headers)


def test_header_names_in_any_case() -> None:
    headers = {name.title(): value for name, value in sign((OLD,), MESSAGE).items()}
    assert verify((OLD,), headers, BODY, NOW_S) == MESSAGE


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1.9e9", "0", f"0{NOW_S}", f" {NOW_S}", "١٩"])
def test_a_timestamp_that_is_no_plain_number(timestamp: str) -> None:
    assert "no number of seconds" in refusal(changed(webhook_timestamp=timestamp))


def test_redirect_to_another_endpoint_does_not_verify_there() -> None:
    """Each endpoint has its own secret, so a delivery cannot be passed on to another."""
    with pytest.raises(SignatureRefused):
        verify((OTHER,), sign((OLD,), MESSAGE), BODY, NOW_S)


def test_without_a_secret_nothing_is_signed_and_nothing_verifies() -> None:
    ended = (EndpointSecret(bytes(32), until_s=NOW_S),)
    with pytest.raises(ValueError, match="no secret"):
        sign(ended, MESSAGE)
    for secrets in ((), ended):
        with pytest.raises(SignatureRefused):
            verify(secrets, sign((EndpointSecret(bytes(32)),), MESSAGE), BODY, NOW_S)


def test_a_secret_is_handed_over_as_text_and_read_again() -> None:
    assert OLD.text().startswith("whsec_")
    assert EndpointSecret.read(OLD.text()) == OLD
    assert OLD.text() not in repr(OLD)
    assert "\\x01" not in repr(OLD)


@pytest.mark.parametrize("size", [0, 23, 65])
def test_a_secret_has_24_to_64_bytes(size: int) -> None:
    for build in (EndpointSecret, _read_back):
        with pytest.raises(ValueError, match=f"24 to 64 bytes, got {size}"):
            build(bytes(size))


@pytest.mark.parametrize("size", [24, 64])
def test_a_secret_of_the_shortest_and_the_longest_size(size: int) -> None:
    assert len(EndpointSecret(bytes(size)).key) == size


@pytest.mark.parametrize("text", ["", "A" * 44, "whsec_!", "whpk_" + "A" * 40, "whsec_" + "A" * 33])
def test_what_is_no_secret_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="secret") as refused:
        EndpointSecret.read(text)
    assert len(text) < 10 or text not in str(refused.value)


def _read_back(key: bytes) -> EndpointSecret:
    return EndpointSecret.read("whsec_" + base64.b64encode(key).decode())


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_a_body_with_any_byte_changed_is_refused(place: int, by: int) -> None:
    body = bytearray(BODY)
    body[place] ^= by
    refusal(sign((OLD,), MESSAGE), bytes(body))


@given(
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 255),
)
def test_a_header_with_any_byte_changed_is_refused(name: str, place: float, by: int) -> None:
    headers = sign((OLD,), MESSAGE)
    raw = bytearray(headers[name].encode())
    raw[int(place * len(raw))] ^= by
    refusal(headers | {name: raw.decode("latin-1")})


@given(st.binary(), st.integers(1, 10**10), st.from_regex(r"[!-\-/-~]{1,40}", fullmatch=True))
def test_what_is_signed_verifies(body: bytes, at_s: int, id_: str) -> None:
    message = Message(id_, at_s, body)
    assert verify((OLD,), sign((OLD,), message), body, at_s) == message
