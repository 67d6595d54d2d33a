"""Callers' tokens at the door: the vectors of RFC 8725, against the real door and S16's keys."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha384
from hmac import new
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from integration_under_test.boundary import Request
from integration_under_test.service.credentials import key_set
from tests.unit.integration_under_test.service.credentials.provider import (
    OURS,
    S16,
    SYSTEMS,
    claims,
    wall,
)
from tests.unit.integration_under_test.service.fakes import answer, counterpart, run
from tests.unit.integration_under_test.service.served import (
    NOON,
    WALL,
    Layered,
    Served,
    assert_problem,
    served,
)

pytestmark = pytest.mark.live

CALLER = {"Request-Id": "r", "X-Client-Id": "portal", "X-Correlation-Id": "c"}
Make = Callable[[S16], str]


@asynccontextmanager
async def door() -> AsyncIterator[tuple[S16, Served]]:
    async with counterpart() as other:
        s16 = S16(other)
        async with served(Layered, identity=s16.told()) as made:
            yield s16, made


async def ask(made: Served, token: str, **more: str) -> httpx.Response:
    headers = {**CALLER, "Authorization": f"Bearer {token}"} | more
    return await made.post("/requests/find_price", {"item": 1}, headers=headers)


def heard(make: Make, **more: str) -> tuple[httpx.Response, list[Request]]:
    """The answer to a request with a token, and what the integration heard."""

    async def work() -> tuple[httpx.Response, list[Request]]:
        async with door() as (s16, made):
            response = await ask(made, make(s16), **more)
            asked: list[Request] = made.integration.asked
            return response, asked

    return run(work())


def encoded(part: Any) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def header(s16: S16, **more: Any) -> dict[str, Any]:
    signer = s16.provider._key_ring.current(wall().timestamp())
    return {"alg": "ES384", "kid": signer.kid, "typ": "at+jwt"} | more


def signed_raw(s16: S16, head: bytes, body: bytes) -> str:
    """A good signature over parts that no library would write."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA384

    content = f"{encoded(head)}.{encoded(body)}"
    key = s16.provider._key_ring.current(wall().timestamp()).key
    assert key.private_key is not None
    r, s = decode_dss_signature(key.private_key.sign(content.encode(), ECDSA(SHA384())))
    return f"{content}.{encoded(r.to_bytes(48, 'big') + s.to_bytes(48, 'big'))}"


def test_a_good_token_says_who_calls_and_ends_in_business_time() -> None:
    expires = int((WALL + timedelta(days=3650)).timestamp())
    response, asked = heard(lambda s16: s16.token(claims(exp=expires)))
    assert response.status_code == 429  # what this integration answers to everybody
    (request,) = asked
    assert request.caller == "portal"
    assert request.token is not None
    assert request.token.subject == "portal"
    assert request.token.scopes == ("prices.read", "orders.write")
    assert request.token.facilities == ("0614141000012",)
    wall_s = expires - WALL.timestamp()
    assert request.token.expires_at == NOON + timedelta(seconds=60.0 * wall_s)


def test_without_a_token_the_integration_itself_decides() -> None:
    async def work() -> Request:
        async with door() as (s16, made):
            await made.post("/requests/find_price", {}, headers=CALLER)
            assert s16.asked("/jwks.json") == 0
            asked: Request = made.integration.asked[0]
            return asked

    assert run(work()).token is None


def test_who_does_not_say_who_calls_is_who_the_token_says() -> None:
    _, asked = heard(lambda s16: s16.token(claims()), **{"X-Client-Id": ""})
    assert asked[0].caller == "portal"


def hs384(s16: S16, secret: bytes) -> str:
    """RS -> HS confusion: the public key as if it were a shared secret."""
    content = f"{encoded(header(s16, alg='HS384'))}.{encoded(claims())}"
    return f"{content}.{encoded(new(secret, content.encode(), sha384).digest())}"


def public_pem(s16: S16) -> bytes:
    key: ECKey = s16.provider._key_ring.current(wall().timestamp()).key
    return key.as_pem(private=False)


