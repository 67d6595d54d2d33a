"""Frames survive whatever a network makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.hl7 import AckCode, Decoder, answer, build, encode
from tests.unit.mock_systems.standards.hl7.examples import CHARGES
from tests.unit.mock_systems.standards.hl7.referee import parsed

DFT = build(CHARGES)
contents = st.text(st.characters(codec="utf-8", exclude_characters="\x0b\x1c"), max_size=20)
garbage = st.binary(max_size=8).filter(lambda data: b"\x0b" not in data)


def test_the_frame_is_the_one_of_hl7apy() -> None:
    assert encode(DFT).decode() == parsed(DFT).to_mllp()


@given(st.lists(st.tuples(garbage, contents), max_size=5), st.data())
@settings(max_examples=40)
def test_messages_survive_any_cut_and_garbage_between(
    parts: list[tuple[bytes, str]], data: st.DataObject
) -> None:
    stream = b"".join(noise + encode(text) for noise, text in parts)
    decoder = Decoder()
    found = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += decoder.feed(stream[:size])
        stream = stream[size:]
    assert found == [text for _, text in parts]
    assert decoder.discarded_bytes == sum(len(noise) for noise, _ in parts)


def test_nothing_is_delivered_before_the_frame_ends() -> None:
    decoder = Decoder()
    pieces = [bytes([byte]) for byte in encode(DFT)]
    assert [decoder.feed(piece) for piece in pieces] == [[]] * (len(pieces) - 1) + [[DFT]]


def test_a_frame_cut_off_by_the_next_is_dropped() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x0bMSH|half" + encode("whole")) == ["whole"]
    assert decoder.discarded_bytes == len("MSH|half")


def test_an_end_without_carriage_return_ends_nothing() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x0bMSH|bad\x1cX" + encode("good")) == ["good"]


def test_a_frame_without_end_does_not_fill_the_memory() -> None:
    decoder = Decoder(limit_bytes=100)
    assert decoder.feed(b"\x0b" + b"x" * 200) == []
    assert decoder.discarded_bytes == 200
    assert decoder.feed(b"x" * 50 + encode("next")) == ["next"]


def test_a_frame_above_the_limit_is_dropped_though_it_ends() -> None:
    decoder = Decoder(limit_bytes=10)
    assert decoder.feed(encode("x" * 11) + encode("y" * 10)) == ["y" * 10]


def test_bytes_that_are_no_text_get_an_answer() -> None:
    (text,) = Decoder().feed(encode(DFT).replace(b"BONE", b"\xff\xfe"))
    found = answer(text)
    assert (found.code, found.control_id) == (AckCode.ERROR, "")


def test_a_message_holding_framing_bytes_is_not_sent() -> None:
    with pytest.raises(ValueError, match="0x0B"):
        encode("MSH\x1c\rPID")
