"""Any sequence of changes, cancellations, acknowledgements, shipments, receipts on orders.

RP1: what stands ordered with what was cancelled is what was approved. RP3: never above approval.
RP7: every unit is ordered, cancelled or to be returned, exactly one of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.procurement.requests import (
    acknowledged,
    acknowledgement,
    cancellation,
    change,
    service,
    service_entry,
    ship_notice,
    source,
)
from tests.unit.mock_systems.procurement.stage import Suite, approval, budget, line, receipt

POS = st.sampled_from(["PO-00000001", "PO-00000002", "PO-00000003"])
LINES = st.sampled_from([1, 1, 2])
SMALL = st.integers(min_value=1, max_value=6)
PRICES = st.sampled_from([None, "0.50", "12.50", "20.00"])
RANK = {"issued": 0, "partially-received": 1, "received": 2, "cancelled": 3}


class Fulfilling(RuleBasedStateMachine):
    """Two orders of goods and one of a service, with everything that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.suite = Suite()
        self.suite.ordered(line("100", 5), line("300", 3, 2))
        self.suite.ordered(line("200", 4))
        self.suite.requisition(service("20.00"))
        self.suite.ok("assign_source", source(3, supplier_id=1))
        self.suite.ok("decide_requisition", approval(3))
        self.suite.ok("record_budget_decision", budget(3))
        self.to_return: dict[str, int] = defaultdict(int)
        self.rank: dict[str, int] = {}
        self.version: dict[str, int] = {}
        self.numbers = 0

    def send(self, operation: str, body: dict[str, Any]) -> tuple[int, Any]:
        """The answer; a refusal must have changed nothing."""
        before = self.suite.state()
        status, answer = self.suite.send(operation, body)
        assert status < 500
        if status >= 400:
            assert self.suite.state() == before
        return status, answer

    def number(self) -> str:
        self.numbers += 1
        return f"N-{self.numbers}"

    @rule(po=POS, at=LINES, quantity=SMALL, price=PRICES, approver=st.sampled_from([None, "ben"]))
    def change(
        self, po: str, at: int, quantity: int, price: str | None, approver: str | None
    ) -> None:
        changed = {"line-num": at, "quantity": quantity, "unit-price": price}
        self.send("change_order", change(po, changed, approver=approver))

    @rule(po=POS, at=LINES)
    def cancel_a_line(self, po: str, at: int) -> None:
        self.send("cancel_line", cancellation(po, line_num=at))

    @rule(po=POS)
    def cancel_all(self, po: str) -> None:
        self.send("cancel_order", cancellation(po))

    @rule(po=POS, at=LINES, quantity=SMALL)
    def ship(self, po: str, at: int, quantity: int) -> None:
        body = ship_notice(po, quantity, self.number(), at)
        status, answer = self.send("record_ship_notice", body)
        if status == 201:
            self.to_return[po] += answer["lines"][0]["to-return"]

    @rule(po=POS, at=LINES, quantity=SMALL)
    def receive(self, po: str, at: int, quantity: int) -> None:
        self.send("record_receipt", receipt(po, quantity, self.number()) | {"line-num": at})

    @rule(po=POS, at=LINES, code=st.sampled_from(["IA", "IB", "IR"]), version=SMALL)
    def acknowledge(self, po: str, at: int, code: str, version: int) -> None:
        answer = acknowledgement(po, acknowledged(at, code), number=self.number(), version=version)
        self.send("record_acknowledgement", answer)

    @rule(po=POS, at=LINES, item=st.sampled_from(["100", "300", "999"]))
    def offer(self, po: str, at: int, item: str) -> None:
        version = self.documents.orders[po].version
        line_body = acknowledged(at, "IS", substitute_item_number=item, unit_price="2.00")
        body = acknowledgement(po, line_body, number=self.number(), version=version)
        self.send("record_acknowledgement", body)

    @rule(number=SMALL, decision=st.sampled_from(["approve", "approve", "reject"]))
    def decide(self, number: int, decision: str) -> None:
        self.send(f"{decision}_substitution", {"id": number, "approver": "ben"})

    @rule(po=POS, at=LINES, amount=st.sampled_from(["5.00", "15.00"]))
    def accept(self, po: str, at: int, amount: str) -> None:
        self.send("accept_service", service_entry(po, amount, self.number(), at))

    @property
    def documents(self) -> Any:
        return vars(self.suite.system)["documents"]

    @invariant()
    def ordered_with_cancelled_is_approved(self) -> None:
        for order in self.documents.orders.values():
            for entry in order.lines.values():
                assert entry.quantity + entry.cancelled == entry.approved
            assert order.total_minor <= order.approved_minor

    @invariant()
    def totals_are_the_sums_of_their_lines_in_every_version(self) -> None:
        for number, order in self.documents.orders.items():
            rows = order.lines.values()
            assert order.total_minor == sum(x.quantity * x.unit_price_minor for x in rows)
            replaced = self.documents.order_versions.get(number, [])
            assert [kept.version for kept in replaced] == list(range(1, order.version))
            for kept in replaced:
                assert kept.total_minor == sum(x.quantity * x.unit_price_minor for x in kept.lines)

    @invariant()
    def versions_rise_and_statuses_never_go_back(self) -> None:
        for number, order in self.documents.orders.items():
            assert order.version >= self.version.get(number, 1)
            assert RANK[order.status] >= self.rank.get(number, 0)
            self.version[number] = order.version
            self.rank[number] = RANK[order.status]

    @invariant()
    def no_more_is_on_its_way_than_stands_ordered(self) -> None:
        noticed: dict[str, int] = defaultdict(int)
        for notice in self.documents.ship_notices.values():
            noticed[notice.po_number] += sum(entry.quantity for entry in notice.lines)
        for number, order in self.documents.orders.items():
            said = [entry for entry in order.lines.values() if entry.fulfilment]
            assert all(entry.fulfilment.shipped <= entry.quantity for entry in said)
            shipped = sum(entry.fulfilment.shipped for entry in said)
            assert shipped + self.to_return[number] == noticed[number]

    @invariant()
    def money_cancelled_is_told_once(self) -> None:
        told = sum(e.amount_minor for e in self.suite.effects("procurement.order_cancellation"))
        events = self.suite.events("procurement.order.cancelled")
        assert told == sum(round(float(event["cancelled"]) * 100) for event in events)

    @invariant()
    def accepted_services_stay_within_their_orders(self) -> None:
        accepted = sum(e.amount_minor for e in self.suite.effects("procurement.service_entry"))
        rows = [x for order in self.documents.orders.values() for x in order.lines.values()]
        assert accepted == sum(entry.accepted_minor for entry in rows)
        for entry in rows:
            assert entry.accepted_minor <= entry.quantity * entry.unit_price_minor

    @invariant()
    def the_export_flag_knows_the_version(self) -> None:
        for number, order in self.documents.orders.items():
            assert self.documents.exports.version("order", number) == order.version


Fulfilling.TestCase.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
test_orders_stay_sound_under_any_sequence = Fulfilling.TestCase
