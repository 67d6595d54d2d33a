"""Each message survives the wire, and hl7apy finds nothing to object to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hl7apy.exceptions import HL7apyException  # type: ignore[import-untyped]
from hypothesis import given, settings

from mock_systems.standards.hl7 import (
    AdtEvent,
    Coding,
    Dft,
    Message,
    MessageRejected,
    Mfn,
    Scope,
    build,
    read,
)
from tests.unit.mock_systems.standards.hl7.examples import (
    ADMISSION,
    CHARGES,
    HEADER,
    MASTER,
    NOON,
    REFUSAL,
    VISIT,
    anything,
    messages,
    plain,
)
from tests.unit.mock_systems.standards.hl7.referee import parsed

LEFT = replace(VISIT, discharged_at=NOON + timedelta(hours=3))
CODED = Coding(("M1611", "E119"), ("0SR9019", "99284"), "470", NOON.date())
EXAMPLES: list[Message] = [
    *(replace(ADMISSION, event=event, visit=LEFT) for event in AdtEvent),
    replace(ADMISSION, visit=replace(VISIT, patient_class="E", unit="")),
    replace(ADMISSION, event=AdtEvent.UPDATED, coding=CODED, payers=("PAY-1", "PAY-2")),
    replace(ADMISSION, event=AdtEvent.UPDATED, coding=Coding(("R079",))),
    CHARGES,
    MASTER,
    REFUSAL,
    replace(REFUSAL, control_id="", event="", defects=()),
]


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda m: f"{type(m).__name__}")
def test_the_referee_accepts_every_message_type(message: Message) -> None:
    assert parsed(build(message)).name in {"ADT_A01", "ADT_A03", "DFT_P03", "MFN_M15", "ACK"}
    assert read(build(message)) == message


@given(messages(plain))
@settings(max_examples=30)
def test_the_referee_accepts_any_message_of_plain_words(message: Message) -> None:
    assert parsed(build(message))


@given(messages(anything))
@settings(max_examples=40)
def test_any_message_survives_the_wire(message: Message) -> None:
    assert read(build(message)) == message


def test_the_referee_sees_a_missing_segment() -> None:
    without = "\r".join(part for part in build(CHARGES).split("\r") if part[:3] != "FT1")
    with pytest.raises(HL7apyException):
        parsed(without)


def test_the_referee_reads_the_charge_as_written() -> None:
    financial = parsed(build(CHARGES)).dft_p03_financial
    assert len(financial) == 2
    ft1 = financial[0].ft1
    assert ft1.ft1_2.value == "CHG9001"
    assert ft1.ft1_6.value == "CG"
    assert ft1.ft1_10.value == "2"
    assert ft1.ft1_11.value == "620.00&USD"
    assert ft1.ft1_25.value == "C1713^^HCPCS"
    assert financial[1].ft1.ft1_29.value == "12345067890^^NDC"


def test_lot_with_udi_stand_in_the_group_of_their_charge() -> None:
    group = parsed(build(CHARGES)).dft_p03_financial[0]
    order = group.dft_p03_financial_common_order
    values = [one.obx.obx_5.value for one in order.dft_p03_financial_observation]
    assert values == ["(01)10614141000415(17)281231(10)L2401(21)S-1", "L2401"]


def test_no_message_names_a_patient() -> None:
    pid = build(CHARGES).split("\r")[2]
    assert pid == "PID|1||ENC-000042^^^H01^ANON||^^^^^^S|||||||||||||ENC-000042"


def test_the_wire_form_is_the_published_one() -> None:
    msh, evn, *_ = build(ADMISSION).split("\r")
    assert msh == (
        "MSH|^~\\&|EHR|H01|BILLING|HUB|20260401120005-0500||ADT^A01^ADT_A01|MSG00001|T|2.5.1"
        "||||||UNICODE UTF-8"
    )
    assert evn == "EVN|A01|20260401120005-0500"


def test_other_delimiters_are_read_too() -> None:
    lines = build(CHARGES).translate(str.maketrans("|^~\\&", "#$*!+"))
    assert read(lines) == CHARGES


def test_messages_without_content_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one transaction"):
        Dft(HEADER, NOON, VISIT, ())
    with pytest.raises(ValueError, match="at least one item"):
        Mfn(HEADER, Scope.UPDATE, ())


def test_fractions_of_a_second_are_not_dropped_silently() -> None:
    header = replace(HEADER, sent_at=NOON + timedelta(microseconds=1))
    with pytest.raises(ValueError, match="whole seconds"):
        build(replace(ADMISSION, header=header))


def test_a_coding_has_a_diagnosis_and_the_day_of_its_procedures() -> None:
    with pytest.raises(ValueError, match="at least one diagnosis"):
        Coding(())
    with pytest.raises(ValueError, match="need the day"):
        Coding(("R079",), ("99284",))


def test_a_procedure_without_its_day_is_rejected() -> None:
    text = build(replace(ADMISSION, event=AdtEvent.UPDATED, coding=CODED))
    day = f"{NOON:%Y%m%d}"
    undated = text.replace(f"^I10P||{day}", "^I10P||").replace(f"^C4||{day}", "^C4||")
    with pytest.raises(MessageRejected, match="PR1-5 is empty"):
        read(undated)
