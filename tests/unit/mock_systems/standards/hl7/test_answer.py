"""What a receiver answers to what is wrong: AE for content, AR for what it never takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.hl7 import (
    Ack,
    AckCode,
    Condition,
    Location,
    MessageRejected,
    answer,
    build,
    read,
)
from tests.unit.mock_systems.standards.hl7.examples import (
    ADMISSION,
    CHARGES,
    MASTER,
    NOON,
    REFUSAL,
)
from tests.unit.mock_systems.standards.hl7.referee import parsed

ADT = build(ADMISSION)
DFT = build(CHARGES)
MFN = build(MASTER)


@pytest.mark.parametrize("text", [ADT, DFT, MFN])
def test_a_sound_message_is_accepted_and_handed_over(text: str) -> None:
    found = answer(text)
    assert (found.code, found.control_id, found.defects) == (AckCode.ACCEPT, "MSG00001", ())
    assert found.message in (ADMISSION, CHARGES, MASTER)


def test_a_resent_message_has_the_same_control_id() -> None:
    assert answer(DFT).control_id == answer(DFT).control_id == "MSG00001"


@pytest.mark.parametrize(
    ("text", "code", "condition", "location"),
    [
        ("", "AR", "100", ("MSH", 1, 0)),
        ("PID|1||X\r", "AR", "100", ("MSH", 1, 0)),
        ("MSH|^^^^|A\r", "AR", "100", ("MSH", 1, 0)),
        (DFT.replace("DFT^P03^DFT_P03", "ORU^R01^ORU_R01"), "AR", "200", ("MSH", 1, 9)),
        (build(REFUSAL), "AR", "200", ("MSH", 1, 9)),
        (ADT.replace("ADT^A01", "ADT^A40"), "AR", "201", ("MSH", 1, 9)),
        (DFT.replace("|T|2.5.1", "|X|2.5.1"), "AR", "202", ("MSH", 1, 11)),
        (DFT.replace("|T|2.5.1", "|T|2.3"), "AR", "203", ("MSH", 1, 12)),
        (DFT.replace("|MSG00001|", "||"), "AE", "101", ("MSH", 1, 10)),
        (DFT.replace("|20260401120005-0500||DFT", "|yesterday||DFT"), "AE", "102", ("MSH", 1, 7)),
        (DFT.replace("EVN|P03", "ZZZ|P03"), "AE", "100", ("EVN", 1, 0)),
        (DFT.replace("\r", "\r\n"), "AE", "100", ("\nEV", 1, 0)),
        (DFT.replace("|20260401|", "|20260431|", 1), "AE", "102", ("FT1", 1, 4)),
        (DFT.replace("||20260401||CD|", "||||CD|"), "AE", "101", ("FT1", 2, 4)),
        (DFT.replace("|CD|", "|PY|"), "AE", "103", ("FT1", 2, 6)),
        (DFT.replace("|CHG9001|", "||"), "AE", "101", ("FT1", 1, 2)),
        (DFT.replace("|CG|SUP00123", "|CG|"), "AE", "101", ("FT1", 1, 7)),
        (DFT.replace("|2|620.00", "|0|620.00"), "AE", "102", ("FT1", 1, 10)),
        (DFT.replace("|2|620.00", "|two|620.00"), "AE", "102", ("FT1", 1, 10)),
        (DFT.replace("620.00", "620.01"), "AE", "207", ("FT1", 1, 11)),
        (DFT.replace("310.00&USD", "310.005&USD"), "AE", "102", ("FT1", 1, 12)),
        (DFT.replace("(01)10614141000415", "(01)10614141000416"), "AE", "102", ("OBX", 1, 5)),
        (DFT.replace("^^^^^^S", "DOE^JANE^^^^^L"), "AE", "207", ("PID", 1, 5)),
        (DFT.replace("^^^^^^S|||", "^^^^^^S||19700101|"), "AE", "207", ("PID", 1, 7)),
        (DFT.replace("PV1|1|I", "PV1|1|X"), "AE", "103", ("PV1", 1, 2)),
        (ADT.replace("ADT^A01", "ADT^A03"), "AE", "101", ("PV1", 1, 45)),
        (MFN.replace("IIM|IV-000124^^L", "NTE|1"), "AE", "100", ("MFE", 2, 0)),
        (MFN.replace("MFE|MUP", "MFE|MXX"), "AE", "103", ("MFE", 1, 1)),
        (MFN.replace("IIM|IV-000123", "IIM|IV-000999"), "AE", "207", ("IIM", 1, 1)),
        (MFN.replace("UPD||", "ALL||"), "AE", "103", ("MFI", 1, 3)),
        (DFT.replace("ENC-000042^^^H01", "ENC-\udc80^^^H01"), "AE", "102", ("MSH", 1, 18)),
    ],
)
def test_each_wrong_message_gets_its_own_answer(
    text: str, code: str, condition: str, location: tuple[str, int, int]
) -> None:
    found = answer(text)
    assert found.message is None
    assert [(found.code.value, d.condition.value, d.location) for d in found.defects] == [
        (code, condition, Location(*location))
    ]


def test_segments_out_of_order_are_an_error() -> None:
    msh, evn, pid, *rest = DFT.split("\r")
    found = answer("\r".join([msh, pid, evn, *rest]))
    assert found.defects[0].condition is Condition.SEGMENT_SEQUENCE


def test_a_message_cut_before_its_first_quantity_is_an_error() -> None:
    """Later cuts are for MLLP to notice: HL7 itself has no trailer."""
    for length in range(DFT.index("|2|620.00") + 1):
        assert answer(DFT[:length]).code is not AckCode.ACCEPT


def test_unknown_segments_are_let_through() -> None:
    assert answer(DFT + "ZIN|1|LOCAL\r").code is AckCode.ACCEPT


@pytest.mark.parametrize("text", ["", DFT, DFT.replace("|CD|", "|PY|"), "MSH|^~\\&|x"])
def test_every_answer_is_a_message_that_the_referee_accepts(text: str) -> None:
    found = answer(text)
    wire = build(found.ack("ACK00001", NOON))
    assert parsed(wire).msa.msa_1.value == found.code.value
    back = read(wire)
    assert isinstance(back, Ack)
    assert back.control_id == found.control_id
    assert back.defects == found.defects


def test_the_answer_goes_back_the_way_the_message_came() -> None:
    ack = answer(DFT).ack("ACK00001", NOON)
    assert (ack.header.sender, ack.header.receiver) == ("BILLING", "EHR")
    assert (ack.header.sending_facility, ack.header.receiving_facility) == ("HUB", "H01")
    assert ack.event == "P03"


def test_reading_names_place_and_reason() -> None:
    with pytest.raises(MessageRejected, match=r"FT1\[2\]-6: Table value not found: .*'PY'"):
        read(DFT.replace("|CD|", "|PY|"))


@given(st.text(st.characters(codec="utf-8")) | st.binary().map(lambda b: b.decode("latin-1")))
@settings(max_examples=40)
def test_no_text_makes_the_receiver_fail(text: str) -> None:
    assert answer(text).code is AckCode.REJECT
    assert answer("MSH|^~\\&|" + text).code is not AckCode.ACCEPT
    assert answer(DFT.replace("SUP00123", text)).code in set(AckCode)
