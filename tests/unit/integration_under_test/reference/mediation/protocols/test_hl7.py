"""Messages are opened by what their own header says; fields are counted as in the standard."""

from __future__ import annotations

import pytest

from integration_under_test.reference.mediation.protocols import hl7

LINES = [
    "MSH|^~\\&|EHR|H01|GROUP|IE|20260414090500||ADT^A01^ADT_A01|M-1|T|2.5.1",
    "EVN||20260414090500",
    "PV1|1|I|W1^^^0614141000012",
]


def test_fields_and_components_by_number() -> None:
    message = hl7.read(hl7.frame(LINES))
    assert (message.kind, message.control_id) == ("ADT^A01", "M-1")
    assert message.header.at(1) == "|"
    assert message.first("PV1").at(3, 4) == "0614141000012"
    assert message.first("PV1").at(44) == ""


@pytest.mark.parametrize("content", [b"MSH|^~", b"\x0bPID|1\r\x1c\r", b"\x0b\x1c\r"])
def test_without_frame_or_header_it_is_no_message(content: bytes) -> None:
    with pytest.raises(ValueError, match="expected"):
        hl7.read(content)


def test_a_missing_segment_is_named() -> None:
    with pytest.raises(ValueError, match="FT1"):
        hl7.read(hl7.frame(LINES)).first("FT1")
