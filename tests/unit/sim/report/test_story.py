"""A stored timeline as sentences."""

from __future__ import annotations

from datetime import date

import pytest

from sim.report.story import HEAD, TAIL, tell

FIRST_DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("line", "sentence", "details"),
    [
        (
            "invoke  create_charge  integration>billing  US-1  attempt 2",
            "The integration asks Billing to create charge for US-1",
            "attempt 2",
        ),
        (
            "info  create_charge  integration>billing  US-1  fault F04",
            "Billing gives no answer: create charge US-1",
            "fault F04",
        ),
        (
            "effect  billing.charge  billing  US-1  1250 cents",
            "Billing commits charge US-1",
            "$12.50",
        ),
        (
            "book_closing  billing.open_denial  billing  DN-1  3600 cents",
            "Billing has open denial DN-1 at the end",
            "$36.00",
        ),
        (
            "owe  billing.charge  inventory>billing  US-1  due d1 00:15:00.000",
            "Billing must now show charge US-1, because of Inventory",
            "due Thu 2 Apr 00:15:00",
        ),
        (
            "invoke  erp.payment.issued  erp>integration  PAY-1",
            "ERP tells the integration: payment issued PAY-1",
            "",
        ),
        (
            "owe  procurement.acknowledgement  suppliers>procurement  PO-1/SO1",
            "Procurement must now show acknowledgement PO-1/SO1, because of Suppliers",
            "",
        ),
        (
            "invoke  text/plain;layout=bai2  BANK>integration  BAI2-20260407  attempt 1",
            "BANK sends the integration document BAI2-20260407",
            "attempt 1",
        ),
        (
            "info  text/plain;layout=bai2  BANK>integration  BAI2-20260407",
            "The integration gives no answer: document BAI2-20260407",
            "",
        ),
        (
            "world  delivery_exhausted  US-1  inventory.usage.recorded",
            "Inventory gives up: usage recorded US-1",
            "",
        ),
        ("world  stock_out  100000012  H01/OR", "Stock out: 100000012, H01/OR", ""),
        (
            "fault_witness  F03  integration>erp  F03#7  fault F03  request lost",
            "Fault F03 is seen acting for the first time, integration → ERP",
            "fault F03, request lost",
        ),
    ],
)
def test_each_step_reads_as_a_sentence(line: str, sentence: str, details: str) -> None:
    (told,) = tell([{"t": "d0 10:00:00.000", "line": line}], FIRST_DAY)
    assert (told.when, told.text, told.details) == ("Wed 1 Apr 10:00:00", sentence, details)


def test_a_line_of_unknown_shape_is_shown_as_it_is() -> None:
    (told,) = tell([{"t": 90, "line": "something else"}], FIRST_DAY)
    assert (told.when, told.text) == ("Wed 1 Apr 00:01:30", "something else")


def test_a_long_story_keeps_its_beginning_and_its_end() -> None:
    told = tell([{"t": n, "line": f"step {n}"} for n in range(100)], FIRST_DAY)
    assert len(told) == HEAD + 1 + TAIL
    assert told[HEAD].text == f"… {100 - HEAD - TAIL} more steps in verdict.json …"
    assert told[-1].text == "step 99"
