"""Any sequence of calls at the warehouse: each lot of each bin is on hand, picked or shipped."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.procurement.stage import Body
from tests.unit.mock_systems.warehouse.test_warehouse import GAUZE, TUBE, Gate, wanted

EXPIRY = {"LATE": "2027-200", "SOON": "2027-100", "NEW": "2028-001"}
SKUS = st.sampled_from([GAUZE, GAUZE, TUBE, "W000009"])
BINS, LOTS = st.sampled_from(["A01", "A02"]), st.sampled_from(sorted(EXPIRY))
QTY = st.integers(1, 25)
PICK = st.integers(0, 2**16)
STEPS = {
    ("", "OPEN"),
    ("OPEN", "RELEASED"),
    *(("RELEASED", after) for after in ("PICKED", "CLOSED")),
    ("PICKED", "SHIPPED"),
}


class Floor(RuleBasedStateMachine):
    """`taken` counts by (sku, bin, lot), as the model keeps it from accepted picks alone."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Gate()
        self.put = Counter({(GAUZE, "A01", "LATE"): 20, (GAUZE, "A02", "SOON"): 10})
        self.taken: Counter[tuple[str, str, str]] = Counter()
        self.tasks: list[Body] = []
        self.status: dict[str, str] = {}
        self.order(GAUZE, 12, 12, "N")

    @property
    def documents(self) -> Any:
        return vars(self.gate.system)["documents"]

    def send(self, operation: str, body: Body) -> Any:
        """The answer, None if refused; a refusal must have changed nothing."""
        before = self.gate.state()
        status, answer = self.gate.send(operation, body)
        assert status in {200, 201, 404, 409, 422}, answer
        if status < 400:
            return answer
        assert self.gate.state() == before
        return None

    def number(self, pick: int) -> str:
        return f"PK{pick % (len(self.documents.pick_orders) + 1) + 1:07d}"

    @rule(sku=SKUS, bin_=BINS, lot=LOTS, qty=QTY, wrong=st.sampled_from([False, False, True]))
    def receive(self, sku: str, bin_: str, lot: str, qty: int, wrong: bool) -> None:
        expires = "2029-001" if wrong else EXPIRY[lot]
        body = {"REFERENCE": "GR", "SKU": sku, "BIN": bin_, "LOT": lot, "EXPIRES_ON": expires}
        if self.send("receive_goods", {**body, "QTY": qty}):
            self.put[sku, bin_, lot] += qty

    @rule(sku=SKUS, first=QTY, second=QTY, priority=st.sampled_from("NU"))
    def order(self, sku: str, first: int, second: int, priority: str) -> None:
        """Two lines of one item, which then want the same bins; line 1 twice is refused."""
        lines = [{"LINE": 1, "SKU": sku, "QTY": first}]
        lines.append({"LINE": 2 if first != second else 1, "SKU": GAUZE, "QTY": second})
        self.send("create_pick_order", wanted(1, LINES=lines, PRIORITY=priority))

    @rule(limit=st.integers(1, 3))
    def release(self, limit: int) -> None:
        if wave := self.send("release_wave", {"LIMIT": limit}):
            self.tasks += wave["TASKS"]

    @rule(pick=PICK, less=st.sampled_from([0, 0, 0, 1, 4, 99]), extra=st.booleans())
    def confirm_tasks(self, pick: int, less: int, extra: bool) -> None:
        """As a wave said, or less of it; a task that was done is done again, which is refused."""
        if not self.tasks:
            return
        chosen = self.tasks[pick % len(self.tasks)]
        line = [t for t in self.tasks if _line(t) == _line(chosen)]
        picks = [{"BIN": t["BIN"], "LOT": t["LOT"], "QTY": t["QTY"] - less} for t in line]
        picks = [each for each in picks if each["QTY"] > 0]
        self.confirm(*_line(chosen), chosen["SKU"], picks + picks[: int(extra and not pick % 5)])

    @rule(pick=PICK, line=st.integers(1, 3), bin_=BINS, lot=LOTS, qty=QTY)
    def confirm_anything(self, pick: int, line: int, bin_: str, lot: str, qty: int) -> None:
        order = self.documents.pick_orders.get(self.number(pick))
        sku = {each.line: each.sku for each in order.lines}.get(line, "") if order else ""
        self.confirm(self.number(pick), line, sku, [{"BIN": bin_, "LOT": lot, "QTY": qty}])

    def confirm(self, number: str, line: int, sku: str, picks: list[Body]) -> None:
        if self.send("confirm_pick", {"PICK_ORDER": number, "LINE": line, "PICKS": picks}):
            for pick in picks:
                self.taken[sku, pick["BIN"], pick["LOT"]] += pick["QTY"]

    @rule(pick=PICK)
    def dispatch(self, pick: int) -> None:
        """Twice: the second time is always refused."""
        body = {"PICK_ORDER": self.number(pick)}
        was = self.status.get(body["PICK_ORDER"])
        assert bool(self.send("dispatch_shipment", body)) == (was == "PICKED")
        assert self.send("dispatch_shipment", body) is None

    @rule()
    def export(self) -> None:
        found = self.send("export_stock", {"SITE": "CW"})
        held = [(i["SKU"], b["BIN"], b["LOT"], b["QTY"]) for i in found["ITEMS"] for b in i["BINS"]]
        assert {key[:3]: key[3] for key in held} == dict(self.put - self.taken)
        assert found["TOTAL_QTY"] == sum(key[3] for key in held)

    @invariant()
    def every_bin_holds_what_was_put_there_less_what_was_taken(self) -> None:
        rows = [(i.sku, b.bin, b.lot, b.on_hand) for i in self.items() for b in i.bins]
        assert len({row[:3] for row in rows}) == len(rows)
        assert all(row[3] > 0 for row in rows)
        assert {row[:3]: row[3] for row in rows} == dict(self.put - self.taken)
        assert not self.taken - self.put

    @invariant()
    def received_is_on_hand_and_picked_and_shipped(self) -> None:
        picked: Counter[str] = Counter()
        for order in self.documents.pick_orders.values():
            for line in order.lines:
                assert 0 <= line.picked <= line.ordered
                picked[line.sku] += line.picked if order.status != "SHIPPED" else 0
        books = self.gate.on_hand()
        for item in self.items():
            assert item.received == item.on_hand + picked[item.sku] + item.shipped
            assert books.get(item.sku, 0) == item.on_hand

    @invariant()
    def what_was_shipped_is_what_was_picked_once(self) -> None:
        orders = self.documents.pick_orders
        shipments = self.documents.shipments.values()
        shipped = [shipment.pick_order for shipment in shipments]
        assert sorted(shipped) == sorted(n for n, o in orders.items() if o.status == "SHIPPED")
        assert len({shipment.sscc for shipment in shipments}) == len(shipped)
        for shipment in shipments:
            lines = orders[shipment.pick_order].lines
            picks = Counter({(each.line, p.lot): 0 for each in lines for p in each.picks})
            for each in lines:
                for pick in each.picks:
                    picks[each.line, pick.lot] += pick.quantity
            for line in shipment.lines:
                picks[line.pick_line, line.lot] -= line.quantity
            assert shipment.lines
            assert not any(picks.values())

    @invariant()
    def orders_take_legal_steps(self) -> None:
        for number, order in self.documents.pick_orders.items():
            before = self.status.get(number, "")
            assert before == order.status or (before, order.status) in STEPS
            assert bool(order.wave) == (order.status != "OPEN")
            self.status[number] = order.status

    @invariant()
    def short_is_ordered_less_picked(self) -> None:
        lines = [line for o in self.documents.pick_orders.values() for line in o.lines]
        missing = sum(line.ordered - line.picked for line in lines if line.picks is not None)
        assert missing == sum(e.quantity for e in self.gate.effects("warehouse.short_pick"))

    def items(self) -> list[Any]:
        return list(self.documents.items.values())


def _line(task: Body) -> tuple[str, int]:
    return task["PICK_ORDER"], task["LINE"]


Floor.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
test_eaches_are_conserved_under_any_sequence = Floor.TestCase
