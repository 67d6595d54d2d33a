"""NACHA files survive the wire, a second reader agrees, and a changed file is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.files import Cause, FileRejected
from mock_systems.standards.files.payment_file import (
    PaymentBatch,
    PaymentEntry,
    PaymentFile,
    build,
    read,
    trace_number,
)
from mock_systems.standards.identifiers import aba_check_digit
from tests.unit.mock_systems.standards.files.nacha_referee import payments

BANK = "061036000"
PAID = PaymentEntry(1, "231380104", "12345678", 123_450, "30000123", "ACME SURGICAL", "PAY-000001")
FILE = PaymentFile(
    BANK,
    "FIRST BANK",
    "1123456789",
    "MERCY HOSPITAL GROUP",
    datetime.fromisoformat("2026-04-01T06:30"),
    "A",
    (
        PaymentBatch(
            1,
            "MERCY HOSPITAL",
            "1123456789",
            "SUPPLIERS",
            date(2026, 4, 2),
            (PAID, replace(PAID, sequence=2, reference="PAY-000002", to_savings=True)),
        ),
    ),
)
TEXT = build(FILE)
LINES = TEXT.splitlines()

PUBLISHED = r"""101 06103600011234567892604010630A094101FIRST BANK             MERCY HOSPITAL GROUP
5220MERCY HOSPITAL                      1123456789CCDSUPPLIERS       260402   1061036000000001
62223138010412345678         000012345030000123       ACME SURGICAL           1061036000000001
705TRN*1*PAY-000001*1123456789\                                                    00010000001
63223138010412345678         000012345030000123       ACME SURGICAL           1061036000000002
705TRN*1*PAY-000002*1123456789\                                                    00010000002
822000000400462760200000000000000000002469001123456789                         061036000000001
9000001000001000000040046276020000000000000000000246900
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
"""

words = st.text("ABCXYZ0123456789-.", min_size=1, max_size=12)
routing = st.integers(10**7, 10**8 - 1).map(lambda n: f"{n}{aba_check_digit(str(n))}")


@st.composite
def files(draw: st.DrawFn) -> PaymentFile:
    entries = [
        PaymentEntry(
            n,
            draw(routing),
            draw(words),
            draw(st.integers(1, 10**9)),
            draw(words),
            draw(words),
            draw(words),
            draw(st.booleans()),
        )
        for n in range(1, draw(st.integers(1, 12)) + 1)
    ]
    cut = draw(st.integers(0, len(entries) - 1))
    parts = [part for part in (entries[:cut], entries[cut:]) if part]
    company = draw(st.text("0123456789", min_size=10, max_size=10))
    batches = tuple(
        PaymentBatch(n, draw(words), company, "PAYABLES", date(2026, 4, 2), tuple(part))
        for n, part in enumerate(parts, 1)
    )
    created = datetime.fromisoformat("2026-04-01T23:59")
    return PaymentFile(draw(routing), draw(words), company, draw(words), created, "B", batches)


@given(files())
@settings(max_examples=40)
def test_any_file_survives_the_wire_and_the_second_reader_agrees(file: PaymentFile) -> None:
    text = build(file)
    assert read(text) == file
    entries = [entry for batch in file.batches for entry in batch.entries]
    assert [
        (one["reference"], int(one["amount"]), one["trace number"]) for one in payments(text)
    ] == [(one.reference, one.amount_minor, trace_number(file, one)) for one in entries]


def test_records_stand_as_the_published_tables_say() -> None:
    assert [line.rstrip() for line in LINES] == PUBLISHED.splitlines()
    assert {len(line) for line in LINES} == {94}


def test_a_file_cut_anywhere_is_refused() -> None:
    for length in range(len(TEXT)):
        with pytest.raises(FileRejected):
            read(TEXT[:length])


def test_a_file_cut_after_a_line_lacks_its_control() -> None:
    for lines in range(1, 8):
        with pytest.raises(FileRejected) as refused:
            read("".join(f"{line}\n" for line in LINES[:lines]))
        assert refused.value.cause in {Cause.TRUNCATED, Cause.ORDER}


@given(st.integers(0, 1), st.integers(29, 38), st.integers(1, 9))
@settings(max_examples=30)
def test_no_digit_of_an_amount_can_change(entry: int, place: int, change: int) -> None:
    line = LINES[2 + 2 * entry]
    digit = str((int(line[place]) + change) % 10)
    with pytest.raises(FileRejected, match=r"control total|at least 1"):
        read(TEXT.replace(line, line[:place] + digit + line[place + 1 :]))


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ("822000000400462760", "822000000300462760", 7, Cause.RECORD_COUNT),
        ("822000000400462760", "822000000400462761", 7, Cause.CONTROL_TOTAL),
        ("9000001000001", "9000002000001", 8, Cause.RECORD_COUNT),
        ("9000001000001", "9000001000002", 8, Cause.RECORD_COUNT),
        ("90000010000010000000400462760", "90000010000010000000500462760", 8, Cause.RECORD_COUNT),
        ("0000000246900   ", "0000000246901   ", 8, Cause.CONTROL_TOTAL),
        ("622231380104", "622231380105", 3, Cause.FIELD),
        ("\n622231380104", "\n322231380104", 3, Cause.RECORD_TYPE),
        ("622231380104", "627231380104", 3, Cause.FIELD),
        ("1061036000000002", "1061036000000001", 5, Cause.ORDER),
        ("00010000001", "00010000002", 4, Cause.FIELD),
        ("TRN*1*PAY-000001*1123456789\\", "TRN*1*PAY-000001*1123456780\\", 4, Cause.FIELD),
        ("TRN*1*PAY-000001*1123456789\\", "SUPPLIER INVOICE 12         ", 4, Cause.FIELD),
        ("061036000000001\n9", "061036000000009\n9", 7, Cause.BATCH_NUMBER),
        ("CCDSUPPLIERS", "PPDSUPPLIERS", 2, Cause.FIELD),
        ("101 061036000", "101 061036001", 1, Cause.FIELD),
        ("260401", "261301", 1, Cause.FIELD),
        ("SUPPLIERS ", "SUPPLIERS", 2, Cause.LAYOUT),
        ("9" * 94 + "\n", "", 8, Cause.TRUNCATED),
    ],
)
def test_each_changed_file_is_refused_with_line_and_cause(
    old: str, new: str, line: int, cause: Cause
) -> None:
    assert old in TEXT
    with pytest.raises(FileRejected) as refused:
        read(TEXT.replace(old, new, 1))
    assert (refused.value.line, refused.value.cause) == (line, cause)


def test_records_out_of_order_are_refused() -> None:
    swapped = [*LINES[:3], LINES[4], LINES[3], *LINES[5:]]
    with pytest.raises(FileRejected, match=r"line 4: record order: expected 7, got '6'"):
        read("".join(f"{line}\n" for line in swapped))


@pytest.mark.parametrize(
    "entry",
    [
        replace(PAID, amount_minor=0),
        replace(PAID, amount_minor=10**10),
        replace(PAID, routing_number="231380105"),
        replace(PAID, reference="A*B"),
        replace(PAID, reference=""),
        replace(PAID, payee_name="X" * 23),
        replace(PAID, payee_name="MÜLLER"),
    ],
)
def test_a_payment_that_does_not_fit_is_not_written(entry: PaymentEntry) -> None:
    with pytest.raises(ValueError, match="expected"):
        build(replace(FILE, batches=(replace(FILE.batches[0], entries=(entry,)),)))


def test_a_file_without_payments_is_not_written() -> None:
    with pytest.raises(ValueError, match="at least one batch"):
        build(replace(FILE, batches=()))
