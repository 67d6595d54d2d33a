"""The token endpoint of S16: what is granted, what a token says, how errors are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mock_systems.identity import OAuthRefusal, thumbprint
from tests.unit.mock_systems.identity.forge import claims_of, header_of
from tests.unit.mock_systems.identity.hospital import (
    API,
    GLN_A,
    ISSUER,
    LEDGER,
    NOON,
    Hospital,
    lab,
)


def error(hospital: Hospital, **parameters: str) -> str:
    with pytest.raises(OAuthRefusal) as refused:
        hospital.provider.token(hospital.request(**parameters))
    return refused.value.error


def test_the_answer_has_no_refresh_token_and_at_most_300_s() -> None:
    hospital = Hospital()
    body = hospital.provider.token(hospital.request()).body()
    assert body.pop("access_token")
    assert body == {"token_type": "Bearer", "expires_in": 300, "scope": "system/Order.rs"}


def test_the_token_is_a_jwt_of_rfc_9068() -> None:
    hospital = Hospital()
    signed = hospital.token()
    noon_s = int(NOON.timestamp())
    kid = hospital.provider.jwks()["keys"][0]["kid"]
    assert header_of(signed) == {"typ": "at+jwt", "alg": "ES384", "kid": kid}
    assert claims_of(signed) == {
        "iss": ISSUER,
        "sub": "lab",
        "client_id": "lab",
        "aud": API,
        "iat": noon_s,
        "exp": noon_s + 300,
        "jti": "id-" + "1".zfill(36),
        "scope": "system/Order.rs",
        "facilities": [GLN_A],
        "tenant": "group",
    }


def test_several_scopes_each_once_in_the_order_asked_for() -> None:
    hospital = Hospital()
    asked = hospital.request(scope="system/Order.rs orders.read system/Order.rs")
    assert hospital.provider.token(asked).scopes == ("system/Order.rs", "orders.read")


@pytest.mark.parametrize(
    "scope",
    [
        "system/*.cruds",
        "system/Order.cruds",
        "system/Order.rs admin",
        "SYSTEM/ORDER.RS",
        "system/Order.r",
        "system/Order.rs  orders.read",
        " system/Order.rs",
        "system/Order.rs\norders.read",
        'sys"tem',
        "",
    ],
)
def test_scope_escalation(scope: str) -> None:
    assert error(Hospital(), scope=scope) == "invalid_scope"


def test_a_refused_scope_uses_up_the_assertion_all_the_same() -> None:
    hospital = Hospital()
    assertion = hospital.assertion()
    for scope, expected in (("admin", "invalid_scope"), ("orders.read", "invalid_client")):
        assert error(hospital, assertion=assertion, scope=scope) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
        ({"client_assertion_type": ""}, "invalid_request"),
        ({"client_secret": "hunter2"}, "invalid_client"),
        ({"resource": "https://elsewhere.test"}, "invalid_target"),
    ],
)
def test_errors_have_the_codes_of_rfc_6749(changed: dict[str, str], expected: str) -> None:
    assert error(Hospital(), **changed) == expected


def test_a_client_with_keys_must_sign() -> None:
    hospital = Hospital()
    unsigned = {"grant_type": "client_credentials", "client_id": "lab", "scope": "orders.read"}
    with pytest.raises(OAuthRefusal) as refused:
        hospital.provider.token(unsigned)
    assert (refused.value.error, refused.value.reason) == ("invalid_client", "no assertion")


def test_a_public_client_has_no_client_credentials() -> None:
    hospital = Hospital()
    unsigned = {"grant_type": "client_credentials", "client_id": "portal", "scope": "orders.read"}
    with pytest.raises(OAuthRefusal) as refused:
        hospital.provider.token(unsigned)
    assert refused.value.error == "unauthorized_client"


def test_the_audience_may_be_chosen_among_those_served() -> None:
    hospital = Hospital()
    assert claims_of(hospital.token(resource=LEDGER))["aud"] == LEDGER


def test_a_token_is_bound_to_the_certificate_of_the_connection() -> None:
    certificate = thumbprint(b"some certificate")
    assert claims_of(Hospital().token(certificate))["cnf"] == {"x5t#S256": certificate}


def test_a_client_registered_for_bound_tokens_gets_no_other() -> None:
    hospital = Hospital()
    hospital.clients.register(replace(lab(), certificate_bound=True))
    assert error(hospital) == "invalid_request"
    assert claims_of(hospital.token(thumbprint(b"some certificate")))["cnf"]


def test_a_token_longer_than_any_resource_server_takes_is_not_issued() -> None:
    hospital = Hospital()
    many = frozenset(f"{number:013d}" for number in range(500))
    hospital.clients.register(replace(lab(), facilities=many))
    assert error(hospital) == "invalid_scope"
