"""Every back-office file is taken entirely or refused with line and cause (F28, F30-F32)."""

from __future__ import annotations

import importlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.files import READERS, Batch, Cause, FileRejected, content_hash
from tests.unit.mock_systems.standards.files.examples import (
    BATCH,
    CHARGE,
    DAY,
    GLOVES,
    KINDS,
    Kind,
)

CHARGES = KINDS["charge"]
TEXT = CHARGES.build(CHARGES.example)
QUANTITY_ON = "0000000010BX20260401"
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@each_kind
def test_the_example_survives_the_wire(kind: Kind) -> None:
    assert kind.read(kind.build(kind.example)) == kind.example


@each_kind
@given(data=st.data())
@settings(max_examples=25)
def test_any_file_survives_the_wire(kind: Kind, data: st.DataObject) -> None:
    file = data.draw(kind.files)
    assert kind.read(kind.build(file)) == file


@each_kind
def test_f30_a_file_cut_anywhere_is_refused(kind: Kind) -> None:
    text = kind.build(kind.example)
    for length in range(len(text)):
        with pytest.raises(FileRejected):
            kind.read(text[:length])


@each_kind
def test_f30_a_file_without_its_trailer_names_the_last_line(kind: Kind) -> None:
    lines = kind.build(kind.example).splitlines(keepends=True)[:-1]
    with pytest.raises(FileRejected, match=r"truncated: no trailer \(TRL\)") as refused:
        kind.read("".join(lines))
    assert (refused.value.line, refused.value.cause) == (len(lines), Cause.TRUNCATED)


@each_kind
def test_f28_a_lost_or_doubled_record_is_a_wrong_count(kind: Kind) -> None:
    header, first, *rest = kind.build(kind.example).splitlines(keepends=True)
    for lines in ([header, *rest], [header, first, first, *rest]):
        with pytest.raises(FileRejected) as refused:
            kind.read("".join(lines))
        assert refused.value.cause is Cause.RECORD_COUNT


@each_kind
def test_an_unknown_record_type_is_refused(kind: Kind) -> None:
    header, first, *rest = kind.build(kind.example).splitlines(keepends=True)
    with pytest.raises(FileRejected, match=r"line 2: record type: expected one of .*'XYZ'"):
        kind.read("".join([header, "XYZ" + first[3:], *rest]))


@each_kind
def test_a_line_with_a_field_too_many_is_refused(kind: Kind) -> None:
    header, first, *rest = kind.build(kind.example).splitlines()
    lines = [header, first + "|,x", *rest]
    with pytest.raises(FileRejected) as refused:
        kind.read("".join(f"{line}\n" for line in lines))
    assert (refused.value.line, refused.value.cause) == (2, Cause.LAYOUT)


@each_kind
def test_a_file_of_another_kind_is_refused(kind: Kind) -> None:
    other = next(one for one in KINDS.values() if one is not kind)
    with pytest.raises(FileRejected) as refused:
        kind.read(other.build(other.example))
    assert refused.value.line == 1


def test_the_wire_form_of_an_envelope() -> None:
    assert TEXT == (
        "HDR|CHARGE|GPO|42|20260401|1|1\n"
        "CHG|VN1-1|ENC-000042|99901|2|310.00|20260401|CLINIC-2|L2401\n"
        "CHG|VN1-2|ENC-000042|99901|-1|-155.00|20260401|CLINIC-2|\n"
        "TRL|42|2|15500\n"
    )


def test_the_wire_form_of_fixed_columns() -> None:
    kind = KINDS["inventory extract"]
    assert kind.build(kind.example).splitlines() == [
        "HDRINVEXTRACTGPO         00000042202604010101",
        "ONHH09   CS        LOC-0007      L2401               2028123100000000700000000125",
        "ONHH09   CS        LOC-0008                                  -0000000030000000000",
        "RCTH09   R-1           0001PO-77         0002LOC-0007      L2401" + 23 * " " + QUANTITY_ON,
        "TRL000000420000000300000000000077",
    ]


def test_f32_an_empty_file_is_refused_but_a_file_without_records_is_not() -> None:
    with pytest.raises(FileRejected, match="line 1: empty"):
        CHARGES.read("")
    nothing = replace(CHARGES.example, charges=())
    assert CHARGES.read(CHARGES.build(nothing)) == nothing


def test_f31_a_replay_has_the_same_hash_and_another_batch_has_not() -> None:
    again = CHARGES.build(CHARGES.example)
    assert content_hash(again) == content_hash(TEXT)
    later = replace(CHARGES.example, batch=replace(BATCH, number=43))
    assert content_hash(CHARGES.build(later)) != content_hash(TEXT)


