"""Access tokens at a resource server: each vector of security.md 4.2, and the rules of RFC 9068."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from mock_systems.identity import Denied, read_jwks
from mock_systems.identity.compact import MOST_BYTES
from tests.unit.mock_systems.identity.forge import (
    b64,
    ec_key,
    encoded,
    hmac_token,
    jwk,
    rsa_key,
    token,
    unsigned_token,
)
from tests.unit.mock_systems.identity.hospital import (
    API,
    GLN_A,
    ISSUER,
    LEDGER,
    NOON,
    Hospital,
)

NOON_S = int(NOON.timestamp())
SIGNER = ec_key("provider 1")


def good_header(hospital: Hospital, **changes: Any) -> dict[str, Any]:
    kid = hospital.provider.jwks()["keys"][0]["kid"]
    members = {"alg": "ES384", "kid": kid, "typ": "at+jwt", **changes}
    return {name: value for name, value in members.items() if value is not None}


def good_claims(**changes: Any) -> dict[str, Any]:
    members = {
        "iss": ISSUER,
        "sub": "lab",
        "client_id": "lab",
        "aud": API,
        "iat": NOON_S,
        "exp": NOON_S + 300,
        "jti": "1",
        "scope": "orders.read",
        "facilities": [GLN_A],
        "tenant": "group",
        **changes,
    }
    return {name: value for name, value in members.items() if value is not None}


def denied(hospital: Hospital, signed: str, certificate: str = "", **expected: Any) -> Denied:
    with pytest.raises(Denied) as refused:
        hospital.verifier_for(**expected).verify(signed, certificate)
    return refused.value


def reason(hospital: Hospital, signed: str) -> str:
    """Why, as the log would say; the caller is told the same whatever it was."""
    refused = denied(hospital, signed)
    assert (refused.status, refused.error) == (401, "invalid_token")
    assert refused.message == "the access token is not valid"
    return refused.reason


def test_a_token_of_the_provider_is_accepted() -> None:
    hospital = Hospital()
    access = hospital.verifier.authorize(f"Bearer {hospital.token(scope='orders.read')}")
    assert (access.subject, access.client_id, access.tenant) == ("lab", "lab", "group")
    assert (access.scopes, access.facilities) == (("orders.read",), (GLN_A,))
    assert access.expires_at.timestamp() == NOON_S + 300


def test_a_token_made_by_hand_is_accepted() -> None:
    """So that each refusal below is due to the one thing that is wrong."""
    hospital = Hospital()
    assert hospital.verifier.verify(token(good_header(hospital), good_claims(), SIGNER)).subject


WRONG_CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    ("missing_aud", {"aud": None}, "wrong audience"),
    ("wrong_aud", {"aud": LEDGER}, "wrong audience"),
    ("aud_prefix", {"aud": API + ".mallory.test"}, "wrong audience"),
    ("aud_is_an_object", {"aud": {API: 1}}, "aud is no list of strings"),
    ("wrong_iss", {"iss": "https://mallory.test"}, "wrong issuer"),
    ("missing_iss", {"iss": None}, "wrong issuer"),
    ("nbf_future", {"nbf": NOON_S + 6}, "nbf lies in the future"),
    ("iat_future", {"iat": NOON_S + 6}, "iat lies in the future"),
    ("expired", {"exp": NOON_S - 5}, "expired"),
    ("missing_exp", {"exp": None}, "exp is no date"),
    ("exp_is_text", {"exp": "9999999999"}, "exp is no date"),
    ("exp_is_infinite", {"exp": 1e300}, "exp is no date"),
    ("missing_iat", {"iat": None}, "iat missing"),
    ("missing_sub", {"sub": None}, "sub missing"),
    ("empty_sub", {"sub": ""}, "sub missing"),
    ("missing_client_id_and_jti", {"client_id": None, "jti": None}, "client_id, jti missing"),
    ("facilities_of_numbers", {"facilities": [1]}, "facilities is no list of strings"),
    ("unknown_confirmation", {"cnf": {"jkt": "x"}}, "bound to another certificate"),
    ("broken_confirmation", {"cnf": "x"}, "bound to another certificate"),
    ("empty_confirmation", {"cnf": {"x5t#S256": ""}}, "bound to another certificate"),
]


@pytest.mark.parametrize(
    ("claims", "why"), [case[1:] for case in WRONG_CLAIMS], ids=[case[0] for case in WRONG_CLAIMS]
)
def test_wrong_claims(claims: dict[str, Any], why: str) -> None:
    hospital = Hospital()
    signed = token(good_header(hospital), good_claims(**claims), SIGNER)
    assert reason(hospital, signed) == why


WRONG_HEADERS: list[tuple[str, dict[str, Any], str]] = [
    ("id_token_as_access_token", {"typ": "JWT"}, "wrong type of token"),
    ("missing_typ", {"typ": None}, "wrong type of token"),
    ("logout_token", {"typ": "logout+jwt"}, "wrong type of token"),
    ("unknown_crit", {"crit": ["exp"]}, "an extension must be understood"),
    ("crit_b64", {"crit": ["b64"], "b64": False}, "an extension must be understood"),
    ("kid_sql_injection", {"kid": "' OR 1=1"}, "0 keys match kid and kty"),
    ("kid_path", {"kid": "../../"}, "0 keys match kid and kty"),
    ("missing_kid", {"kid": None}, "no key id"),
    ("jku_127_0_0_1", {"jku": "http://127.0.0.1/keys"}, "the token brings its own key"),
    ("x5u", {"x5u": "https://localhost.test/"}, "the token brings its own key"),
    ("own_jwk", {"jwk": jwk(ec_key("mallory"), "m")}, "the token brings its own key"),
    ("alg_of_another_key", {"alg": "RS384"}, "algorithm not allowed"),
    ("alg_es256", {"alg": "ES256"}, "algorithm not allowed"),
    ("alg_lower_case", {"alg": "es384"}, "algorithm not allowed"),
    ("alg_is_a_list", {"alg": ["ES384"]}, "algorithm not allowed"),
]


@pytest.mark.parametrize(
    ("header", "why"), [case[1:] for case in WRONG_HEADERS], ids=[case[0] for case in WRONG_HEADERS]
)
def test_wrong_headers(header: dict[str, Any], why: str) -> None:
    hospital = Hospital()
    signed = token(good_header(hospital, **header), good_claims(), SIGNER)
    assert reason(hospital, signed) == why


@pytest.mark.parametrize("typ", ["AT+JWT", "application/at+jwt"])
def test_a_media_type_is_compared_without_case(typ: str) -> None:
    hospital = Hospital()
    assert hospital.verifier.verify(
        token(good_header(hospital, typ=typ), good_claims(), SIGNER)
    ).subject


@pytest.mark.parametrize("alg", ["none", "None", "nOnE"])
def test_alg_none(alg: str) -> None:
    hospital = Hospital()
    unsigned = unsigned_token(good_header(hospital, alg=alg), good_claims())
    assert reason(hospital, unsigned) == "a part is not canonical base64url"
    assert reason(hospital, unsigned + b64(b"x")) == "algorithm not allowed"


def test_a_token_without_its_signature() -> None:
    hospital = Hospital()
    cut = hospital.token().rpartition(".")[0]
    assert reason(hospital, cut) == "expected three parts (JWS), got 2"
    assert reason(hospital, cut + ".") == "a part is not canonical base64url"


def test_confusion_of_the_public_key_with_a_secret() -> None:
    """RS to HS (here ES to HS): the key set is public, so anybody has these bytes."""
    hospital = Hospital()
    (published,) = read_jwks(hospital.provider.jwks())
    for public in (published.key.as_pem(private=False), published.key.as_der(private=False)):
        for alg in ("HS256", "HS384", "ES384"):
            forged = hmac_token(good_header(hospital, alg=alg), good_claims(), public, "sha384")
            expected = "signature does not verify" if alg == "ES384" else "algorithm not allowed"
            assert reason(hospital, forged) == expected


def test_hs256_with_a_human_password() -> None:
    hospital = Hospital()
    forged = hmac_token(good_header(hospital, alg="HS256"), good_claims(), b"hospital2031")
    assert reason(hospital, forged) == "algorithm not allowed"


def test_signed_by_somebody_else() -> None:
    hospital = Hospital()
    for key in (ec_key("mallory"), rsa_key("mallory")):
        forged = token(good_header(hospital), good_claims(), key)
        assert reason(hospital, forged) == "signature does not verify"


@pytest.mark.parametrize("size", [0, 95, 97, 192])
def test_a_signature_of_the_wrong_size(size: int) -> None:
    hospital = Hospital()
    cut = hospital.token().rpartition(".")[0]
    expected = "signature does not verify" if size else "a part is not canonical base64url"
    assert reason(hospital, f"{cut}.{b64(bytes(size))}") == expected


def test_the_zero_signature() -> None:
    """CVE-2022-21449: r = s = 0 must not verify."""
    hospital = Hospital()
    cut = hospital.token().rpartition(".")[0]
    assert reason(hospital, f"{cut}.{b64(bytes(96))}") == "signature does not verify"


@pytest.mark.parametrize(
    ("header", "claims", "why"),
    [
        ('{"alg":"none","alg":"ES384"}', "{}", "a JSON member is repeated"),
        ("{}", '{"sub":"lab","sub":"admin"}', "a JSON member is repeated"),
        ("{}", '{"cnf":{"x":1,"x":2}}', "a JSON member is repeated"),
        ("{}", '{"exp":NaN}', "not a JSON number"),
        ("{}", '{"exp":Infinity}', "not a JSON number"),
        ("[]", "{}", "a part is no JSON object"),
        ("{}", '"text"', "a part is no JSON object"),
        ("{}", "{", "a part is not JSON"),
        ("{}", "[" * 2_000 + "]" * 2_000, "a part is not JSON"),
        ("{}", '{"exp":' + "9" * 5_000 + "}", "a part is not JSON"),
    ],
)
def test_duplicate_json_members_and_other_json(header: str, claims: str, why: str) -> None:
    assert reason(Hospital(), token(header, claims, SIGNER)) == why


def test_json_in_another_encoding_is_no_json() -> None:
    """The library would guess UTF-16, and read another header than we do."""
    utf_16 = encoded(json.dumps(good_claims()).encode("utf-16-le"))
    signed = f"{utf_16}.{utf_16}.{b64(b'x')}"
    assert reason(Hospital(), signed) == "a part is not JSON"


def test_100_kb_zip_bomb_jwe() -> None:
    bomb = zlib.compress(bytes(100_000_000), 9)
    header = {"alg": "dir", "enc": "A256GCM", "zip": "DEF", "typ": "at+jwt"}
    signed = ".".join([encoded(header), "", b64(bytes(12)), b64(bomb), b64(bytes(16))])
    assert len(signed) > 100_000
    assert reason(Hospital(), signed) == f"longer than {MOST_BYTES} bytes"


def test_a_small_jwe_is_not_decrypted_either() -> None:
    header = {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "p2c": 2**31, "p2s": "x"}
    assert reason(Hospital(), f"{encoded(header)}.a.b.c.d") == "expected three parts (JWS), got 5"


def test_the_size_bound() -> None:
    hospital = Hospital()
    signed = token(good_header(hospital), good_claims(pad="x" * 6_000), SIGNER)
    assert reason(hospital, signed) == f"longer than {MOST_BYTES} bytes"


@pytest.mark.parametrize("junk", ["", ".", "..", "a.b.c", "ä.ö.ü", "\ud800.a.b", "e30.e30.e30="])
def test_junk_is_refused(junk: str) -> None:
    assert reason(Hospital(), junk)


def test_an_assertion_is_no_access_token() -> None:
    hospital = Hospital()
    assert reason(hospital, hospital.assertion()) == "wrong type of token"


def test_a_token_expired_in_the_middle_of_a_batch() -> None:
    """F41: accepted until its end with a little skew, refused from then on."""
    hospital = Hospital()
    signed = hospital.token()
    hospital.wall.move(304)
    assert hospital.verifier.verify(signed).subject
    hospital.wall.move(1)
    assert reason(hospital, signed) == "expired"


def test_two_keys_of_the_issuer_with_one_id() -> None:
    hospital = Hospital()
    (key,) = hospital.verifier._keys()
    hospital.verifier._keys = lambda: (key, key)
    with pytest.raises(Denied) as refused:
        hospital.verifier.verify(hospital.token())
    assert refused.value.reason == "2 keys match kid and kty"


def test_a_token_for_one_resource_server_is_refused_by_another() -> None:
    hospital = Hospital()
    signed = hospital.token(resource=LEDGER)
    assert hospital.verifier_for(LEDGER).verify(signed).subject
    assert reason(hospital, signed) == "wrong audience"


def test_a_refusal_says_nothing_of_the_token() -> None:
    hospital = Hospital()
    canary: Mapping[str, Any] = {"sub": "MRN-0000-CANARY", "aud": "CANARY"}
    refused = denied(hospital, token(good_header(hospital), good_claims(**canary), SIGNER))
    said = (str(refused), refused.challenge, refused.message, refused.reason)
    assert not any("CANARY" in one for one in said)