def other_key(s16: S16, **more: Any) -> str:
    key = ECKey.generate_key("P-384")
    return jwt.encode(header(s16, **more), claims(), key, algorithms=["ES384"])


def unsigned(alg: str) -> Make:
    return lambda s16: f"{encoded(header(s16, alg=alg))}.{encoded(claims())}."


def now_s() -> int:
    return int(datetime.now(UTC).timestamp())


BAD: dict[str, Make] = {
    "none": unsigned("none"),
    "None": unsigned("None"),
    "nOnE": unsigned("nOnE"),
    "none with a signature": lambda s: ".".join(
        [encoded(header(s, alg="none")), *s.token(claims()).split(".")[1:]]
    ),
    "public key as secret": lambda s: hs384(s, public_pem(s)),
    "a password": lambda s: hs384(s, b"password"),
    "another's signature": other_key,
    "its own key": lambda s: other_key(s, jwk=ECKey.generate_key("P-384").as_dict(private=False)),
    "jku": lambda s: s.token(claims(), jku="http://127.0.0.1:9/jwks.json"),
    "x5u": lambda s: s.token(claims(), x5u="http://169.254.169.254/"),
    "unknown crit": lambda s: signed_raw(
        s, json.dumps(header(s, crit=["exp2"], exp2=1)).encode(), json.dumps(claims()).encode()
    ),
    "kid with SQL": lambda s: s.token(claims(), kid="' OR 1=1 --"),
    "kid with a path": lambda s: s.token(claims(), kid="../../etc/passwd"),
    "no kid": lambda s: s.token(claims(), kid=""),
    "an ID token": lambda s: s.token(claims(), typ="JWT"),
    "no type": lambda s: s.token(claims(), typ=""),
    "another audience": lambda s: s.token(claims(aud=SYSTEMS)),
    "no audience": lambda s: s.token(claims(aud=None)),
    "part of the audience": lambda s: s.token(claims(aud=OURS[:-1])),
    "another issuer": lambda s: s.token(claims(iss="http://127.0.0.1:2")),
    "no issuer": lambda s: s.token(claims(iss=None)),
    "ended": lambda s: s.token(claims(exp=now_s() - 6)),
    "no end": lambda s: s.token(claims(exp=None)),
    "an end that is a text": lambda s: s.token(claims(exp="9999999999")),
    "an end that is true": lambda s: s.token(claims(exp=True)),
    "not begun": lambda s: s.token(claims(nbf=now_s() + 10)),
    "issued tomorrow": lambda s: s.token(claims(iat=now_s() + 86_400)),
    "no subject": lambda s: s.token(claims(sub=None)),
    "no client": lambda s: s.token(claims(client_id="")),
    "facilities of no kind": lambda s: s.token(claims(facilities={"a": 1})),
    "bound to a certificate": lambda s: s.token(claims(cnf={"x5t#S256": "x"})),
    "repeated members": lambda s: signed_raw(
        s,
        json.dumps(header(s)).encode(),
        json.dumps(claims()).encode().replace(b"{", b'{"sub": "admin", ', 1),
    ),
    "not a number": lambda s: signed_raw(
        s,
        json.dumps(header(s)).encode(),
        json.dumps(claims()).encode().replace(str(claims()["exp"]).encode(), b"Infinity"),
    ),
    "a changed claim": lambda s: ".".join(
        [s.token(claims()).split(".")[0], encoded(claims(sub="admin")), "AAAA"]
    ),
    "padded": lambda s: s.token(claims()) + "=",
    "two parts": lambda _: "a.b",
    "five parts (JWE)": lambda _: "a.b.c.d.e",
    "100 kB": lambda s: s.token(claims(more="x" * 100_000)),
    "deep": lambda s: signed_raw(s, json.dumps(header(s)).encode(), b"[" * 5_000),
}


@pytest.mark.parametrize("name", BAD)
def test_a_token_that_is_not_good_is_refused_at_the_door(name: str) -> None:
    response, asked = heard(BAD[name])
    assert_problem(response, 401, "token")
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert asked == []