def test_f28_a_part_says_how_many_there_are() -> None:
    file = replace(CHARGES.example, batch=Batch("CLINIC2", 7, DAY, part=2, parts=3))
    batch = CHARGES.read(CHARGES.build(file)).batch
    assert (batch.number, batch.part, batch.parts) == (7, 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ("HDR|", "HXR|", 1, Cause.RECORD_TYPE),
        ("CHARGE", "BUDGET", 1, Cause.LAYOUT),
        ("|1|1\n", "|2|1\n", 1, Cause.FIELD),
        ("|42|2026", "|0|2026", 1, Cause.FIELD),
        ("20260401|1", "20260431|1", 1, Cause.FIELD),
        ("|310.00", "|310.01", 4, Cause.CONTROL_TOTAL),
        ("|310.00", "|310", 2, Cause.FIELD),
        ("|310.00", "|-310.00", 2, Cause.FIELD),
        ("|2|310", "|0|310", 2, Cause.FIELD),
        ("|2|310", "|two|310", 2, Cause.FIELD),
        ("CHG|VN1-1", "CHG|", 2, Cause.FIELD),
        ("20260401|CL", "2026-04-01|CL", 2, Cause.FIELD),
        ("TRL|42|2|", "TRL|43|2|", 4, Cause.BATCH_NUMBER),
        ("TRL|42|2|", "TRL|42|3|", 4, Cause.RECORD_COUNT),
        ("TRL|42|2|15500", "TRL|42|2|15501", 4, Cause.CONTROL_TOTAL),
        ("TRL|42|2|15500", "TRL|42|2|many", 4, Cause.FIELD),
        ("TRL|42|2|15500\n", "TRL|42|2|15500\nTRL|42|2|15500\n", 5, Cause.ORDER),
        ("TRL|42|2|15500\n", "\nTRL|42|2|15500\n", 4, Cause.RECORD_TYPE),
        ("\n", "\r\n", 1, Cause.LAYOUT),
    ],
)
def test_each_changed_file_is_refused_with_line_and_cause(
    old: str, new: str, line: int, cause: Cause
) -> None:
    assert old in TEXT
    with pytest.raises(FileRejected) as refused:
        CHARGES.read(TEXT.replace(old, new, 1))
    assert (refused.value.line, refused.value.cause) == (line, cause)
    assert str(refused.value).startswith(f"line {line}: {cause.value}: ")


@pytest.mark.parametrize(
    ("kind", "old", "new", "reason"),
    [
        ("item price", "10614141000415", "10614141000416", "GTIN"),
        ("item price", "42132203", "4213220", "UNSPSC"),
        ("item price", "20270331", "20260331", "an end from 20260401 on"),
        ("journal", "900.00,0.00", "900.00,900.00", "a debit or a credit"),
        ("journal", '""regular""', '"regular', "CSV"),
        ("budget", "2026-05", "2026-13", "period"),
        ("inventory extract", "0000000010BX", "000000001xBX", "whole number"),
        ("inventory extract", "0000000010BX", "000000010BX", "characters"),
    ],
)
def test_each_kind_checks_what_it_means(kind: str, old: str, new: str, reason: str) -> None:
    text = KINDS[kind].build(KINDS[kind].example)
    assert old in text
    with pytest.raises(FileRejected, match=reason):
        KINDS[kind].read(text.replace(old, new, 1))


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=30)
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for kind in KINDS.values():
        lines = kind.build(kind.example).splitlines(keepends=True)
        for broken in (text, lines[0] + text, "".join([*lines[:-1], text, lines[-1]])):
            with pytest.raises(FileRejected):
                kind.read(broken + "\n")


@pytest.mark.parametrize("bad", ["A|B", "two\nlines", "tab\t"])
def test_a_text_that_could_not_be_read_back_is_not_written(bad: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        CHARGES.build(replace(CHARGES.example, charges=(replace(CHARGE, department=bad),)))


def test_fixed_columns_refuse_what_does_not_fit() -> None:
    kind = KINDS["inventory extract"]
    stock = kind.example.on_hand[0]
    for wrong in (
        replace(stock, lot="L" * 21),
        replace(stock, lot=" L"),
        replace(stock, lot="É"),
        replace(stock, quantity=10**10),
    ):
        with pytest.raises(ValueError, match="expected"):
            kind.build(replace(kind.example, on_hand=(wrong,)))


def test_the_table_of_readers_is_complete() -> None:
    assert {*KINDS, "payment", "statement"} == set(READERS)
    for target in READERS.values():
        module, _, name = target.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


def test_a_price_file_keeps_commas_for_its_descriptions() -> None:
    kind = KINDS["item price"]
    file = replace(kind.example, prices=(replace(GLOVES, description='GLOVE, "M"'),))
    assert kind.read(kind.build(file)) == file
