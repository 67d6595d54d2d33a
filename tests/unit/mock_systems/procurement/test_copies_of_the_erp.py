"""Orders, items, references that come from the ERP, substitutions on them: any sequence (P02..P17).

RP1: no more comes back than was approved. A copy never goes back to an older version.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.procurement.requests import (
    acknowledged,
    acknowledgement,
    cancellation,
)
from tests.unit.mock_systems.procurement.stage import Suite, approval, budget, line, receipt
from tests.unit.mock_systems.procurement.test_master_copies import CENTER, item

Body = dict[str, Any]
SMALL = st.integers(1, 5)
NUMBERS = st.integers(1, 4)
"""Of orders; 4 is often unknown."""
AT = st.sampled_from([1, 1, 2])
ITEMS = {1: "100", 2: "300"}
APPROVED = {1: 10, 2: 6}


class Copying(RuleBasedStateMachine):
    """One requisition is sourced, one waits for its approval."""

    def __init__(self) -> None:
        super().__init__()
        self.suite = Suite()
        self.suite.system.load("settings", [{"order-origin": "erp"}])
        self.suite.requisition(line("100", 10), line("300", 6, 2))
        self.suite.ok("decide_requisition", approval(1))
        self.suite.ok("record_budget_decision", budget(1))
        self.suite.requisition(line("100", 3))
        self.versions: dict[str, int] = {}
        self.numbers = 0

    def send(self, operation: str, body: Body) -> Any:
        before = self.suite.state()
        status, answer = self.suite.send(operation, body)
        assert status in {200, 201, 404, 409, 422}, answer
        if status < 400:
            return answer
        assert self.suite.state() == before
        return None

    def number(self) -> str:
        self.numbers += 1
        return f"N-{self.numbers}"

    @property
    def documents(self) -> Any:
        return vars(self.suite.system)["documents"]

    @rule(
        number=NUMBERS,
        lines=st.dictionaries(AT, SMALL, min_size=1),
        price=st.sampled_from(["0.99", "0.50", "0.50", "12.51"]),
        requisition=st.sampled_from([1, 1, 1, 2, 9]),
    )
    def bring(self, number: int, lines: dict[int, int], price: str, requisition: int) -> None:
        """An order of the ERP over a part of what was approved; once."""
        rows = [
            {"line-num": at, "requisition-line": at, "quantity": qty, "uom": "box"}
            for at, qty in lines.items()
        ]
        body = {"po-number": f"45-{number}", "requisition-id": requisition, "supplier-id": 1}
        body |= {"issued-on": "04/03/2026", "lines": [{**row, "unit-price": price} for row in rows]}
        legal = requisition == 1 and price != "12.51" and body["po-number"] not in self.orders()
        came = self.came()
        legal = legal and all(came[at] + qty <= APPROVED[at] for at, qty in lines.items())
        legal = legal and came != APPROVED
        assert bool(self.send("import_order", body)) == legal
        assert self.send("import_order", body) is None

    def orders(self) -> dict[str, Any]:
        orders: dict[str, Any] = self.documents.orders
        return orders

    def came(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for order in self.orders().values():
            for entry in order.lines.values():
                found[entry.requisition_line] += entry.quantity + entry.cancelled
        return found

    @rule(number=NUMBERS, at=AT)
    def cancel_a_line(self, number: int, at: int) -> None:
        self.send("cancel_line", cancellation(f"45-{number}", line_num=at))

    @rule(number=NUMBERS, at=AT, quantity=SMALL)
    def receive(self, number: int, at: int, quantity: int) -> None:
        body = receipt(f"45-{number}", quantity, self.number())
        self.send("record_receipt", body | {"line-num": at})

    @rule(number=NUMBERS, at=AT, other=st.sampled_from(["300", "100", "999"]))
    def offer(self, number: int, at: int, other: str) -> None:
        order = self.orders().get(f"45-{number}")
        offered = acknowledged(at, "IS", substitute_item_number=other, unit_price="0.40")
        version = order.version if order else 1
        body = acknowledgement(f"45-{number}", offered, number=self.number(), version=version)
        self.send("record_acknowledgement", body)

    @rule(number=SMALL, decision=st.sampled_from(["approve", "approve", "reject"]))
    def decide(self, number: int, decision: str) -> None:
        """Once: any second decision is refused."""
        body = {"id": number, "approver": "ben"}
        self.send(f"{decision}_substitution", body)
        offered = self.documents.substitutions.get(number)
        if offered is None or offered.status != "proposed":
            assert self.send("approve_substitution", body) is None
            assert self.send("reject_substitution", body) is None

    @rule(
        new=st.booleans(),
        version=SMALL,
        unit=st.sampled_from(["box", "box", "case"]),
        whole=st.booleans(),
    )
    def put_item(self, new: bool, version: int, unit: str, whole: bool) -> None:
        body = item(self.suite, erp_version=version, uom=unit, description=f"V{version}")
        body["item-number"] = "90000001" if new else "100"
        if not whole:
            body |= {"supplier-id": None, "unit-price": None}
        self.put("put_item", body, f"item/{body['item-number']}")

    @rule(code=st.sampled_from(["CC-1", "CC-2"]), version=SMALL, place=st.sampled_from(["", "X"]))
    def put_lookup_value(self, code: str, version: int, place: str) -> None:
        body = CENTER | {"code": code, "erp-version": version, "name": f"V{version}"}
        self.put("put_lookup_value", body | {"ship-to": place}, f"lookup/{code}")

    def put(self, operation: str, body: Body, key: str) -> None:
        """An older version is refused, the same changes nothing whatever it says."""
        held = self.versions.get(key, 0)
        before = self.suite.state()
        answer = self.send(operation, body)
        if body["erp-version"] < held:
            assert answer is None
        if answer and body["erp-version"] == held:
            assert self.suite.state() == before
        if answer:
            self.versions[key] = body["erp-version"]
            after = self.suite.state()
            name = "description" if operation == "put_item" else "name"
            assert self.send(operation, body | {name: "otherwise"}) == answer
            assert self.suite.state() == after

    @invariant()
    def no_more_came_back_than_was_approved(self) -> None:
        came = self.came()
        assert all(came[at] <= APPROVED[at] for at in APPROVED)
        asked = self.documents.requisitions[1]
        assert asked.status == ("ordered" if came == APPROVED else "sourced")
        assert sorted(asked.po_numbers) == sorted(self.orders())
        told = [effect.key for effect in self.suite.effects("procurement.order_import")]
        assert sorted(told) == sorted(self.orders())

    @invariant()
    def a_line_asks_for_the_last_item_that_was_approved(self) -> None:
        approved = [s for s in self.documents.substitutions.values() if s.status == "approved"]
        last = {(s.po_number, s.line_num): s.substitute_item for s in approved}
        for number, order in self.orders().items():
            for at, entry in order.lines.items():
                assert entry.item_number == last.get((number, at), ITEMS[entry.requisition_line])
            rows = order.lines.values()
            assert order.total_minor == sum(x.quantity * x.unit_price_minor for x in rows)

    @invariant()
    def each_substitution_is_decided_once(self) -> None:
        effects = self.suite.effects("procurement.substitution")
        told = Counter(e.key for e in effects if e.facts["decision"] != "proposed")
        decided = [s for s in self.documents.substitutions.values() if s.status != "proposed"]
        assert not told or max(told.values()) == 1
        assert len(told) == len(decided)

    @invariant()
    def each_version_of_a_copy_is_told_once_and_rises(self) -> None:
        for kind in ("procurement.item", "procurement.reference"):
            told: dict[str, int] = {}
            for effect in self.suite.effects(kind):
                assert effect.version > told.get(effect.key, 0)
                told[effect.key] = effect.version


Copying.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
test_copies_of_the_erp_stay_sound_under_any_sequence = Copying.TestCase
