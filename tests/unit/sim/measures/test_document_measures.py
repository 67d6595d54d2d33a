"""Measures of documents by their steps, each told by hand: cycles, invoices, orders, payments."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.measures.contract_spend import contract_spend
from sim.measures.cycle_times import CYCLES, cycle_times
from sim.measures.days_outstanding import days_outstanding
from sim.measures.invoice_rates import invoice_rates
from sim.measures.order_fulfilment import order_fulfilment
from sim.measures.payment_exceptions import payment_exceptions
from sim.measures.perfect_orders import perfect_orders
from sim.measures.reimbursement import reimbursement
from sim.measures.supplier_scorecard import supplier_scorecard
from tests.unit.sim.history_builder import DAY, HOUR, Story

WORLD = "world/department"


def by_first(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The table's lines by the values of its first column."""
    name = str(table.columns[0])
    records = table.to_dict("records")
    return {str(record[name]): {str(k): v for k, v in record.items()} for record in records}


def step(story: Story, f: str, key: str, t_s: float = 0.0, **columns: Any) -> None:
    story.effect(key, t_s, f=f, **{"process": WORLD, **columns})


def test_a_requisition_waits_from_its_entry_to_its_decision() -> None:
    story = Story()
    step(story, "procurement.requisition", "REQ-1", 100)
    step(story, "procurement.requisition_decision", "REQ-1", 100 + HOUR)
    step(story, "procurement.requisition", "REQ-2", 200)
    line = by_first(cycle_times(story.end()))["requisition approval"]
    assert (line["n"], line["censored_share"], line["mean_s"]) == (2, 0.5, HOUR)


def test_what_a_system_requested_goes_by_a_number_that_no_decision_names() -> None:
    story = Story()
    step(story, "procurement.requisition", "RP-1", 100, process="integration")
    assert by_first(cycle_times(story.end()))["requisition approval"]["n"] == 0


def test_the_later_steps_key_names_the_document_in_one_of_its_parts() -> None:
    story = Story()
    step(story, "billing.claim", "CL-1", 0)
    for line, t_s in ((1, 2 * DAY), (2, 3 * DAY)):
        step(story, "billing.remittance_line", f"PAY/TRACE-9/CL-1/{line}/1", t_s)
    step(story, "payables.hold", "SUP/INV-1/PRICE", 0)
    step(story, "payables.hold_release", "SUP/INV-1/PRICE", DAY)
    lines = by_first(cycle_times(story.end(4 * DAY)))
    assert lines["claim to reimbursement"]["max_observed_s"] == 2 * DAY
    assert lines["invoice hold"]["max_observed_s"] == DAY


def test_a_cycle_without_documents_has_no_times() -> None:
    lines = cycle_times(Story().history())
    assert lines["cycle"].tolist() == [cycle.name for cycle in CYCLES]
    assert lines["n"].sum() == 0
    assert lines["p50_s"].isna().all()


def invoice(story: Story, number: str) -> None:
    step(story, "procurement.invoice", f"SUP/{number}")
    step(story, "erp.invoice", f"SUP/{number}", 60, process="integration", amount_minor=1000)


def test_an_invoice_is_touchless_unless_a_person_had_to_do_with_it() -> None:
    story = Story()
    for number in ("clean", "held", "disputed", "cancelled", "excepted"):
        invoice(story, number)
    step(story, "procurement.invoice", "SUP/lost")
    for reason in ("PRICE", "QTY_RECEIVED"):
        step(story, "payables.hold", f"SUP/held/{reason}", 90)
    step(story, "procurement.dispute_opened", "DSP-SUP-disputed", 90)
    step(story, "erp.invoice_cancellation", "SUP/cancelled", 90)
    story.item("SUP/excepted", "unreadable")
    lines = by_first(invoice_rates(story.end()))
    assert (lines["came in"]["invoices"], lines["entered in the ERP"]["share"]) == (6, 5 / 6)
    assert (lines["touchless"]["invoices"], lines["touchless"]["of"]) == (1, 6)
    assert (lines["held by the match"]["share"], lines["held: PRICE"]["invoices"]) == (0.2, 1)
    assert (lines["disputed"]["invoices"], lines["cancelled"]["invoices"]) == (1, 1)


def test_invoices_of_before_the_run_did_not_come_in() -> None:
    story = Story()
    invoice(story, "OPEN-1")
    assert by_first(invoice_rates(story.end()))["came in"]["invoices"] == 0


def test_an_invoice_that_the_books_show_as_paid_is_paid() -> None:
    story = Story()
    invoice(story, "a")
    invoice(story, "b")
    story.book("procurement.invoice_paid", effect_key="SUP/a")
    assert by_first(invoice_rates(story.end()))["paid"]["share"] == 0.5


def order(story: Story, key: str, sent_s: float = 60.0, answered: bool = True) -> None:
    step(story, "suppliers.order_expected", key)
    story.owe(key, 0, f="suppliers.order_received", flow="P05", source="suppliers")
    if sent_s >= 0:
        story.effect(key, sent_s, f="suppliers.order_received")
    if answered:
        step(story, "procurement.acknowledgement", f"{key}/SO-1", 2 * HOUR)


def test_a_perfect_order_fails_no_condition() -> None:
    story = Story()
    order(story, "PO-1")
    order(story, "PO-late", 2 * HOUR)
    order(story, "PO-lost", -1, answered=False)
    order(story, "PO-changed")
    step(story, "procurement.order_change", "PO-changed/2", 3 * HOUR)
    order(story, "PO-named")
    story.item("PO-named", "stuck", flow="P05")
    found = {name: line["orders"] for name, line in by_first(perfect_orders(story.end())).items()}
    assert found == {
        "orders": 5,
        "not sent": 1,
        "not acknowledged": 1,
        "wrong, late or twice": 2,
        "changed": 1,
        "named by an exception": 1,
        "perfect": 1,
    }


