"""S13: who sends paper, what is printed on it, what the machine makes of it (P07)."""

from __future__ import annotations

from datetime import date

from mock_systems.invoice_capture.messages import InvoiceFields
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import build_enterprise
from sim.world.parties.edi_suppliers.speakers import edi_speakers
from sim.world.parties.invoice_capture.papers import (
    Paper,
    PaperLine,
    extraction,
    paper_suppliers,
    typed,
)

STREAMS = Streams(7)
DAY = date(2026, 4, 14)
ORDERED = Paper("30000001", "INV-105", "PO-1", DAY, (PaperLine(1, "GLOVES", 3, "BX", 1250),))
EXPENSE = Paper(
    "30000001",
    "SV000001",
    "",
    DAY,
    (PaperLine(0, "LINEN", 1, "EA", 99_001, "6200", "CC-1"),),
    "BU100",
    "manager.CC-1",
)


def test_nobody_who_speaks_edi_sends_paper() -> None:
    parameters = load_parameters({"paper_supplier_share": 1.0})
    group = build_enterprise(STREAMS, parameters, 0.02, Calendar(DAY))
    on_paper = paper_suppliers(group, parameters, STREAMS)
    speakers = set(edi_speakers(group, parameters))
    assert on_paper
    assert on_paper == {s.erp_number for s in group.suppliers} - speakers


def test_what_a_clerk_types_is_what_is_printed() -> None:
    for paper in (ORDERED, EXPENSE):
        invoice = InvoiceFields.model_validate(typed(paper)).invoice()
        assert invoice.key == f"{paper.supplier}/{paper.number}"
        assert (invoice.purchase_order, invoice.day) == (paper.purchase_order, DAY)
        assert invoice.total_minor == sum(line.amount_minor for line in invoice.lines)
        assert invoice.total_minor == paper.total_minor


def test_a_clear_paper_is_read_right_and_the_machine_is_sure() -> None:
    read = extraction(STREAMS, ORDERED, 1.0)
    assert read["invoice"] == typed(ORDERED)
    assert min(read["confidence"].values()) >= 95


def test_an_unclear_paper_has_one_field_that_the_machine_doubts() -> None:
    for copy in range(40):
        paper = Paper("30000001", "INV-105", "PO-1", DAY, ORDERED.lines, copy=copy)
        read = extraction(STREAMS, paper, 0.0)
        (doubted,) = [name for name, percent in read["confidence"].items() if percent < 95]
        right = typed(paper)
        assert {k: v for k, v in read["invoice"].items() if k != doubted} == {
            k: v for k, v in right.items() if k != doubted
        }


def test_accounts_are_not_on_the_paper() -> None:
    read = extraction(STREAMS, EXPENSE, 1.0)["invoice"]
    assert read["business_unit"] == read["line_items"][0]["account"] == ""
