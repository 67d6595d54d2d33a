"""Whatever one byte of a token or assertion becomes, and whatever text comes, it is refused."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.identity import Denied, OAuthRefusal
from tests.unit.mock_systems.identity.hospital import Hospital


@cache
def fresh() -> tuple[Hospital, str, str]:
    """A hospital with an access token and an assertion that are both good, and stay so."""
    hospital = Hospital()
    return hospital, hospital.token(), hospital.assertion()


def changed(text: str, place: float, by: int) -> str:
    """One byte of the text, at a share of its length, becomes another."""
    raw = bytearray(text.encode())
    raw[int(place * len(raw))] ^= by
    return raw.decode("latin-1")


PLACE = st.floats(0, 1, exclude_max=True)
CHANGE = st.integers(1, 255)


@given(PLACE, CHANGE)
def test_an_access_token_with_any_byte_changed_is_refused(place: float, by: int) -> None:
    hospital, signed, _ = fresh()
    assert hospital.verifier.verify(signed).subject
    with pytest.raises(Denied):
        hospital.verifier.verify(changed(signed, place, by))


@given(PLACE, CHANGE)
def test_an_assertion_with_any_byte_changed_is_refused(place: float, by: int) -> None:
    hospital, _, assertion = fresh()
    with pytest.raises(OAuthRefusal) as refused:
        hospital.provider.token(hospital.request(changed(assertion, place, by)))
    assert refused.value.error == "invalid_client"


def test_every_last_character_of_a_part_counts() -> None:
    """base64 leaves unused bits in the last character of some parts: they must not be free."""
    hospital, signed, _ = fresh()
    ends = [at - 1 for at, character in enumerate(signed) if character == "."] + [len(signed) - 1]
    for end in ends:
        for by in range(1, 256):
            with pytest.raises(Denied):
                hospital.verifier.verify(changed(signed, end / len(signed) + 1e-9, by))


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_refused_by_one_type_of_error(text: str) -> None:
    hospital, _, _ = fresh()
    with pytest.raises(Denied):
        hospital.verifier.verify(text)
    with pytest.raises(Denied):
        hospital.verifier.authorize(text)
    with pytest.raises(OAuthRefusal):
        hospital.provider.token(hospital.request(text or "x"))
