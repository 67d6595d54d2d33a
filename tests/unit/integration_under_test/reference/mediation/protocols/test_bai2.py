"""BAI2 as the bank writes it, read without its code: counts, totals, balances, continuations."""

from __future__ import annotations

import pytest

from integration_under_test.reference.mediation.protocols import bai2
from tests.unit.mock_systems.standards.files.bai2_referee import transactions

STATEMENT = """\
01,071990424,1362170000,260415,0600,3,,,2/
02,1362170000,071990424,1,260414,,USD,2/
03,4000117,USD,010,500000,,,015,390000,,,100,40000,2,,400,150000,2,/
16,451,100000,,071990420000012,PAY-00000012,ACME, INC
16,475,50000,,,PAY-00000013,CHEQUE
16,257,30000,,071990420000009,PAY-00000009,RETURN R02 ACCOUNT CLOSED
16,142,10000,,,TRC-77,PAYER1 CLAIM PAYMENT
49,1270000,6/
98,1270000,1,8/
99,1270000,1,10/
"""
RICH = """\
01,071990424,1362170000,260415,0600,4,,,2/
02,1362170000,071990424,1,260414,,,/
03,4000117,,010,100,,,040,100,,V,260415,0600/
88,015,350,,/
16,142,100,S,100,0,0,,TRC-1,A
88,B
16,142,100,D,2,0,40,1,60,,TRC-2,/
16,142,50,V,260415,,,TRC-3,/
49,800,7/
98,800,1,9/
99,800,1,11/
"""


def changed(old: str, new: str, text: str = STATEMENT) -> bytes:
    assert old in text
    return text.replace(old, new).encode("ascii")


def test_a_statement_is_read_by_the_published_places() -> None:
    statement = bai2.read(STATEMENT.encode("ascii"))
    assert statement.number == "2026-04-15-3"
    (account,) = statement.accounts
    assert (account.number, account.day) == ("4000117", "2026-04-14")
    first, _, returned, deposit = account.entries
    assert first == bai2.Entry(4, "451", 100000, "071990420000012", "PAY-00000012", "ACME, INC")
    assert (returned.line, returned.signed_minor) == (6, 30000)
    assert (deposit.code, deposit.customer_reference) == ("142", "TRC-77")


def test_a_referee_who_knows_neither_side_reads_the_same() -> None:
    (account,) = bai2.read(STATEMENT.encode("ascii")).accounts
    read = [(e.code, str(e.amount_minor), e.customer_reference, e.text) for e in account.entries]
    keys = ("type", "amount", "customer reference", "text")
    assert read == [tuple(one[key] for key in keys) for one in transactions(STATEMENT)]


def test_continuations_and_funds_types_move_the_fields_behind_them() -> None:
    (account,) = bai2.read(RICH.encode("ascii")).accounts
    read = [(e.line, e.amount_minor, e.customer_reference, e.text) for e in account.entries]
    assert read == [(5, 100, "TRC-1", "AB"), (7, 100, "TRC-2", ""), (8, 50, "TRC-3", "")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("49,1270000,6/", "49,1270001,6/", "record 98"),
        ("49,1270000,6/", "49,1270000,5/", "record 49"),
        ("98,1270000,1,8/", "98,1270000,2,8/", "record 98"),
        ("99,1270000,1,10/", "99,1270000,1,11/", "record 99"),
        ("99,1270000,1,10/\n", "", "from record 01 to record 99"),
        ("015,390000", "015,390001", "record 49"),
        ("16,475,50000,,,PAY-00000013,CHEQUE\n", "", "record 98"),
        ("16,475,50000,,,", "16,100,50000,,,", "closing balance"),
        ("1,260414,,USD,2/", "4,260414,,USD,2/", "final figures"),
        ("1,260414,,USD,2/", "1,260414,,USD,3/", "final figures"),
        ("03,4000117,USD,", "03,4000117,CAD,", "account in USD"),
        ("16,475,50000,,,", "16,475,-50000,,,", "without sign"),
        ("16,475,50000,,,", "16,475,5x,,,", "invalid literal"),
        ("260414", "04-14", "YYMMDD"),
        ("98,1270000,1,8/\n", "", "expected records from 02 to 98"),
    ],
)
def test_nothing_of_a_damaged_statement_may_be_used(old: str, new: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        bai2.read(changed(old, new))


@pytest.mark.parametrize("content", [b"", b"\n", b"NOTHING", "01,é".encode()])
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bai2.read(content)
