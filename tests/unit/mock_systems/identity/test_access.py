"""What a verified access token allows: scopes, facilities, the certificate it is bound to."""

from __future__ import annotations

import pytest

from mock_systems.identity import Denied, thumbprint
from tests.unit.mock_systems.identity.forge import claims_of, ec_key, header_of, token
from tests.unit.mock_systems.identity.hospital import GLN_A, GLN_B, Hospital


def test_certificate_bound_token_used_with_another_certificate() -> None:
    hospital = Hospital()
    mine, other = thumbprint(b"mine"), thumbprint(b"other")
    signed = hospital.token(mine)
    assert hospital.verifier.verify(signed, mine).subject
    for certificate in (other, "", mine[:-1]):
        with pytest.raises(Denied) as refused:
            hospital.verifier.verify(signed, certificate)
        assert (refused.value.status, refused.value.reason) == (401, "bound to another certificate")


def test_an_unbound_token_where_binding_is_required() -> None:
    hospital = Hospital()
    verifier = hospital.verifier_for(certificate_bound=True)
    with pytest.raises(Denied) as refused:
        verifier.verify(hospital.token())
    assert refused.value.reason == "not bound to a certificate"
    assert verifier.verify(hospital.token(thumbprint(b"mine")), thumbprint(b"mine")).subject


def test_an_unbound_token_may_be_used_over_any_connection() -> None:
    hospital = Hospital()
    assert hospital.verifier.verify(hospital.token(), thumbprint(b"mine")).subject


def test_scope_per_operation() -> None:
    hospital = Hospital()
    access = hospital.verifier.verify(hospital.token(scope="orders.read"))
    access.require_scope("orders.read")
    for scope in ("orders.write", "orders", "orders.rea", "orders.read orders.read", ""):
        with pytest.raises(Denied) as refused:
            access.require_scope(scope)
        assert (refused.value.status, refused.value.error) == (403, "insufficient_scope")


def test_facility_list() -> None:
    hospital = Hospital()
    access = hospital.verifier.verify(hospital.token())
    access.require_facilities([GLN_A])
    with pytest.raises(Denied) as refused:
        access.require_facilities([GLN_A, GLN_B])
    assert refused.value.status == 403


@pytest.mark.parametrize(("facilities", "covered"), [(["*"], True), ([], False), (GLN_A, True)])
def test_facilities_as_a_token_may_carry_them(facilities: object, covered: bool) -> None:
    hospital = Hospital()
    good = hospital.token()
    claims = {**claims_of(good), "facilities": facilities}
    access = hospital.verifier.verify(token(header_of(good), claims, ec_key("provider 1")))
    assert access.covers([GLN_A]) is covered


def test_a_call_without_a_token_is_told_no_error_code() -> None:
    """RFC 6750 section 3.1."""
    with pytest.raises(Denied) as refused:
        Hospital().verifier.authorize("")
    assert (refused.value.status, refused.value.challenge) == (401, "Bearer")


@pytest.mark.parametrize("header", ["Basic bGFiOmxhYg==", "Bearer", "Bearer a b", "Bearer a,b"])
def test_another_kind_of_authorization(header: str) -> None:
    with pytest.raises(Denied) as refused:
        Hospital().verifier.authorize(header)
    assert refused.value.challenge == (
        'Bearer error="invalid_token", error_description="the access token is not valid"'
    )
