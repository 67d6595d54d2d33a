"""Interchanges are written as they are read; what does not close as it began is refused."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Document
from integration_under_test.reference.mediation.protocols import x12
from integration_under_test.reference.mediation.protocols.x12 import Ends, SetName
from integration_under_test.reference.mediation.reading import open_document
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

BODY = ("AK1*PR*12", "AK2*855*0001", "AK5*A", "AK9*A*1*1*1")
NAME, ENDS = SetName("997", "FA"), Ends("0614141000005", "30000001")


def written() -> bytes:
    return x12.write(NAME, ENDS, 7, "2026-04-14T09:05:00+00:00", BODY)


def test_what_is_written_can_be_opened() -> None:
    opened = x12.read(written())
    assert (opened.sender, opened.receiver, opened.control) == (*ENDS[:2], "000000007")
    assert (opened.set_code, opened.group_code, opened.group_control) == ("997", "FA", "7")
    assert [segment.name for segment in opened.segments] == ["AK1", "AK2", "AK5", "AK9"]


def test_referees_accept_what_is_written() -> None:
    text = written().decode("ascii")
    assert list(envelope_errors(text)) == []
    assert list(body_errors(text)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("IEA*1*000000007", "IEA*1*000000008"),
        ("ISA", "ISB"),
    ],
)
def test_a_broken_interchange_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r"expected|closed"):
        x12.read(written().decode().replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("new", "fault"),
    [("", "2"), ("SE*6*0002~", "3"), ("SE*5*0001~", "4"), ("SE*6*0001~", "")],
)
def test_a_broken_set_has_the_fault_that_its_sender_will_be_told(new: str, fault: str) -> None:
    damaged = written().decode().replace("SE*6*0001~", new, 1).encode()
    opened = x12.read(damaged)
    assert (opened.fault, opened.group_control, opened.set_control) == (fault, "7", "0001")
    received = open_document(Document("D-1", "30000001", x12.CONTENT_TYPE, damaged))
    assert bool(received.fault) == bool(fault)


def test_elements_are_counted_as_in_the_standard() -> None:
    opened = x12.read(written())
    last = opened.segments[-1]
    assert (last.at(1), last.at(4), last.at(9)) == ("A", "1", "")
    assert next(opened.named("AK1")).after("PR", 1) == "12"
