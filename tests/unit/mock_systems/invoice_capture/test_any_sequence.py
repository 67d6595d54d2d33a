"""Any sequence of calls at the capture service: an invoice leaves once, a double is suspected."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.invoice_capture.test_captures import (
    DOUBTFUL,
    SURE,
    Service,
    coded,
    fields,
    line,
    usd,
)
from tests.unit.mock_systems.procurement.stage import Body

PICK = st.integers(0, 2**16)
NUMBERS = st.sampled_from(["INV-1", "inv 1", "INV-2", "INV-3"])
QUANTITIES = st.integers(1, 3)
KINDS = st.sampled_from(["order", "order", "coded", "wrong sum", "wrong vendor", "not coded"])
STEPS = {
    ("RECEIVED", "EXTRACTED"),
    ("RECEIVED", "VERIFIED"),
    ("EXTRACTED", "VERIFIED"),
    ("EXTRACTED", "REJECTED"),
    ("VERIFIED", "EXPORTED"),
}


def invoice(number: str, quantity: int, kind: str) -> Body:
    total = usd(1250 * quantity + (kind == "wrong sum"))
    changed: Body = {"invoice_number": number, "total_amount": total}
    if kind == "wrong vendor":
        changed["vendor_code"] = "30000009"
    if kind == "coded":
        own = {"order_line": 0, "account": "6100", "cost_center": "CC-1"}
        return coded(**changed, line_items=[line(quantity=quantity, **own)])
    if kind == "not coded":
        changed["purchase_order"] = ""
    return fields(**changed, line_items=[line(quantity=quantity)])


class Desk(RuleBasedStateMachine):
    """Documents are drawn blindly, one of them does not exist."""

    def __init__(self) -> None:
        super().__init__()
        self.service = Service()
        self.states: dict[str, str] = {}
        self.service.read(fields(), DOUBTFUL)

    @property
    def captures(self) -> dict[str, Any]:
        captures: dict[str, Any] = vars(self.service.system)["tables"].captures
        return captures

    def send(self, operation: str, body: Body) -> Any:
        before = self.service.state()
        status, answer = self.service.send(operation, body)
        assert status in {200, 201, 404, 409, 422}, answer
        if status < 400:
            return answer
        assert self.service.state() == before
        return None

    def document(self, pick: int) -> str:
        return f"documents/D{pick % (len(self.captures) + 1) + 1:07d}"

    @rule()
    def receive(self) -> None:
        body = {"channel": "SCAN", "file_name": "a.pdf", "page_count": 1}
        assert self.send("receive_document", body)

    @rule(
        number=NUMBERS,
        quantity=QUANTITIES,
        kind=KINDS,
        sure=st.booleans(),
        pick=st.none() | PICK,
    )
    def read(self, number: str, quantity: int, kind: str, sure: bool, pick: int | None) -> None:
        """A new document mostly, or any one again."""
        name = self.service.received() if pick is None or pick % 2 else self.document(pick)
        found = invoice(number, quantity, kind)
        alike = self.alike(name, number, quantity, kind)
        body = {"document": name, "invoice": found, "confidence": SURE if sure else DOUBTFUL}
        legal = name in self.captures and self.captures[name].state == "RECEIVED"
        answer = self.send("record_extraction", body)
        assert bool(answer) == legal
        if answer:
            assert set(answer["suspected_duplicates"]) == alike
            straight = sure and kind == "order" and not alike
            assert answer["state"] == ("VERIFIED" if straight else "EXTRACTED")
        assert self.send("record_extraction", body) is None

    def alike(self, name: str, number: str, quantity: int, kind: str) -> set[str]:
        """Documents that say the same number, or the same sum on the day, by their fields."""
        vendor = "30000009" if kind == "wrong vendor" else "30000001"
        total = 1250 * quantity + (kind == "wrong sum")
        return {
            other.name
            for other in self.captures.values()
            if other.invoice is not None
            and other.name != name
            and other.state != "REJECTED"
            and other.invoice.vendor == vendor
            and (plain(other.invoice.number) == plain(number) or other.invoice.total_minor == total)
        }

    @rule(pick=PICK, number=NUMBERS, quantity=QUANTITIES, kind=KINDS)
    def verify(self, pick: int, number: str, quantity: int, kind: str) -> None:
        """As the clerk sees it, perhaps otherwise than the machine did."""
        name = self.document(pick)
        was = self.states.get(name)
        taken = any(
            plain(each.invoice.number) == plain(number)
            for each in self.captures.values()
            if each.state in {"VERIFIED", "EXPORTED"}
        )
        body = self.service.verify(name, invoice(number, quantity, kind))
        legal = was == "EXTRACTED" and not taken and kind in {"order", "coded"}
        assert bool(self.send("verify_document", body)) == legal
        assert self.send("verify_document", body) is None

    @rule(pick=PICK)
    def reject(self, pick: int) -> None:
        name = self.document(pick)
        legal = self.states.get(name) == "EXTRACTED"
        body = {"document": name, "reason": "DUPLICATE", "rejected_by": "ann"}
        assert bool(self.send("reject_document", body)) == legal
        assert self.send("reject_document", body) is None

    @rule(pick=PICK)
    def export(self, pick: int) -> None:
        name = self.document(pick)
        legal = self.states.get(name) == "VERIFIED"
        body = {"document": name, "external_reference": "300001"}
        assert bool(self.send("acknowledge_export", body)) == legal
        assert self.send("acknowledge_export", body) is None

    @invariant()
    def documents_take_legal_steps(self) -> None:
        for name, capture in self.captures.items():
            before = self.states.get(name, "RECEIVED")
            assert before == capture.state or (before, capture.state) in STEPS
            assert (capture.invoice is None) == (capture.state == "RECEIVED")
            self.states[name] = capture.state

    @invariant()
    def an_invoice_is_verified_once_and_exported_at_most_once(self) -> None:
        for kinds in (("invoice", "expense_invoice"), ("export",)):
            effects = [e for k in kinds for e in self.service.effects(f"invoice_capture.{k}")]
            numbers = Counter(plain(effect.key) for effect in effects)
            assert not numbers or max(numbers.values()) == 1
            states = {"VERIFIED", "EXPORTED"} if len(kinds) > 1 else {"EXPORTED"}
            assert len(effects) == sum(c.state in states for c in self.captures.values())

    @invariant()
    def books_and_events_say_what_was_verified(self) -> None:
        books = {entry.key: entry.amount_minor for entry in self.service.system.books()}
        kinds = ("invoice_capture.invoice", "invoice_capture.expense_invoice")
        effects = {e.key: e.amount_minor for kind in kinds for e in self.service.effects(kind)}
        assert books == effects
        assert len(self.service.events("invoice_capture.invoice.verified")) == len(effects)


def plain(number: str) -> str:
    return "".join(c for c in number.casefold() if c.isalnum())


Desk.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
test_an_invoice_leaves_once_under_any_sequence = Desk.TestCase
