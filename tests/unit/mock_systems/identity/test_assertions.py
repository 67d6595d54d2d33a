"""Client authentication of S16: each vector of security.md 4.1, refused for its own reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mock_systems.identity import OAuthRefusal, read_jwks
from tests.unit.mock_systems.identity.forge import (
    ec_key,
    encoded,
    hmac_token,
    jwk,
    rsa_key,
    token,
    unsigned_token,
)
from tests.unit.mock_systems.identity.hospital import JKU, NOON, TOKEN_URL, Hospital, lab

NOON_S = int(NOON.timestamp())


def refusal(hospital: Hospital, assertion: str, **parameters: str) -> OAuthRefusal:
    with pytest.raises(OAuthRefusal) as refused:
        hospital.provider.token(hospital.request(assertion, **parameters))
    return refused.value


def reason(hospital: Hospital, assertion: str) -> str:
    """Why, as the log would say; the caller is told the same whatever it was."""
    refused = refusal(hospital, assertion)
    told = {"error": "invalid_client", "error_description": "client authentication failed"}
    assert refused.body() == told
    return refused.reason


@pytest.mark.parametrize(
    ("kid", "alg", "key"),
    [("lab-1", "ES384", ec_key("lab")), ("lab-2", "RS384", rsa_key("lab"))],
    ids=["ES384", "RS384"],
)
def test_both_algorithms_of_the_standard_authenticate(kid: str, alg: str, key: Any) -> None:
    hospital = Hospital()
    assertion = hospital.assertion({"kid": kid, "alg": alg}, key=key)
    assert hospital.provider.token(hospital.request(assertion)).scopes == ("system/Order.rs",)


def test_replayed_jti() -> None:
    hospital = Hospital()
    assertion = hospital.assertion()
    hospital.provider.token(hospital.request(assertion))
    hospital.wall.move(299)
    assert reason(hospital, assertion) == "replayed"


def test_replayed_jti_in_another_assertion() -> None:
    hospital = Hospital()
    hospital.provider.token(hospital.request(hospital.assertion(claims={"jti": "same"})))
    assert reason(hospital, hospital.assertion(claims={"jti": "same"})) == "replayed"


def test_jti_is_free_again_after_its_lifetime() -> None:
    hospital = Hospital()
    hospital.provider.token(hospital.request(hospital.assertion(claims={"jti": "same"})))
    hospital.wall.move(300)
    again = hospital.assertion(claims={"jti": "same"})
    assert hospital.provider.token(hospital.request(again)).token


def test_jti_of_another_client_is_not_a_replay() -> None:
    hospital = Hospital()
    hospital.provider.token(hospital.request(hospital.assertion(claims={"jti": "same"})))
    claims = {"iss": "ward", "sub": "ward", "jti": "same"}
    other = hospital.assertion({"kid": "ward-1"}, claims, ec_key("ward"))
    assert hospital.provider.token(hospital.request(other, scope="orders.read")).token


def test_a_forged_assertion_does_not_use_up_a_jti() -> None:
    hospital = Hospital()
    forged = hospital.assertion(claims={"jti": "same"}, key=ec_key("mallory"))
    assert reason(hospital, forged) == "signature does not verify"
    good = hospital.assertion(claims={"jti": "same"})
    assert hospital.provider.token(hospital.request(good)).token


def test_exp_300_s_ahead_is_accepted_and_301_s_is_not() -> None:
    hospital = Hospital()
    hospital.provider.token(hospital.request(hospital.assertion(claims={"exp": NOON_S + 300})))
    late = hospital.assertion(claims={"exp": NOON_S + 301})
    assert reason(hospital, late) == "expires more than 300 s ahead"


@pytest.mark.parametrize("audience", [TOKEN_URL, [TOKEN_URL]])
def test_the_token_url_alone_is_the_audience(audience: object) -> None:
    hospital = Hospital()
    assert hospital.provider.token(
        hospital.request(hospital.assertion(claims={"aud": audience}))
    ).token


WRONG_CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    ("wrong_aud", {"aud": "https://id.hospital.test/authorize"}, "wrong audience"),
    ("aud_with_a_slash", {"aud": TOKEN_URL + "/"}, "wrong audience"),
    ("aud_of_two", {"aud": [TOKEN_URL, "https://other.test/token"]}, "wrong audience"),
    ("missing_aud", {"aud": None}, "wrong audience"),
    ("iss_differs_from_sub", {"sub": "ward"}, "issuer is not subject"),
    ("missing_iss", {"iss": None}, "issuer is not subject"),
    ("iss_and_sub_are_lists", {"iss": ["lab"], "sub": ["lab"]}, "issuer is not subject"),
    ("unknown_client", {"iss": "nobody", "sub": "nobody"}, "unknown client"),
    ("expired", {"exp": NOON_S}, "expired"),
    ("missing_exp", {"exp": None}, "exp is no date"),
    ("exp_is_text", {"exp": str(NOON_S + 60)}, "exp is no date"),
    ("exp_is_true", {"exp": True}, "exp is no date"),
    ("exp_beyond_numbers", {"exp": 10**400}, "exp is no date"),
    ("missing_jti", {"jti": None}, "no jti"),
    ("jti_is_a_number", {"jti": 7}, "no jti"),
    ("nbf_future", {"nbf": NOON_S + 6}, "nbf lies in the future"),
    ("iat_future", {"iat": NOON_S + 6}, "iat lies in the future"),
]


@pytest.mark.parametrize(
    ("claims", "why"), [case[1:] for case in WRONG_CLAIMS], ids=[case[0] for case in WRONG_CLAIMS]
)
def test_wrong_claims(claims: dict[str, Any], why: str) -> None:
    hospital = Hospital()
    assert reason(hospital, hospital.assertion(claims=claims)) == why


WRONG_HEADERS: list[tuple[str, dict[str, Any], str]] = [
    ("unknown_kid", {"kid": "lab-9"}, "0 keys match kid and kty"),
    ("kid_of_another_type_of_key", {"kid": "lab-2"}, "0 keys match kid and kty"),
    ("missing_kid", {"kid": None}, "no key id"),
    ("kid_is_a_list", {"kid": ["lab-1"]}, "no key id"),
    ("kid_sql_injection", {"kid": "' OR 1=1"}, "0 keys match kid and kty"),
    ("kid_path", {"kid": "../../dev/null"}, "0 keys match kid and kty"),
    ("missing_typ", {"typ": None}, "wrong type of token"),
    ("typ_of_an_access_token", {"typ": "at+jwt"}, "wrong type of token"),
    ("missing_alg", {"alg": None}, "algorithm not allowed"),
    ("alg_es256", {"alg": "ES256"}, "algorithm not allowed"),
    ("alg_rs256", {"alg": "RS256"}, "algorithm not allowed"),
    ("jku_elsewhere", {"jku": "https://mallory.test/jwks"}, "jku is not the registered one"),
    ("jku_loopback", {"jku": "http://127.0.0.1/jwks"}, "jku is not the registered one"),
    ("jku_almost", {"jku": JKU + "?"}, "jku is not the registered one"),
    ("jku_empty", {"jku": ""}, "jku is not the registered one"),
    ("crit_unknown", {"crit": ["new"], "new": 1}, "an extension must be understood"),
    ("crit_empty", {"crit": []}, "an extension must be understood"),
    ("own_jwk", {"jwk": jwk(ec_key("lab"), "lab-1")}, "the token brings its own key"),
    ("own_x5u", {"x5u": "https://127.0.0.1/"}, "the token brings its own key"),
    ("b64_without_crit", {"b64": False}, "signature does not verify"),
]


@pytest.mark.parametrize(
    ("header", "why"), [case[1:] for case in WRONG_HEADERS], ids=[case[0] for case in WRONG_HEADERS]
)
def test_wrong_headers(header: dict[str, Any], why: str) -> None:
    hospital = Hospital()
    assert reason(hospital, hospital.assertion(header)) == why


def test_jku_is_accepted_when_it_is_the_registered_one() -> None:
    hospital = Hospital()
    assert hospital.provider.token(hospital.request(hospital.assertion({"jku": JKU}))).token


def test_jku_of_a_client_that_registered_none() -> None:
    hospital = Hospital()
    claims = {"iss": "ward", "sub": "ward"}
    for jku in ("", JKU):
        assertion = hospital.assertion({"kid": "ward-1", "jku": jku}, claims, ec_key("ward"))
        assert reason(hospital, assertion) == "jku is not the registered one"


def test_two_keys_same_kid() -> None:
    hospital = Hospital()
    twins = [jwk(ec_key("lab"), "lab-1"), jwk(ec_key("twin"), "lab-1")]
    hospital.clients.register(replace(lab(), keys=read_jwks({"keys": twins})))
    assert reason(hospital, hospital.assertion()) == "2 keys match kid and kty"


def test_two_types_of_key_may_share_a_kid() -> None:
    hospital = Hospital()
    both = [jwk(ec_key("lab"), "lab-1"), jwk(rsa_key("lab"), "lab-1")]
    hospital.clients.register(replace(lab(), keys=read_jwks({"keys": both})))
    assert hospital.provider.token(hospital.request(hospital.assertion())).token
    assertion = hospital.assertion({"alg": "RS384"}, key=rsa_key("lab"))
    assert hospital.provider.token(hospital.request(assertion)).token


def test_key_rotation_of_a_client_with_overlap() -> None:
    """F42: while both keys are registered both serve, afterwards only the new one."""
    hospital = Hospital()
    old, new = jwk(ec_key("lab"), "lab-1"), jwk(ec_key("lab, new"), "lab-3")

    def by_new() -> str:
        return hospital.assertion({"kid": "lab-3"}, key=ec_key("lab, new"))

    hospital.clients.register(replace(lab(), keys=read_jwks({"keys": [old, new]})))
    for assertion in (hospital.assertion(), by_new()):
        assert hospital.provider.token(hospital.request(assertion)).token
    hospital.clients.register(replace(lab(), keys=read_jwks({"keys": [new]})))
    assert reason(hospital, hospital.assertion()) == "0 keys match kid and kty"
    assert hospital.provider.token(hospital.request(by_new())).token


def test_the_key_of_another_client() -> None:
    hospital = Hospital()
    assertion = hospital.assertion({"kid": "ward-1"}, key=ec_key("ward"))
    assert reason(hospital, assertion) == "0 keys match kid and kty"


def test_an_access_token_is_no_assertion() -> None:
    hospital = Hospital()
    assert reason(hospital, hospital.token()) == "wrong type of token"


@pytest.mark.parametrize("alg", ["none", "None", "nOnE", "NONE", ""])
def test_alg_none(alg: str) -> None:
    hospital = Hospital()
    good = {"iss": "lab", "sub": "lab", "aud": TOKEN_URL, "exp": NOON_S + 60, "jti": "1"}
    unsigned = unsigned_token({"alg": alg, "kid": "lab-1", "typ": "JWT"}, good)
    assert reason(hospital, unsigned) == "a part is not canonical base64url"
    padded = unsigned + encoded(b"x")
    assert reason(hospital, padded) == "algorithm not allowed"


def test_hs256_with_the_public_key_as_secret() -> None:
    hospital = Hospital()
    good = {"iss": "lab", "sub": "lab", "aud": TOKEN_URL, "exp": NOON_S + 60, "jti": "1"}
    public = lab().keys[1].key.as_pem(private=False)
    for alg, digest in (("HS256", "sha256"), ("HS384", "sha384")):
        forged = hmac_token({"alg": alg, "kid": "lab-2", "typ": "JWT"}, good, public, digest)
        assert reason(hospital, forged) == "algorithm not allowed"
    # The same MAC under an allowed name is no signature.
    forged = hmac_token({"alg": "RS384", "kid": "lab-2", "typ": "JWT"}, good, public, "sha384")
    assert reason(hospital, forged) == "signature does not verify"


def test_duplicate_json_members() -> None:
    hospital = Hospital()
    header = '{"alg":"ES384","kid":"lab-1","typ":"JWT","kid":"lab-1"}'
    assert reason(hospital, token(header, {}, ec_key("lab"))) == "a JSON member is repeated"


def test_client_id_must_be_the_assertions() -> None:
    hospital = Hospital()
    refused = refusal(hospital, hospital.assertion(), client_id="ward")
    assert (refused.error, refused.reason) == ("invalid_client", "client_id is not the assertion's")
