"""BAI2 files survive the wire, a second reader agrees, and a changed file is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_systems.standards.files import Cause, FileRejected
from mock_systems.standards.files.statement_file import (
    ACH_CREDIT,
    ACH_DEBIT,
    CHECK_PAID,
    AccountStatement,
    StatementEntry,
    StatementFile,
    StatementGroup,
    build,
    read,
)
from tests.unit.mock_systems.standards.files.bai2_referee import transactions

DEPOSIT = StatementEntry(ACH_CREDIT, 620_00, "061036000000001", "TRN-881", "PAYER A, HCCLAIMPMT")
PAYMENT = StatementEntry(ACH_DEBIT, 1234_50, "061036000000002")
ACCOUNT = AccountStatement("4830000123", 1_000_000_00, (DEPOSIT, PAYMENT))
FILE = StatementFile(
    "061036000",
    "MERCY",
    datetime.fromisoformat("2026-04-02T05:15"),
    77,
    (StatementGroup("061036000", date(2026, 4, 1), (ACCOUNT,), "MERCY"),),
)
TEXT = build(FILE)

words = st.text("ABCXYZ0123456789-. ", max_size=12).map(str.strip)
names = st.text("ABCXYZ0123456789", min_size=1, max_size=12)
texts = st.text("ABCXYZ0123456789-., &/", max_size=30).map(lambda text: text.strip(" /"))
entries = st.builds(
    StatementEntry,
    st.sampled_from([ACH_CREDIT, ACH_DEBIT, CHECK_PAID]),
    st.integers(0, 10**9),
    words,
    words,
    texts,
)
accounts = st.builds(
    AccountStatement, names, st.integers(-(10**9), 10**10), st.lists(entries).map(tuple)
)
groups = st.builds(
    StatementGroup,
    names,
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.lists(accounts, max_size=3).map(tuple),
    st.just("") | names,
)
files = st.builds(
    StatementFile,
    names,
    names,
    st.just(FILE.created_at),
    st.integers(0, 999),
    st.lists(groups, max_size=2).map(tuple),
)


@given(files)
@settings(max_examples=40)
def test_any_file_survives_the_wire_and_the_second_reader_agrees(file: StatementFile) -> None:
    text = build(file)
    assert read(text) == file
    expected = [
        (account.account, one.type_code, one.amount_minor, one.text)
        for group in file.groups
        for account in group.accounts
        for one in account.entries
    ]
    found = transactions(text)
    assert expected == [
        (one["account"], one["type"], int(one["amount"]), one["text"]) for one in found
    ]


def test_records_stand_as_the_published_tables_say() -> None:
    assert TEXT.splitlines() == [
        "01,061036000,MERCY,260402,0515,77,,,2/",
        "02,MERCY,061036000,1,260401,,USD,2/",
        "03,4830000123,USD,010,100000000,,,015,99938550,,,100,62000,1,,400,123450,1,/",
        "16,142,62000,,061036000000001,TRN-881,PAYER A, HCCLAIMPMT",
        "16,451,123450,,061036000000002,,/",
        "49,200309450,4/",
        "98,200309450,1,6/",
        "99,200309450,1,8/",
    ]


def test_a_bank_with_other_habits_is_read_too() -> None:
    """Continuations, plus signs, a slash after the text, no totals by direction."""
    text = (
        "01,BANK,MERCY,260402,0515,1,80,1,2/\n"
        "02,MERCY,BANK,1,260401,2359,,2/\n"
        "03,4830000123,,010,+00500000,,/\n"
        "88,015,+00650000,,Z/\n"
        "16,142,150000,1,REF1,REF2,DEALER\n"
        "88, PAYMENTS/\n"
        "49,+1300000,5/\n"
        "98,1300000,1,7/\n"
        "99,1300000,1,9/\n"
    )
    (account,) = read(text).groups[0].accounts
    assert (account.opening_minor, account.closing_minor) == (500_000, 650_000)
    assert account.entries == (
        StatementEntry(ACH_CREDIT, 150_000, "REF1", "REF2", "DEALER PAYMENTS"),
    )


def test_a_file_cut_anywhere_is_refused() -> None:
    for length in range(len(TEXT)):
        with pytest.raises(FileRejected):
            read(TEXT[:length])


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ("16,142,62000", "16,142,62001", 6, Cause.CONTROL_TOTAL),
        ("49,200309450,4", "49,200309450,5", 6, Cause.RECORD_COUNT),
        ("98,200309450,1", "98,200309450,2", 7, Cause.RECORD_COUNT),
        ("98,200309450", "98,200309451", 7, Cause.CONTROL_TOTAL),
        ("99,200309450,1,8", "99,200309450,1,9", 8, Cause.RECORD_COUNT),
        ("99,200309450", "99,200309451", 8, Cause.CONTROL_TOTAL),
        ("010,100000000,,,015,99938550", "010,99938550,,,015,100000000", 3, Cause.CONTROL_TOTAL),
        ("010,100000000", "011,100000000", 3, Cause.FIELD),
        ("16,451", "16,142", 3, Cause.CONTROL_TOTAL),
        ("16,451", "16,999", 5, Cause.FIELD),
        ("16,451,123450,,", "16,451,123450,V,", 5, Cause.FIELD),
        ("16,451", "17,451", 5, Cause.RECORD_TYPE),
        ("16,451,123450,,061036000000002,,/", "16,451/", 5, Cause.LAYOUT),
        ("260401,,USD", "260431,,USD", 2, Cause.FIELD),
        ("260401,,USD", "260401,,CAD", 2, Cause.FIELD),
        ("02,MERCY,061036000", "02,MERCY,", 2, Cause.FIELD),
        (",77,,,2/", ",77,,,2", 1, Cause.LAYOUT),
        ("01,061036000,", "01,", 1, Cause.LAYOUT),
    ],
)
def test_each_changed_file_is_refused_with_line_and_cause(
    old: str, new: str, line: int, cause: Cause
) -> None:
    assert old in TEXT
    with pytest.raises(FileRejected) as refused:
        read(TEXT.replace(old, new, 1))
    assert (refused.value.line, refused.value.cause) == (line, cause)


def test_nothing_may_follow_the_trailer() -> None:
    with pytest.raises(FileRejected, match="line 9: record order: expected the end"):
        read(TEXT + "99,0,0,1/\n")


@pytest.mark.parametrize(
    "entry",
    [
        replace(PAYMENT, bank_reference="A,B"),
        replace(PAYMENT, customer_reference="A/B"),
        replace(PAYMENT, text="/slash"),
        replace(PAYMENT, text="slash/"),
        replace(PAYMENT, text="two\nlines"),
        replace(PAYMENT, amount_minor=-1),
        replace(PAYMENT, type_code="010"),
    ],
)
def test_an_entry_that_could_not_be_read_back_is_not_written(entry: StatementEntry) -> None:
    group = StatementGroup("061036000", date(2026, 4, 1), (replace(ACCOUNT, entries=(entry,)),))
    with pytest.raises(ValueError, match="BAI2"):
        build(replace(FILE, groups=(group,)))
