"""What S16 refuses to register: keys, redirect URIs, passwords and settings that are unsafe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mock_systems.identity import Settings, hash_password, read_jwks
from mock_systems.identity.lockout import Lockout
from mock_systems.identity.people import People
from mock_systems.identity.replays import Replays
from mock_systems.identity.scopes import common_facilities
from tests.unit.mock_systems.identity.forge import ec_key, jwk, rsa_key
from tests.unit.mock_systems.identity.hospital import API, PASSWORD, nurse, portal


def test_each_type_of_key_has_its_one_algorithm() -> None:
    keys = read_jwks({"keys": [jwk(ec_key("a"), "1"), jwk(rsa_key("a"), "2")]})
    assert [(key.kid, key.alg) for key in keys] == [("1", "ES384"), ("2", "RS384")]


@pytest.mark.parametrize(
    "members",
    [
        {"kty": "OKP"},
        {"kty": "oct", "k": "AAAA"},
        {"kty": None},
        {"crv": "P-256"},
        {"alg": "ES256"},
        {"alg": "ECDH-ES"},
        {"use": "enc"},
        {"key_ops": ["sign"]},
    ],
)
def test_keys_for_something_else_are_passed_over(members: dict[str, Any]) -> None:
    assert read_jwks({"keys": [jwk(ec_key("a"), "1", **members)]}) == ()


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (jwk(ec_key("a"), ""), "needs a kid"),
        ({"kty": "EC", "crv": "P-384", "x": "AAAA", "y": "AAAA"}, "needs a kid"),
        (jwk(ec_key("a"), "1", d="AAAA"), "private"),
        (jwk(rsa_key("short", 1024), "1"), "shorter than 2048 bits"),
        (jwk(ec_key("a"), "1", x="AAAA"), "cannot be read"),
        (jwk(ec_key("a"), "1", x=7), "cannot be read"),
    ],
)
@pytest.mark.filterwarnings("ignore:Key size should be")
def test_unsafe_keys_are_refused(key: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_jwks({"keys": [key]})


@pytest.mark.parametrize("document", [{}, {"keys": {}}, {"keys": ["x"]}])
def test_what_is_no_key_set_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="JWK Set"):
        read_jwks(document)


@pytest.mark.parametrize(
    "uri",
    [
        "http://portal.hospital.test/back",
        "https://portal.hospital.test/back#x",
        "/back",
        "",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_unsafe_redirect_uris_are_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="redirect URI"):
        replace(portal(), redirect_uris=(uri,))


@pytest.mark.parametrize(
    "uri", ["https://a.test/", "http://127.0.0.1:8400/back", "http://[::1]/back", "test.app:/back"]
)
def test_usable_redirect_uris(uri: str) -> None:
    assert replace(portal(), redirect_uris=(uri,)).redirect_uris == (uri,)


@pytest.mark.parametrize(
    "issuer", ["http://id.test", "https://id.test/", "https://id.test/a", "https://id.test?x", "id"]
)
def test_unusable_issuers_are_refused(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Settings(issuer, (API,))


def test_settings_need_an_audience() -> None:
    with pytest.raises(ValueError, match="audience"):
        Settings("http://127.0.0.1:8400", ())


@pytest.mark.parametrize("lifetime_s", [0, -1, 301])
def test_tokens_live_for_at_most_300_s(lifetime_s: int) -> None:
    with pytest.raises(ValueError, match="1 to 300 s"):
        Settings("https://id.test", (API,), token_lifetime_s=lifetime_s)
    assert Settings("https://id.test", (API,), token_lifetime_s=300).token_lifetime_s == 300


def test_passwords_are_kept_as_salted_hashes_that_do_not_show() -> None:
    one, other = hash_password("x", b"a" * 16), hash_password("x", b"b" * 16)
    assert one.digest != other.digest
    assert one.matches("x")
    assert not one.matches("y")
    assert str(one.digest) not in repr(one)
    with pytest.raises(ValueError, match="salt"):
        hash_password("x", b"short")
    with pytest.raises(ValueError, match="password"):
        hash_password("", b"a" * 16)


def test_only_the_right_name_and_password_sign_in() -> None:
    people = People([nurse()])
    assert people.authenticate("nurse", PASSWORD) == nurse()
    for user, password in (
        ("nurse", ""),
        ("Nurse", PASSWORD),
        ("x", PASSWORD),
        ("nurse", "\ud800"),
    ):
        assert people.authenticate(user, password) is None


def test_an_endless_password_is_not_hashed() -> None:
    person = replace(nurse(), password=hash_password("x" * 1025, b"a" * 16))
    assert People([person]).authenticate("nurse", "x" * 1025) is None


def test_a_lockout_forgets_name_by_name() -> None:
    lockout = Lockout()
    for second in range(5):
        lockout.failed("nurse", second)
    lockout.failed("other", 5)
    assert lockout.is_shut("nurse", 59.9)
    assert not lockout.is_shut("other", 59.9)
    assert not lockout.is_shut("nurse", 60)
    lockout.is_shut("nurse", 65)
    assert not lockout._counts


def test_replays_are_forgotten_with_their_lifetime() -> None:
    replays = Replays()
    for number in range(100):
        assert replays.first_use("lab", str(number), until_s=100 + number, now_s=0)
    assert not replays.first_use("lab", "50", until_s=100, now_s=149)
    assert len(replays) == 50
    assert replays.first_use("lab", "50", until_s=300, now_s=150)


def test_facilities_that_two_have_in_common() -> None:
    every, some, other = frozenset("*"), frozenset("ab"), frozenset("bc")
    assert common_facilities(some, other) == ("b",)
    assert common_facilities(every, some) == common_facilities(some, every) == ("a", "b")
    assert common_facilities(every, every) == ("*",)
    assert common_facilities(frozenset("a"), frozenset("b")) == ()