def test_without_orders_nothing_is_perfect() -> None:
    line = by_first(perfect_orders(Story().history()))["perfect"]
    assert line["orders"] == 0
    assert math.isnan(line["share"])


def test_fulfilment_goes_from_the_order_to_goods_on_the_dock() -> None:
    story = Story()
    order(story, "PO-1")
    order(story, "PO-2", answered=False)
    for key, quantity in (("PO-1/1", 5), ("PO-1/2", 0), ("PO-2/1", 0)):
        story.book("procurement.order_received", effect_key=key, quantity=quantity)
    lines = by_first(order_fulfilment(story.end()))
    counts = {step: (line["count"], line["of"]) for step, line in lines.items()}
    assert counts == {
        "orders by EDI": (2, 2),
        "sent to the supplier": (2, 2),
        "acknowledged": (1, 2),
        "orders with goods": (1, 2),
        "lines with goods": (1, 3),
    }


def test_without_orders_nothing_was_fulfilled() -> None:
    assert order_fulfilment(Story().history())["share"].isna().all()


def test_spend_under_contract_is_a_share_of_what_was_paid_for_good() -> None:
    story = Story()
    for key, minor in (("PAY-1", 600), ("PAY-2", 400), ("PAY-3", 500)):
        step(story, "erp.payment", key, amount_minor=minor)
    step(story, "erp.payment_rejection", "PAY-3", 90, amount_minor=500)
    spend: dict[str, Any] = {"f": "contracts.spend", "amount_minor": 600}
    story.owe("PAY-1", flow="P08", source="erp", **spend)
    lines = by_first(contract_spend(story.end()))
    assert (lines["paid"]["payments"], lines["paid"]["amount_minor"]) == (2, 1000)
    assert lines["under contract"]["share"] == 0.6
    assert lines["shown in contracts"]["amount_minor"] == 0


def test_payment_exceptions_are_counted_per_hundred_payments() -> None:
    story = Story()
    for n in range(4):
        step(story, "erp.payment", f"PAY-{n}")
    step(story, "bank.return", "PAY-1", 90, amount_minor=700)
    story.item("PAY-2", "unmatched", flow="P08")
    lines = by_first(payment_exceptions(story.end()))
    assert (lines["returned by the bank"]["count"], lines["held by the match"]["count"]) == (1, 0)
    assert lines["returned by the bank"]["amount_minor"] == 700
    assert lines["work items of payments"]["per_100_payments"] == 25


def test_days_payable_and_in_receivables_come_from_the_closing_books() -> None:
    """Two days; 1,000 invoiced a day against 3,000 owed; 400 earned a day against 2,000 owed."""
    story = Story()
    for n in range(2):
        step(story, "erp.invoice", f"SUP/{n}", amount_minor=1000)
    story.book("erp.subledger", effect_key="B/2110", account="2110", amount_minor=-3000)
    roll = {"charges": 1000, "contractual": 200, "closing": 2000}
    for account, minor in roll.items():
        columns: dict[str, Any] = {"facility": "11", "period": "2026-04", "amount_minor": minor}
        story.book("billing.receivable", effect_key=account, account=account, **columns)
    lines = by_first(days_outstanding(story.end(2 * DAY)))
    assert lines["payable"]["outstanding_days"] == 3
    assert lines["receivable"]["outstanding_days"] == 5


def test_where_nothing_came_to_be_no_days_are_told() -> None:
    lines = days_outstanding(Story().end())
    assert lines["outstanding_days"].isna().all()


def test_paid_against_charged_is_told_by_payer() -> None:
    story = Story()
    step(story, "billing.claim", "CL-1", DAY, amount_minor=1000)
    step(story, "billing.open_claim", "CL-0", 1, amount_minor=500)
    for key, minor in (("A/T/CL-1/1/1", 300), ("A/T/CL-1/2/1", 0), ("B/T/CL-0/1/1", 500)):
        step(story, "billing.remittance_line", key, 3 * DAY, amount_minor=minor)
    lines = by_first(reimbursement(story.end(4 * DAY)))
    assert (lines["A"]["paid_share"], lines["A"]["unpaid_share"], lines["A"]["p50_days"]) == (
        *(0.3, 0.5, 2.0),
    )
    assert (lines["B"]["claims"], lines["B"]["new_claims"]) == (1, 0)
    assert (lines["all"]["charged_minor"], lines["all"]["paid_minor"]) == (1500, 800)


def test_without_remittances_only_an_empty_total_is_told() -> None:
    assert by_first(reimbursement(Story().history()))["all"]["claims"] == 0


def test_a_supplier_is_scored_by_its_documents() -> None:
    story = Story()
    for key, minor in (("S1/a", 100), ("S1/b", 300), ("S2/a", 900)):
        step(story, "erp.invoice", key, amount_minor=minor)
    step(story, "payables.hold", "S1/a/PRICE", amount_minor=100)
    step(story, "suppliers.ship_notice", "S2/ASN-1")
    table = supplier_scorecard(story.end())
    assert table["supplier"].tolist() == ["S2", "S1", "all"]
    lines = by_first(table)
    assert (lines["S1"]["hold_share"], lines["S1"]["held_minor"]) == (0.5, 100)
    assert (lines["S2"]["ship_notices"], lines["all"]["invoiced_minor"]) == (1, 1300)
