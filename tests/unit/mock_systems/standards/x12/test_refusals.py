"""A malformed interchange gets the negative answer of its standard; nothing of it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mock_systems.standards.x12 import acknowledge, order, receive
from mock_systems.standards.x12.acknowledgement import FunctionalAcknowledgement
from mock_systems.standards.x12.envelope import Delimiters
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.health_samples import NPI
from tests.unit.mock_systems.standards.x12.referee import envelope_errors, map_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE, EVERY, HEALTH, SUPPLY
from tests.unit.mock_systems.standards.x12.supply_samples import ORDER


def text_of(name: str) -> str:
    module, document = EVERY[name]
    text: str = module.build(document, ENVELOPE)
    return text


TEXTS = {name: text_of(name) for name in EVERY}


def changed(name: str, old: str, new: str) -> str:
    assert old in TEXTS[name]
    return TEXTS[name].replace(old, new, 1)


def answer(text: str) -> FunctionalAcknowledgement:
    """The 997 or 999 that refuses a text, judged by the referees, read by ourselves."""
    received = receive(text)
    assert received.documents == ()
    assert not received.acknowledgement.accepted
    assert received.acknowledgement.reasons
    back = received.acknowledgement.text
    assert envelope_errors(back) == []
    assert (body_errors(back) if "*00401*" in back else map_errors(back)) == []
    [found] = receive(back).documents
    assert isinstance(found, FunctionalAcknowledgement)
    return found


def ta1_note(text: str) -> str:
    received = receive(text)
    assert received.documents == ()
    assert not received.acknowledgement.accepted
    back = receive(received.acknowledgement.text)
    assert back.documents == ()
    [ta1] = back.answers
    assert ta1.status == "R"
    return ta1.note


ISA = TEXTS["850"][:106]
INTERCHANGE_ERRORS = {
    "the control number of IEA differs": ("IEA*1*000000042", "IEA*1*000000043", "001"),
    "the version is unknown": ("*00401*", "*00400*", "003"),
    "the sender's qualifier is unknown": ("*ZZ*HOSPITALGROUP", "*99*HOSPITALGROUP", "005"),
    "the sender is blank": ("HOSPITALGROUP  *", "               *", ""),
    "the date is no date": ("*260105*1015*", "*261305*1015*", "014"),
    "the time is no time": ("*260105*1015*", "*260105*2515*", "015"),
    "ISA11 is no standard": ("*U*00401*", "*X*00401*", "016"),
    "the control number is no number": ("*000000042*0*P", "*00000004X*0*P", "018"),
    "ISA14 is unknown": ("*0*P*:", "*2*P*:", "019"),
    "ISA15 is unknown": ("*0*P*:", "*0*X*:", "020"),
    "IEA counts wrongly": ("IEA*1*", "IEA*2*", "021"),
    "IEA is malformed": ("IEA*1*", "IEA*X*", "022"),
    "something follows IEA": ("IEA*1*000000042~", "IEA*1*000000042~CTT*1~", "022"),
    "a segment stands before GS": ("~GS*", "~CTT*1~GS*", "022"),
    "IEA is missing": ("IEA*1*000000042~", "", "023"),
    "GS is malformed": ("*20260105*1015*42*X*", "*20260105*1015*4X*X*", "024"),
    "the component separator is a letter": ("*0*P*:~", "*0*P*A~", "027"),
}


@pytest.mark.parametrize("name", INTERCHANGE_ERRORS)
def test_a_broken_envelope_gets_a_ta1_with_the_reason(name: str) -> None:
    old, new, note = INTERCHANGE_ERRORS[name]
    text = changed("850", old, new)
    if note:
        assert ta1_note(text) == note
    else:
        assert acknowledge(text).text == ""


def test_a_group_code_that_the_answer_cannot_repeat_is_answered_by_a_ta1() -> None:
    odd = replace(ENVELOPE, delimiters=Delimiters("|", ">", "\n", "!"))
    assert ta1_note(order.build(ORDER, odd).replace("GS|PO|", "GS|P*|")) == "024"


def test_an_unreadable_isa_is_answered_only_where_the_caller_knows_the_partner() -> None:
    assert acknowledge("not X12 at all").text == ""
    told = acknowledge("not X12 at all", ENVELOPE)
    assert not told.accepted
    assert "TA1*000000000*000101*0000*R*022~" in told.text


GROUP_ERRORS = {
    "GE counts wrongly": ("GE*1*", "GE*2*", "5"),
    "GE names another group": ("GE*1*42", "GE*1*43", "4"),
    "GE is missing": ("GE*1*42~", "", "3"),
    "the group is unknown": ("GS*PO*", "GS*QQ*", "1"),
    "the version is unknown": ("*X*004010", "*X*003040", "2"),
}


@pytest.mark.parametrize("name", GROUP_ERRORS)
def test_a_broken_group_is_refused_whole(name: str) -> None:
    old, new, note = GROUP_ERRORS[name]
    found = answer(changed("850", old, new))
    assert (found.status, found.accepted, found.notes) == ("R", 0, (note,))


SET_ERRORS = {
    "SE counts wrongly": ("850", "SE*11*", "SE*12*", "4"),
    "SE names another set": ("850", "SE*11*0001", "SE*11*0002", "3"),
    "SE is missing": ("850", "SE*11*0001~", "", "2"),
    "the set is unknown": ("850", "ST*850*", "ST*940*", "1"),
    "the set belongs to another group": ("850", "ST*850*", "ST*810*", "1"),
    "ST01 is malformed": ("850", "ST*850*", "ST*8*", "6"),
    "ST02 is malformed": ("850", "ST*850*0001", "ST*850*1", "7"),
    "health: the set belongs to another group": ("835", "ST*835*", "ST*837*", "18"),
    "health: another guide in ST03": ("837I", "0001*005010X223A2", "0001*005010X222A1", "19"),
}


@pytest.mark.parametrize("name", SET_ERRORS)
def test_a_broken_set_is_refused(name: str) -> None:
    kind, old, new, note = SET_ERRORS[name]
    found = answer(changed(kind, old, new))
    assert found.status == "R"
    assert [(one.status, one.notes) for one in found.sets] == [("R", (note,))]


SEGMENT_ERRORS = {
    "no BEG": ("850", "BEG*00*SA*PO100045**20260105~", "", ("BEG", 2, "3")),
    "no ship-to": ("850", "N1*ST*HOSPITAL 1 DOCK*UL*0614141000036~", "", ("N1", 6, "3")),
    "no line": ("810", "IT1*1*10*BX", "XX1*1*10*BX", ("IT1", 8, "3")),
    "no total": ("810", "TDS*137745~", "", ("TDS", 11, "3")),
    "no TRN": ("835", "TRN*1*EFT000991*1360000009~", "", ("TRN", 3, "3")),
    "no CLM": ("837I", "CLM*ENC-0001*7600.05***11:A:1**A*Y*Y~", "", ("CLM", 18, "3")),
    "one segment too many": ("850", "CTT*2~", "CTT*2~CUR*BY*USD~", ("CUR", 11, "2")),
    "an unknown segment": ("850", "CTT*2~", "CTT*2~WHATEVER*1~", ("ZZZ", 11, "1")),
}


@pytest.mark.parametrize("name", SEGMENT_ERRORS)
def test_a_wrong_segment_is_named_with_its_position(name: str) -> None:
    kind, old, new, expected = SEGMENT_ERRORS[name]
    [one] = answer(recounted(changed(kind, old, new))).sets
    [note] = one.segments
    assert (note.segment, note.position, note.code) == expected
    assert one.notes == ("5",)


ELEMENT_ERRORS: dict[str, tuple[str, str, str, tuple[Any, ...]]] = {
    "a bad date": ("850", "PO100045**20260105", "PO100045**20260230", ("BEG", 5, "8", 373)),
    "a bad time": ("856", "*20260106*0600*", "*20260106*0660*", ("BSN", 4, "9", 337)),
    "a bad check digit of a GLN": ("850", "0614141000036", "0614141000037", ("N1", 4, "7", 67)),
    "a bad check digit of a GTIN": (
        "850",
        "10614141000415",
        "10614141000416",
        ("PO1", 11, "7", 234),
    ),
    "a bad check digit of an SSCC": (
        "856",
        "006141410000001231",
        "006141410000001232",
        ("MAN", 2, "7", 87),
    ),
    "a bad check digit of an NPI": ("835", f"XX*{NPI}", "XX*1234567890", ("N1", 4, "I12", 67)),
    "a bad NPI in a claim": ("837P", f"XX*{NPI}", "XX*1234567890", ("NM1", 9, "I12", 67)),
    "a missing element": ("850", "BEG*00*SA*PO100045*", "BEG*00*SA**", ("BEG", 3, "1", 324)),
    "one element too many": ("850", "CTT*2~", "CTT*2*5~", ("CTT", 2, "3", None)),
    "an element not used here": ("837I", "***11:A:1**A", "**X*11:A:1**A", ("CLM", 4, "I10", None)),
    "an unknown code": ("855", "ACK*IP*", "ACK*QQ*", ("ACK", 1, "7", 668)),
    "an unknown unit": ("850", "*4*EA*310*", "*4*CS*310*", ("PO1", 3, "7", 355)),
    "too long": ("850", "PO100045", "P" * 23, ("BEG", 3, "5", 324)),
    "too short": ("835", "1360000009~", "136~", ("TRN", 3, "4", 509)),
    "letters in a quantity": ("850", "PO1*2*4*", "PO1*2*A*", ("PO1", 2, "6", 330)),
    "half a unit": ("850", "PO1*2*4*", "PO1*2*4.5*", ("PO1", 2, "7", 330)),
    "half a cent": ("850", "*EA*310*", "*EA*310.005*", ("PO1", 4, "7", 212)),
    "a decimal point where it is implied": (
        "810",
        "TDS*137745",
        "TDS*1377.45",
        ("TDS", 1, "6", 610),
    ),
    "a component where none belongs": (
        "835",
        "CLP*ENC-0003",
        "CLP*ENC:0003",
        ("CLP", 1, "13", 1028),
    ),
    "a repetition where none belongs": (
        "835",
        "CLP*ENC-0003",
        "CLP*ENC^0003",
        ("CLP", 1, "12", 1028),
    ),
    "a wrong number of lines": ("850", "CTT*2~", "CTT*3~", ("CTT", 1, "7", 354)),
    "a wrong number of levels": ("856", "CTT*5~", "CTT*4~", ("CTT", 1, "7", 354)),
    "a level under the wrong parent": ("856", "HL*4*3*I", "HL*4*2*I", ("HL", 2, "7", 734)),
    "a wrong number of cartons": ("856", "TD1*CTN*1", "TD1*CTN*2", ("TD1", 2, "7", 80)),
    "a product twice": ("850", "*MG*SCR-35", "*IN*SCR-35", ("PO1", 8, "7", 235)),
    "a product without a number": ("850", "**IN*100000124*MG*SCR-35", "", ("PO1", 6, "7", 235)),
    "a claim that is not the sum of its lines": (
        "837I",
        "*7600.05*",
        "*7600.06*",
        ("CLM", 2, "I12", 782),
    ),
    "a clinic's claim the same": ("837P", "*170.05*", "*170.04*", ("CLM", 2, "I12", 782)),
    "a pointer to no diagnosis": ("837P", "*UN*2***2~", "*UN*2***3~", ("SV1", 7, "I12", 1328)),
    "a status total that is off": ("277CA", "QTY*QC*1~", "QTY*QC*2~", ("STC", 4, "I12", 782)),
    "a service out of balance": (
        "835",
        "*3100.05*2200*",
        "*3100.05*2200.01*",
        ("SVC", 3, "I12", 782),
    ),
    "a claim out of balance": (
        "835",
        "*7600.05*5200*",
        "*7600.05*5200.01*",
        ("CLP", 4, "I12", 782),
    ),
    "a payment out of balance": ("835", "BPR*I*5000*", "BPR*I*5000.01*", ("BPR", 2, "I12", 782)),
    "a patient's part out of balance": (
        "835",
        "*1100.05*12*",
        "*1100.06*12*",
        ("CLP", 5, "I12", 782),
    ),
}


@pytest.mark.parametrize("name", ELEMENT_ERRORS)
def test_a_wrong_element_is_named_with_its_code(name: str) -> None:
    kind, old, new, expected = ELEMENT_ERRORS[name]
    [one] = answer(changed(kind, old, new)).sets
    [note] = one.segments
    [element] = note.elements
    assert note.code == "8"
    assert (note.segment, element.position, element.code, element.reference) == expected


def test_the_answer_repeats_the_bad_value_and_its_component() -> None:
    [one] = answer(changed("837I", "HC:C1713", "ZZ:C1713")).sets
    [element] = one.segments[0].elements
    assert (element.position, element.component, element.reference) == (2, 1, 235)
    [one] = answer(changed("850", "0614141000036", "0614141000037")).sets
    assert one.segments[0].elements[0].value == "0614141000037"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ST*850*", "ST*85\u00e9*"),
        ("*0001", "*\u00e90001"),
        ("~CTT*", "~\u00c91*1~CTT*"),
        ("SE*11*", f"SE*{'9' * 5000}*"),
        ("SE*11*", "SE*\u0661\u0661*"),
        ("PO100045*", "PO\u00e9*"),
        ("PO1*2*4*", f"PO1*2*{'9' * 5000}*"),
        ("ST*850*0001", "ST*850*0001*\u00e9"),
        ("GE*1*42", f"GE*{'9' * 5000}*42"),
    ],
)
def test_letters_or_digits_of_other_scripts_are_refused_in_plain_words(old: str, new: str) -> None:
    told = acknowledge(TEXTS["850"].replace(old, new))
    assert not told.accepted
    assert told.text.isascii()
    assert envelope_errors(told.text) == [] == body_errors(told.text)


def test_sound_sets_beside_a_broken_one_are_kept() -> None:
    text = order.ORDER.build((ORDER, ORDER, ORDER), ENVELOPE)
    head, first, second, third = text.split("BEG*")
    spoilt = second.replace("*20260107~", "*20261307~")
    received = receive(f"{head}BEG*{first}BEG*{spoilt}BEG*{third}")
    assert received.documents == (ORDER, ORDER)
    [found] = receive(received.acknowledgement.text).documents
    assert (found.status, found.declared, found.received, found.accepted) == ("P", 3, 3, 2)
    assert not received.acknowledgement.accepted


def test_two_sets_with_one_control_number_are_not_both_taken() -> None:
    text = order.ORDER.build((ORDER, ORDER), ENVELOPE)
    received = receive(text.replace("*0002", "*0001"))
    assert len(received.documents) == 1
    [found] = receive(received.acknowledgement.text).documents
    assert found.sets[1].notes == ("7",)


@pytest.mark.parametrize("name", EVERY)
@given(data=st.data())
@settings(max_examples=20)
def test_a_truncated_interchange_is_never_read(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    received = receive(text[: data.draw(st.integers(0, len(text) - 1))])
    assert received.documents == ()
    assert not received.acknowledgement.accepted


@given(
    st.sampled_from(sorted(EVERY)),
    st.integers(0, 2_000),
    st.integers(0, 40),
    st.text(st.characters(max_codepoint=300), max_size=8),
)
@example("850", 0, 2_000, "")
@settings(max_examples=200)
def test_no_text_makes_the_reader_raise(name: str, start: int, length: int, new: str) -> None:
    text = TEXTS[name]
    received = receive(text[:start] + new + text[start + length :], ENVELOPE)
    back = received.acknowledgement.text
    assert back == "" or envelope_errors(back) == []
    assert received.acknowledgement.accepted or received.acknowledgement.reasons


def recounted(text: str) -> str:
    """SE01 as the number of segments that are really there."""
    head, tail = text.split("~ST*", 1)
    body, end = tail.split("~SE*", 1)
    return f"{head}~ST*{body}~SE*{body.count('~') + 2}*{end.split('*', 1)[1]}"


def test_every_set_has_a_refusal_here() -> None:
    kinds = {error[0] for error in (*SEGMENT_ERRORS.values(), *ELEMENT_ERRORS.values())}
    assert kinds == {*SUPPLY, *HEALTH} - {"997", "999"}
