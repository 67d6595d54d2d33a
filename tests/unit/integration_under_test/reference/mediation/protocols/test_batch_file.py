"""A batch file is used whole or not at all; one without trailer can still be answered."""

from __future__ import annotations

import pytest

from integration_under_test.reference.mediation.protocols import batch_file
from integration_under_test.reference.mediation.protocols.batch_file import Damaged

TEXT = "HDR|JOURNAL|PAYROLL|12|20260414|1|1\nJNL|5110|12.50\nJNL|1010|-12.50\nTRL|12|2|0\n"


def test_header_and_trailer_are_taken_off() -> None:
    file = batch_file.read(TEXT.encode())
    assert (file.kind, file.sender, file.number, file.part) == ("JOURNAL", "PAYROLL", "12", 1)
    assert [row[1] for row in file.named("JNL")] == ["5110", "1010"]
    file.require_total(0)


def test_commas_and_quotes_separate_as_well() -> None:
    text = 'HDR,JOURNAL,LEGACY,1,20260414,1,1\nJNL,"a, b",1\nTRL,1,1,1\n'
    assert batch_file.read(text.encode()).rows == (("JNL", "a, b", "1"),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT.replace("TRL|12|2|0", "TRL|12|3|0"), "CONTROL_TOTAL"),
        (TEXT.replace("TRL|12|2|0", "TRL|12|2|5"), "CONTROL_TOTAL"),
        (TEXT.replace("TRL|12|2|0\n", ""), "TRUNCATED"),
        (TEXT[:-1], "TRUNCATED"),
    ],
)
def test_damage_is_found_and_named(text: str, code: str) -> None:
    file = batch_file.read(text.encode())
    with pytest.raises(Damaged) as damage:
        file.require_total(0)
    assert damage.value.code == code


@pytest.mark.parametrize("text", ["", "HDR|JOURNAL\n", "JNL|1\n"])
def test_a_file_without_header_is_nobodys(text: str) -> None:
    with pytest.raises(ValueError, match="header"):
        batch_file.read(text.encode())


def test_what_is_written_can_be_read() -> None:
    content = batch_file.write("BATCHANSWER", 3, "20260414", [("ANS", "PAYROLL", "12")], 1)
    file = batch_file.read(content)
    assert (file.sender, file.number, file.rows) == ("GROUP", "3", (("ANS", "PAYROLL", "12"),))
    file.require_total(1)
