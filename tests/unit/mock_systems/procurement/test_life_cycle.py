"""Any sequence of calls, in any order: documents only take legal steps, sums always agree."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mock_systems.procurement.rules import REQUISITION_TRANSITIONS
from tests.unit.mock_systems.procurement.requests import free_text, risk_hold, service, source
from tests.unit.mock_systems.procurement.stage import (
    Suite,
    approval,
    budget,
    invoice,
    line,
    payment,
    receipt,
    requisition,
    status_report,
)

SMALL = st.integers(min_value=1, max_value=4)
BACK = st.integers(min_value=0, max_value=2)
"""How many requisitions ago."""
ITEMS = st.lists(
    st.sampled_from(["100", "200", "300", "100", "200", "999"]), min_size=1, max_size=3
)
LEGAL_STEPS = {(before, after) for (before, _), after in REQUISITION_TRANSITIONS.items()}
ORDER_RANK = {"issued": 0, "partially-received": 1, "received": 2}


class Buying(RuleBasedStateMachine):
    """Ids are drawn blindly out of four; some exist from the start, so that half of them fit."""

    def __init__(self) -> None:
        super().__init__()
        self.suite = Suite()
        self.suite.invoiced("INV-A")
        self.suite.approved()
        self.suite.ordered(line("100", 3), line("200", 1, 2), line("300", 2, 3))
        self.suite.requisition(line("200", 2))
        self.suite.ok("decide_requisition", approval(4))
        self.suite.requisition(line("100", 1), line("200", 2, 2))
        self.suite.system.load(
            "approval_rules",
            [
                {"step": 1, "amount-from": "10.00", "approver": "ben"},
                {"step": 2, "amount-from": "30.00", "approver": "ben"},
            ],
        )
        requisitions = self.documents.requisitions.items()
        invoices = self.documents.invoices.items()
        self.requisition_status = {number: found.status for number, found in requisitions}
        self.invoice_status = {number: found.status for number, found in invoices}
        self.order_rank: dict[str, int] = {}

    def send(self, operation: str, body: dict[str, Any]) -> int:
        """The status; a refusal must have changed nothing."""
        before = self.suite.state()
        status, _ = self.suite.send(operation, body)
        assert status < 500
        if status >= 400:
            assert self.suite.state() == before
        return status

    @rule(items=ITEMS, quantity=SMALL)
    def request(self, items: list[str], quantity: int) -> None:
        lines = [line(item, quantity, number) for number, item in enumerate(items, 1)]
        self.send("create_requisition", requisition(*lines))

    @rule(back=BACK, decision=st.sampled_from(["approved", "approved", "rejected"]))
    def decide(self, back: int, decision: str) -> None:
        self.send("decide_requisition", approval(self.requisition_id(back), decision))

    @rule(quantity=SMALL, amount=st.sampled_from([None, "80.00"]))
    def request_by_description(self, quantity: int, amount: str | None) -> None:
        lines = [free_text(quantity), line("100", 1, 2)]
        lines += [service(amount, 3)] if amount else []
        assert self.send("create_requisition", requisition(*lines)) == 201

    @rule(back=BACK, line_num=SMALL, supplier=SMALL, item=st.sampled_from([None, "300"]))
    def find_source(self, back: int, line_num: int, supplier: int, item: str | None) -> None:
        given = {"item_number": item} if item else {"supplier_id": supplier}
        self.send("assign_source", source(self.requisition_id(back), line_num, **given))

    @rule(back=BACK, approver=st.sampled_from(["ben", "deputy"]))
    def delegate(self, back: int, approver: str) -> None:
        body = {"id": self.requisition_id(back), "approver": approver, "delegate": "deputy"}
        self.send("delegate_approval", body)

    @rule(back=BACK)
    def expire(self, back: int) -> None:
        self.send("expire_requisition", {"id": self.requisition_id(back), "reason": "30 days"})

    @rule(reference=SMALL, erp_number=st.sampled_from(["30000001", "30000002"]))
    def hold(self, reference: int, erp_number: str) -> None:
        self.send("set_risk_hold", risk_hold(f"RH-{reference}", erp_number=erp_number))

    @rule(reference=SMALL)
    def release(self, reference: int) -> None:
        self.send("release_risk_hold", {"hold-reference": f"RH-{reference}", "reason": "cleared"})

    @rule(back=BACK, decision=st.sampled_from(["passed", "passed", "failed"]))
    def check_budget(self, back: int, decision: str) -> None:
        self.send("record_budget_decision", budget(self.requisition_id(back), decision))

    @rule(number=SMALL, line_num=st.sampled_from([1, 1, 2]), quantity=SMALL, reference=SMALL)
    def receive(self, number: int, line_num: int, quantity: int, reference: int) -> None:
        body = receipt(f"PO-{number:08d}", quantity, f"RC-{reference}")
        self.send("record_receipt", body | {"line-num": line_num})

    @rule(number=SMALL, reference=SMALL, supplier=st.sampled_from([1, 1, 1, 2]))
    def bill(self, number: int, reference: int, supplier: int) -> None:
        body = invoice(f"PO-{number:08d}", f"INV-{reference}")
        self.send("submit_invoice", body | {"supplier-id": supplier})

    @rule(number=SMALL, status=st.sampled_from(["approved", "on-hold", "paid"]), version=SMALL)
    def report(self, number: int, status: str, version: int) -> None:
        assert self.send("update_invoice_status", status_report(number, status, version)) in {
            200,
            404,
        }

    @rule(number=SMALL, reference=SMALL, amount=st.sampled_from(["25.00", "125.00", "0.00"]))
    def pay(self, number: int, reference: int, amount: str) -> None:
        was = self.invoice_status.get(number)
        status = self.send("record_payment", payment(number, f"PAY-{reference}", amount))
        assert (status == 201) == (was in {"approved", "paid"} and amount != "0.00")

    def requisition_id(self, back: int) -> int:
        return len(self.documents.requisitions) - back

    @property
    def documents(self) -> Any:
        return vars(self.suite.system)["documents"]

    @invariant()
    def requisitions_take_legal_steps(self) -> None:
        for number, document in self.documents.requisitions.items():
            first = "pending-sourcing" if document.status == "pending-sourcing" else None
            before = self.requisition_status.get(number, first or "pending-approval")
            assert before == document.status or (before, document.status) in LEGAL_STEPS
            assert bool(document.po_numbers) == (document.status == "ordered")
            self.requisition_status[number] = document.status

    @invariant()
    def orders_never_go_back(self) -> None:
        for number, order in self.documents.orders.items():
            rank = ORDER_RANK[order.status]
            assert rank >= self.order_rank.get(number, 0)
            self.order_rank[number] = rank

    @invariant()
    def invoices_never_become_submitted_again(self) -> None:
        for number, document in self.documents.invoices.items():
            was = self.invoice_status.get(number, "submitted")
            assert document.status != "submitted" or was == "submitted"
            self.invoice_status[number] = document.status

    @invariant()
    def order_lines_sum_to_the_order_and_to_the_requisition(self) -> None:
        for document in self.documents.requisitions.values():
            orders = [self.documents.orders[number] for number in document.po_numbers]
            for order in orders:
                lines = order.lines.values()
                assert order.total_minor == sum(x.quantity * x.unit_price_minor for x in lines)
            if orders:
                assert sum(order.total_minor for order in orders) == document.total_minor

    @invariant()
    def what_is_ordered_was_sourced_and_approved_by_every_step(self) -> None:
        for document in self.documents.requisitions.values():
            decisions = [step.decision for step in document.chain]
            if document.status in {"pending-budget", "ordered", "budget-rejected"}:
                assert all(each == "approved" for each in decisions)
            if document.status not in {"pending-sourcing", "rejected", "expired"}:
                assert all(each.supplier_id for each in document.lines)

    @invariant()
    def order_lines_take_what_was_approved_line_by_line(self) -> None:
        for document in self.documents.requisitions.values():
            rows = [
                entry
                for number in document.po_numbers
                for entry in self.documents.orders[number].lines.values()
            ]
            ordered = sorted((x.requisition_line, x.quantity + x.cancelled) for x in rows)
            approved = sorted((x.line_num, x.quantity) for x in document.lines)
            assert ordered == (approved if document.po_numbers else [])

    @invariant()
    def received_is_the_sum_of_receipts(self) -> None:
        received: dict[tuple[str, int], int] = defaultdict(int)
        for document in self.documents.receipts:
            received[document.po_number, document.line_num] += document.quantity
        for number, order in self.documents.orders.items():
            for entry in order.lines.values():
                assert entry.received == received[number, entry.line_num]
            over = any(entry.received > entry.quantity for entry in order.lines.values())
            assert order.over_received == over

    @invariant()
    def effects_agree_with_the_books(self) -> None:
        paid = sum(e.amount_minor for e in self.suite.effects("procurement.payment"))
        taken = sum(e.quantity for e in self.suite.effects("procurement.order_receipt"))
        books = list(self.suite.system.books())
        assert paid == sum(e.amount_minor for e in books)
        assert taken == sum(e.quantity for e in books)


Buying.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
test_documents_stay_legal_under_any_sequence = Buying.TestCase
