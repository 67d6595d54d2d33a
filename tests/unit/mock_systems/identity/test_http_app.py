"""The HTTP face of S16: forms in, JSON out, headers, the login page."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from mock_systems.identity import build_app, thumbprint
from mock_systems.identity.http_app import FORM, MOST_BODY_BYTES
from tests.unit.mock_systems.identity.forge import claims_of
from tests.unit.mock_systems.identity.hospital import ISSUER, PASSWORD, REDIRECT, Hospital
from tests.unit.mock_systems.identity.test_authorization_code import VERIFIER, asked


def ask(hospital: Hospital, method: str, path: str, **options: Any) -> httpx.Response:
    app = build_app(hospital.provider, lambda request: request.headers.get("test-cert", ""))

    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
            return await client.request(method, path, **options)

    return asyncio.run(call())


def test_a_token_over_http() -> None:
    hospital = Hospital()
    answer = ask(hospital, "POST", "/token", data=hospital.request())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert answer.headers["content-type"] == "application/json"
    assert hospital.verifier.verify(answer.json()["access_token"]).subject == "lab"


def test_the_certificate_of_the_connection_is_asked_for() -> None:
    hospital = Hospital()
    mine = thumbprint(b"mine")
    headers = {"test-cert": mine}
    answer = ask(hospital, "POST", "/token", data=hospital.request(), headers=headers)
    assert claims_of(answer.json()["access_token"])["cnf"] == {"x5t#S256": mine}


def test_a_refusal_is_the_json_of_rfc_6749() -> None:
    hospital = Hospital()
    answer = ask(hospital, "POST", "/token", data=hospital.request(scope="admin"))
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "error": "invalid_scope",
        "error_description": "a scope was not authorised for this client",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=client_credentials&grant_type=password",
        b"grant_type",
        b"grant_type=%ff",
        b"grant_type=\xff",
        b"&".join(b"a%d=1" % number for number in range(40)),
        b"a=" + b"x" * MOST_BODY_BYTES,
        b"",
        b"grant_type=",
    ],
    ids=["repeated", "no value", "bad escape", "no text", "many", "long", "empty", "blank"],
)
def test_forms_that_cannot_be_read(body: bytes) -> None:
    answer = ask(Hospital(), "POST", "/token", content=body, headers={"content-type": FORM})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_form_of_another_type_or_too_long_is_not_even_read() -> None:
    hospital = Hospital()
    good = urlencode(hospital.request()).encode()
    padded = good + b"&pad=" + b"x" * MOST_BODY_BYTES
    for body, type_, why in ((good, "text/plain", "expected"), (padded, FORM, "longer")):
        answer = ask(hospital, "POST", "/token", content=body, headers={"content-type": type_})
        assert answer.status_code == 400
        assert why in answer.json()["error_description"]


def test_json_is_no_form_and_a_query_no_body() -> None:
    hospital = Hospital()
    assert ask(hospital, "POST", "/token", json=hospital.request()).status_code == 400
    query = urlencode(hospital.request())
    empty = ask(hospital, "POST", f"/token?{query}", headers={"content-type": FORM})
    assert empty.json()["error"] == "invalid_request"
    assert ask(hospital, "GET", f"/token?{query}").status_code == 405


def test_the_key_set_says_how_long_it_may_be_kept() -> None:
    hospital = Hospital()
    answer = ask(hospital, "GET", "/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert answer.json() == hospital.provider.jwks()


def test_the_metadata_document_names_what_is_there() -> None:
    hospital = Hospital()
    document = ask(hospital, "GET", "/.well-known/oauth-authorization-server").json()
    assert document["issuer"] == ISSUER
    assert document["token_endpoint"] == f"{ISSUER}/token"
    assert document["token_endpoint_auth_signing_alg_values_supported"] == ["RS384", "ES384"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "admin" in document["scopes_supported"]
    path = urlsplit(document["jwks_uri"]).path
    assert ask(hospital, "GET", path).status_code == 200
    assert (
        ask(hospital, "GET", urlsplit(document["authorization_endpoint"]).path).status_code == 400
    )


def test_signing_in_by_the_form_and_exchanging_the_code() -> None:
    hospital = Hospital()
    page = ask(hospital, "GET", "/authorize", params=asked())
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert 'name="state" value="s p&amp;ce"' in page.text
    form = {**asked(), "username": "nurse", "password": PASSWORD}
    sent = ask(hospital, "POST", "/authorize", data=form)
    assert sent.status_code == 303
    assert sent.headers["referrer-policy"] == "no-referrer"
    code = dict(parse_qsl(urlsplit(sent.headers["location"]).query))["code"]
    exchange = {
        "grant_type": "authorization_code",
        "client_id": "portal",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    answer = ask(hospital, "POST", "/token", data=exchange)
    assert hospital.verifier.verify(answer.json()["access_token"]).subject == "nurse"


def test_a_wrong_password_shows_the_form_again_without_it() -> None:
    form = {**asked(), "username": "nurse", "password": "hunter2"}
    page = ask(Hospital(), "POST", "/authorize", data=form)
    assert page.status_code == 403
    assert "User or password is wrong" in page.text
    assert "hunter2" not in page.text


def test_a_password_in_the_url_is_not_looked_at() -> None:
    parameters = {**asked(), "username": "nurse", "password": PASSWORD}
    page = ask(Hospital(), "GET", "/authorize", params=parameters)
    assert page.status_code == 200
    assert PASSWORD not in page.text


def test_parameters_are_escaped_in_the_page() -> None:
    attack = '"><script>alert(1)</script>'
    page = ask(Hospital(), "GET", "/authorize", params={**asked(), "state": attack, attack: "x"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&quot;&gt;&lt;script&gt;" in page.text


def test_an_unregistered_address_is_shown_to_the_person_and_not_redirected() -> None:
    for method, options in (("GET", "params"), ("POST", "data")):
        parameters = asked(redirect_uri="https://mallory.test/")
        answer = ask(Hospital(), method, "/authorize", **{options: parameters})
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "mallory" not in answer.text


def test_other_errors_are_redirected() -> None:
    parameters = asked(code_challenge_method="plain")
    answer = ask(Hospital(), "GET", "/authorize", params=parameters)
    assert answer.status_code == 303
    told = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert (told["error"], told["state"]) == ("invalid_request", "s p&ce")


def test_who_may_not_do_what_was_asked_for_is_sent_back_with_access_denied() -> None:
    form = {**asked(scope="orders.write"), "username": "nurse", "password": PASSWORD}
    answer = ask(Hospital(), "POST", "/authorize", data=form)
    assert answer.status_code == 303
    assert "error=access_denied" in answer.headers["location"]


def test_a_login_that_is_no_form() -> None:
    assert ask(Hospital(), "POST", "/authorize", json=asked()).status_code == 400


def test_nobody_else_s_script_may_read_an_answer() -> None:
    headers = {"origin": "https://mallory.test"}
    for path in ("/jwks.json", "/.well-known/oauth-authorization-server"):
        answer = ask(Hospital(), "GET", path, headers=headers)
        assert "access-control-allow-origin" not in answer.headers