def test_within_the_skew_of_clocks_it_is_good() -> None:
    for told in ({"exp": now_s() - 2}, {"nbf": now_s() + 4}):
        _, asked = heard(lambda s16, told=told: s16.token(claims(**told)))  # type: ignore[misc]
        assert asked


def test_anothers_token_is_no_token_of_the_callers_own() -> None:
    response, asked = heard(lambda s16: s16.token(claims()), **{"X-Client-Id": "admin"})
    assert_problem(response, 401, "X-Client-Id")
    assert asked == []


@pytest.mark.parametrize("value", ["Basic abc", "Bearer", "Bearer a b", "bearer \x7f"])
def test_what_is_no_bearer_token_is_refused(value: str) -> None:
    response, _ = heard(lambda _: "", Authorization=value)
    assert_problem(response, 401, "bearer")


def test_the_answer_never_repeats_the_token() -> None:
    response, _ = heard(lambda s16: s16.token(claims(sub="Maria", exp=1)))
    assert "Maria" not in response.text
    assert "eyJ" not in response.text


def test_keys_are_read_once_and_once_more_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        async with door() as (s16, made):
            for _ in range(3):
                assert (await ask(made, s16.token(claims()))).status_code == 429
            assert s16.asked("/jwks.json") == 1
            s16.provider.replace_keys()
            # A stranger's made-up id cannot make us ask again and again.
            for number in range(5):
                token = s16.token(claims(), kid=f"made-up-{number}")
                assert (await ask(made, token)).status_code == 401
            assert s16.asked("/jwks.json") == 1
            monkeypatch.setattr(key_set, "LEAST_BETWEEN_S", 0.0)
            assert (await ask(made, s16.token(claims()))).status_code == 429
            assert s16.asked("/jwks.json") == 2

    run(work())


def test_keys_are_kept_no_longer_than_their_cache_control_says() -> None:
    async def work() -> None:
        async with door() as (s16, made):
            s16.jwks_headers = {"Cache-Control": "max-age=0"}
            for _ in range(3):
                assert (await ask(made, s16.token(claims()))).status_code == 429
            assert s16.asked("/jwks.json") == 3

    run(work())


def test_a_key_that_was_withdrawn_is_good_for_nothing_when_the_keys_are_read_again() -> None:
    async def work() -> None:
        async with door() as (s16, made):
            s16.jwks_headers = {"Cache-Control": "max-age=0"}
            token = s16.token(claims())
            assert (await ask(made, token)).status_code == 429
            s16.provider.replace_keys()
            assert (await ask(made, token)).status_code == 401

    run(work())


@pytest.mark.parametrize(
    "told",
    [
        answer(500),
        answer(200, b"<html>"),
        answer(200, {"keys": "none"}),
        answer(200, {"keys": [{}] * 101}),
        answer(200, b'{"keys": [' + b" " * 100_000 + b"]}"),
        answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
    ],
)
def test_while_the_keys_cannot_be_read_nobody_is_let_in_and_asking_again_helps(
    told: bytes,
) -> None:
    async def work() -> None:
        async with door() as (s16, made):
            token = s16.token(claims())
            s16.counterpart.answers.append(told)
            response = await ask(made, token)
            assert_problem(response, 503, "keys")
            assert int(response.headers["retry-after"]) > 0
            assert made.integration.asked == []
            assert (await ask(made, token)).status_code == 503  # not asked again at once
            assert s16.asked("/jwks.json") == 1

    run(work())


def test_an_id_that_two_keys_have_stands_for_neither() -> None:
    async def work() -> None:
        async with door() as (s16, made):
            keys = s16.provider.jwks()["keys"]
            twin = ECKey.generate_key("P-384").as_dict(private=False) | {"kid": keys[0]["kid"]}
            s16.counterpart.answers.append(answer(200, {"keys": [*keys, twin]}))
            assert (await ask(made, s16.token(claims()))).status_code == 401

    run(work())
