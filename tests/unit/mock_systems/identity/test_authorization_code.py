"""Authorization code with PKCE at S16: what a code is bound to, and what ends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from mock_systems.identity import Denied, OAuthRefusal
from mock_systems.identity.assertions import ASSERTION_TYPE
from mock_systems.identity.codes import challenge_of
from tests.unit.mock_systems.identity.forge import claims_of, ec_key
from tests.unit.mock_systems.identity.hospital import (
    API,
    GLN_B,
    ISSUER,
    LEDGER,
    PASSWORD,
    REDIRECT,
    Hospital,
    lab,
)

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""RFC 7636 appendix B."""


def asked(**changes: str) -> dict[str, str]:
    parameters = {
        "response_type": "code",
        "client_id": "portal",
        "redirect_uri": REDIRECT,
        "scope": "orders.read",
        "state": "s p&ce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return {name: value for name, value in parameters.items() if value}


def sign_in(hospital: Hospital, user: str = "nurse", **changes: str) -> dict[str, str]:
    """The parameters with which the browser is sent back."""
    parameters = asked(**changes)
    address = hospital.provider.return_address(parameters)
    request = hospital.provider.authorization_request(parameters, address)
    location = hospital.provider.authorize(request, user, PASSWORD)
    assert location is not None
    assert location.startswith(parameters["redirect_uri"])
    return dict(parse_qsl(urlsplit(location).query))


def exchange(hospital: Hospital, code: str, /, **changes: str) -> dict[str, Any]:
    parameters = {
        "grant_type": "authorization_code",
        "client_id": "portal",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        **changes,
    }
    given = {name: value for name, value in parameters.items() if value}
    return hospital.provider.token(given).body()


def refused(hospital: Hospital, code: str, /, **changes: str) -> tuple[str, str]:
    with pytest.raises(OAuthRefusal) as refusal:
        exchange(hospital, code, **changes)
    return refusal.value.error, refusal.value.reason


def test_the_challenge_is_that_of_the_standards_example() -> None:
    assert challenge_of(VERIFIER) == CHALLENGE


def test_the_browser_is_sent_back_with_code_state_and_issuer() -> None:
    sent = sign_in(Hospital())
    assert sorted(sent) == ["code", "iss", "state", "tab"]
    assert (sent["iss"], sent["state"], sent["tab"]) == (ISSUER, "s p&ce", "1")


def test_the_token_says_who_signed_in_and_only_what_both_may_do() -> None:
    hospital = Hospital()
    sent = sign_in(hospital, scope="orders.read orders.write")
    answer = exchange(hospital, sent["code"])
    claims = claims_of(answer["access_token"])
    assert answer["scope"] == claims["scope"] == "orders.read"
    assert (claims["sub"], claims["client_id"], claims["aud"]) == ("nurse", "portal", API)
    assert (claims["facilities"], claims["tenant"]) == ([GLN_B], "group")
    assert "refresh_token" not in answer
    assert hospital.verifier.verify(answer["access_token"]).subject == "nurse"


def test_the_audience_is_chosen_when_the_person_signs_in() -> None:
    hospital = Hospital()
    answer = exchange(hospital, sign_in(hospital, resource=LEDGER)["code"])
    assert claims_of(answer["access_token"])["aud"] == LEDGER


def test_a_code_is_good_once_and_its_reuse_revokes_the_token() -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    signed = exchange(hospital, code)["access_token"]
    assert hospital.verifier.verify(signed).subject
    assert refused(hospital, code) == ("invalid_grant", "code used before")
    with pytest.raises(Denied) as denied:
        hospital.verifier.verify(signed)
    assert denied.value.reason == "revoked"


def test_reuse_is_noticed_as_long_as_the_token_lives() -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    hospital.wall.move(59)
    signed = exchange(hospital, code)["access_token"]
    hospital.wall.move(299)
    sign_in(hospital)
    assert refused(hospital, code) == ("invalid_grant", "code used before")
    with pytest.raises(Denied):
        hospital.verifier.verify(signed)


def test_another_token_is_not_revoked_with_it() -> None:
    hospital = Hospital()
    first, second = sign_in(hospital)["code"], sign_in(hospital)["code"]
    exchange(hospital, first)
    other = exchange(hospital, second)["access_token"]
    refused(hospital, first)
    assert hospital.verifier.verify(other).subject


def test_a_code_lives_for_60_s() -> None:
    hospital = Hospital()
    early, late = sign_in(hospital)["code"], sign_in(hospital)["code"]
    hospital.wall.move(59)
    assert exchange(hospital, early)
    hospital.wall.move(1)
    assert refused(hospital, late) == ("invalid_grant", "code expired")


def test_old_codes_are_forgotten() -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    hospital.wall.move(600)
    sign_in(hospital)
    assert refused(hospital, code) == ("invalid_grant", "unknown code")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"redirect_uri": REDIRECT + "&x=1"}, "redirect URI differs"),
        ({"code_verifier": VERIFIER[:-1] + "A"}, "code verifier does not fit"),
        ({"code_verifier": CHALLENGE}, "code verifier does not fit"),
        ({"code_verifier": "short"}, "no code verifier"),
        ({"code_verifier": "ä" * 43}, "no code verifier"),
    ],
)
def test_a_code_is_bound_and_a_wrong_try_ends_it(changes: dict[str, str], why: str) -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    assert refused(hospital, code, **changes) == ("invalid_grant", why)
    assert refused(hospital, code) == ("invalid_grant", "code used before")


