"""Key rotation of S16: nobody meets a token whose key is not published yet, or not any more."""

from __future__ import annotations

import pytest
from joserfc.jwk import ECKey

from mock_systems.identity import Denied, read_jwks
from mock_systems.identity.key_ring import SLACK_S, KeyRing
from tests.unit.mock_systems.identity.forge import header_of
from tests.unit.mock_systems.identity.hospital import Hospital


def kids(hospital: Hospital) -> list[str]:
    return [key["kid"] for key in hospital.provider.jwks()["keys"]]


def test_key_rotation_with_overlap() -> None:
    """F42: the new key is announced for a minute, the old one verifies until its tokens ended."""
    hospital = Hospital()
    (old,) = kids(hospital)
    new = hospital.provider.rotate()
    assert kids(hospital) == [old, new]
    assert header_of(hospital.token())["kid"] == old
    hospital.wall.move(59)
    last_of_old = hospital.token()
    assert header_of(last_of_old)["kid"] == old
    hospital.wall.move(1)
    assert header_of(hospital.token())["kid"] == new
    hospital.wall.move(298)
    assert hospital.verifier.verify(last_of_old).subject
    hospital.wall.move(2 + SLACK_S)
    assert kids(hospital) == [new]


def test_a_reader_with_a_key_set_as_old_as_allowed_knows_every_key() -> None:
    hospital = Hospital()
    hospital.wall.move(1)
    cached = read_jwks(hospital.provider.jwks())
    hospital.provider.rotate()
    hospital.wall.move(hospital.provider.settings.jwks_max_age_s - 1)
    hospital.verifier._keys = lambda: cached
    assert hospital.verifier.verify(hospital.token()).subject


def test_two_rotations_in_a_row_keep_all_keys_that_may_be_needed() -> None:
    hospital = Hospital()
    hospital.provider.rotate()
    newest = hospital.provider.rotate()
    assert len(kids(hospital)) == 3
    hospital.wall.move(60)
    assert header_of(hospital.token())["kid"] == newest
    hospital.wall.move(300 + SLACK_S)
    assert kids(hospital) == [newest]


def test_rotation_every_minute_never_breaks_a_token() -> None:
    hospital = Hospital()
    issued: list[tuple[float, str]] = []
    for step in range(60):
        hospital.wall.move(10)
        if step % 6 == 0:
            hospital.provider.rotate()
        issued.append((hospital.wall.now_s, hospital.token()))
        valid = [signed for at_s, signed in issued if hospital.wall.now_s < at_s + 300]
        assert all(hospital.verifier.verify(signed).subject for signed in valid[::6])
    assert len(kids(hospital)) <= 9


def test_rotating_forgets_ended_keys_even_if_nobody_reads_the_key_set() -> None:
    hospital = Hospital()
    for _ in range(10):
        hospital.wall.move(3_600)
        hospital.provider.rotate()
    assert len(hospital.provider._key_ring._keys) == 2


def test_after_a_theft_no_old_token_verifies() -> None:
    hospital = Hospital()
    stolen = hospital.token()
    new = hospital.provider.replace_keys()
    assert kids(hospital) == [new]
    with pytest.raises(Denied):
        hospital.verifier.verify(stolen)
    assert hospital.verifier.verify(hospital.token()).subject


def test_the_key_set_holds_public_keys_only() -> None:
    (published,) = Hospital().provider.jwks()["keys"]
    assert sorted(published) == ["alg", "crv", "kid", "kty", "use", "x", "y"]
    assert (published["alg"], published["use"], published["crv"]) == ("ES384", "sig", "P-384")


def test_a_key_that_cannot_sign_es384_is_refused() -> None:
    with pytest.raises(ValueError, match="private key on P-384"):
        KeyRing(lambda: ECKey.generate_key("P-256"), 300, 60)
    with pytest.raises(ValueError, match="private key on P-384"):
        KeyRing(lambda: ECKey.generate_key("P-384", private=False), 300, 60)