def test_a_code_of_another_client() -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    claims = {"iss": "ward", "sub": "ward"}
    assertion = hospital.assertion({"kid": "ward-1"}, claims, ec_key("ward"))
    signed = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    why = refused(hospital, code, client_id="ward", **signed)
    assert why == ("invalid_grant", "code of another client")


def test_a_client_with_keys_must_sign_for_its_code() -> None:
    hospital = Hospital()
    back = "https://ward.hospital.test/back"
    code = sign_in(hospital, client_id="ward", redirect_uri=back)["code"]
    unsigned = {"client_id": "ward", "redirect_uri": back}
    assert refused(hospital, code, **unsigned) == ("invalid_client", "no assertion")
    claims = {"iss": "ward", "sub": "ward"}
    assertion = hospital.assertion({"kid": "ward-1"}, claims, ec_key("ward"))
    signed = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    assert exchange(hospital, code, **unsigned, **signed)["scope"] == "orders.read"


@pytest.mark.parametrize("missing", ["code", "redirect_uri", "code_verifier"])
def test_a_missing_parameter(missing: str) -> None:
    hospital = Hospital()
    code = sign_in(hospital)["code"]
    error, why = refused(hospital, code, **{missing: ""})
    assert (error, why) == ("invalid_request", f"{missing} is missing")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": CHALLENGE + "="}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "orders.read admin"}, "invalid_scope"),
        ({"resource": "https://elsewhere.test"}, "invalid_target"),
    ],
)
def test_errors_that_the_client_is_told(changes: dict[str, str], error: str) -> None:
    hospital = Hospital()
    parameters = asked(**changes)
    address = hospital.provider.return_address(parameters)
    with pytest.raises(OAuthRefusal) as refusal:
        hospital.provider.authorization_request(parameters, address)
    location = address.with_refusal(refusal.value)
    told = dict(parse_qsl(urlsplit(location).query))
    assert location.startswith(REDIRECT + "&")
    assert (told["error"], told["state"], told["iss"]) == (error, "s p&ce", ISSUER)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": ""},
        {"client_id": "nobody"},
        {"client_id": "ward"},
        {"client_id": "lab"},
        {"redirect_uri": ""},
        {"redirect_uri": "https://portal.hospital.test/back"},
        {"redirect_uri": REDIRECT + "#"},
        {"redirect_uri": REDIRECT.upper()},
        {"redirect_uri": "https://mallory.test/back?tab=1"},
        {"redirect_uri": "https://portal.hospital.test/x/../back?tab=1"},
    ],
)
def test_errors_that_must_not_be_redirected(changes: dict[str, str]) -> None:
    with pytest.raises(OAuthRefusal) as refusal:
        Hospital().provider.return_address(asked(**changes))
    assert refusal.value.error == "invalid_request"


def test_a_person_who_may_not_do_what_was_asked_for() -> None:
    for user, scope in (("nurse", "orders.write"), ("stranger", "orders.read")):
        hospital = Hospital()
        parameters = asked(scope=scope)
        address = hospital.provider.return_address(parameters)
        request = hospital.provider.authorization_request(parameters, address)
        with pytest.raises(OAuthRefusal) as refusal:
            hospital.provider.authorize(request, user, PASSWORD)
        assert refusal.value.error == "access_denied"


def test_five_wrong_passwords_shut_a_name_for_a_minute() -> None:
    hospital = Hospital()
    parameters = asked()
    address = hospital.provider.return_address(parameters)
    request = hospital.provider.authorization_request(parameters, address)
    for _ in range(5):
        assert hospital.provider.authorize(request, "nurse", "guess") is None
    assert hospital.provider.authorize(request, "nurse", PASSWORD) is None
    hospital.wall.move(60)
    assert hospital.provider.authorize(request, "nurse", PASSWORD)


def test_somebody_called_like_a_client_cannot_sign_in() -> None:
    """RFC 9700 section 4.15: person and client would be one subject."""
    hospital = Hospital()
    hospital.clients.register(replace(lab(), id="nurse"))
    parameters = asked()
    address = hospital.provider.return_address(parameters)
    request = hospital.provider.authorization_request(parameters, address)
    assert hospital.provider.authorize(request, "nurse", PASSWORD) is None
