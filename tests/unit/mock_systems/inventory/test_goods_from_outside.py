"""Any sequence of announcements, arrivals, uses, snapshots, cross-references (P11, P12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

PLACES = st.sampled_from(["H01-OR", "H01-CS", "H02-OR", "H09-XX"])
ITEMS = st.sampled_from(["IV-000001", "IV-000002", "IV-000002", "IV-000009"])
LOTS = st.sampled_from(["", "W1", "W1", "W2"])
QTY = st.integers(1, 9)
PICK = st.integers(0, 2**16)
DAYS = st.sampled_from(["20260412", "20260413", "20260414", "20260431"])
MONTHS = st.sampled_from(["open", "open", "open", "closing", "closed"])


class Dock(RuleBasedStateMachine):
    """`left` is what each transfer still has on the way, `shelves` what was taken in."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.left: dict[str, int] = {}
        self.place: dict[str, str] = {}
        self.shelves: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.announced: Counter[str] = Counter()
        self.snapshot_day = ""
        self.stock: tuple[str, Counter[str]] = ("", Counter())
        self.decisions: dict[str, dict[str, Any]] = {}
        self.closed = False

    def send(self, operation: str, body: dict[str, Any]) -> Any:
        before = self.house.snapshot()
        status, answer = self.house.send(operation, body)
        assert status in {200, 201, 404, 409, 422}, answer
        if status < 400:
            return answer
        assert self.house.snapshot() == before
        return None

    @rule(ref=st.integers(1, 3), place=PLACES, item=ITEMS, lot=LOTS, qty=QTY, own=st.booleans())
    def announce(self, ref: int, place: str, item: str, lot: str, qty: int, own: bool) -> None:
        """A reference announced again is on its way again."""
        origin = "H01-CS" if own and qty == 9 else "WAREHOUSE"
        body = {"source_ref": f"SH-{ref}", "origin": origin, "to_location": place, "qty": qty}
        body |= {"item_id": item, "lot": lot, "expiry": "20270101"}
        sound = place != "H09-XX" and item != "IV-000009" and origin == "WAREHOUSE"
        legal = sound and bool(lot) == (item == "IV-000002") and not self.closed
        answer = self.send("announce_inbound", body)
        assert bool(answer) == legal or (item == "IV-000001" and lot)
        if answer:
            number = answer["transfer_id"]
            assert number not in self.left
            self.left[number] = qty
            self.place[number] = f"{place}/{item}/{answer['lot']}"
            self.announced[f"SH-{ref}"] += qty

    @rule(pick=PICK, qty=st.integers(0, 9), lost=st.sampled_from([0, 0, 0, 1]), why=st.booleans())
    def arrive(self, pick: int, qty: int, lost: int, why: bool) -> None:
        numbers = [*self.left, "TS-99999999"]
        number = numbers[pick % len(numbers)]
        body = {
            "transfer_id": number,
            "qty": qty,
            "lost_qty": lost,
            "reason": "torn" if why else "",
        }
        legal = 0 < qty + lost <= self.left.get(number, 0) and (why or not lost)
        answer = self.send("receive_transfer", body)
        assert bool(answer) == (legal and not self.closed)
        if answer:
            self.left[number] -= qty + lost
            self.shelves[self.place[number]] += qty
            self.lost[self.place[number]] += lost
            assert answer["in_transit_qty"] == self.left[number]

    @rule(pick=PICK, qty=QTY)
    def use(self, pick: int, qty: int) -> None:
        names = sorted(self.shelves)
        if names:
            name = names[pick % len(names)]
            location, item, lot = name.split("/")
            body = {"facility": location[:3], "location": location, "item_id": item, "qty": qty}
            legal = self.shelves[name] >= qty and not self.closed
            assert bool(self.send("record_usage", {**body, "lot": lot})) == legal
            self.shelves[name] -= qty if legal else 0

    @rule(day=DAYS, lines=st.lists(st.tuples(ITEMS, st.integers(0, 50)), max_size=3))
    def warehouse_file(self, day: str, lines: list[tuple[str, int]]) -> None:
        """All of it or nothing; never an older day."""
        rows = [{"item_id": item, "qty": qty} for item, qty in lines]
        body = {"snapshot_ref": f"WAREHOUSE/{day}", "as_of": day, "lines": rows}
        known = all(item != "IV-000009" for item, _ in lines)
        legal = known and day != "20260431" and day >= self.snapshot_day
        answer = self.send("post_warehouse_stock", body)
        assert bool(answer) == legal
        if answer:
            assert self.send("post_warehouse_stock", body) == answer
            self.snapshot_day = day
            self.stock = (f"WAREHOUSE/{day}", Counter())
            self.stock[1].update(dict.fromkeys((item for item, _ in lines), 0))
            for item, qty in lines:
                self.stock[1][item] += qty

    @rule(
        decision=st.integers(1, 3),
        item=ITEMS,
        other=ITEMS,
        factor=st.sampled_from([0, 1, 1, 2]),
    )
    def agree(self, decision: int, item: str, other: str, factor: int) -> None:
        """A decision brings one thing, however often it comes."""
        ref = f"PO-1/1/{decision}"
        body = {"item_id": item, "substitute_item_id": other, "factor": factor, "supplier": ""}
        body |= {"valid_from": "20260414", "reference": ref}
        sound = "IV-000009" not in (item, other) and item != other and factor > 0
        legal = sound and self.decisions.get(ref, body) == body
        assert bool(self.send("put_cross_reference", body)) == legal
        if legal:
            self.decisions[ref] = body
            before = self.house.snapshot()
            assert self.send("put_cross_reference", body)
            assert self.house.snapshot() == before

    @rule(status=MONTHS)
    def month(self, status: str) -> None:
        body = {"period": "2026-04", "status": status, "erp_version": len(self.house.effects) + 1}
        if self.send("set_period_status", body):
            self.closed = status == "closed"

    @invariant()
    def what_was_announced_is_on_its_way_or_arrived_or_lost(self) -> None:
        on_way: Counter[str] = Counter()
        for number, qty in self.left.items():
            on_way[f"WAREHOUSE>{self.place[number]}"] += qty
        assert self.house.book("inventory.in_transit") == dict(+on_way)
        assert self.house.books() == dict(+self.shelves + on_way)
        assert min(self.shelves.values(), default=0) >= 0
        for ref, qty in self.announced.items():
            items = self.house.call("find_inbound", source_ref=ref)["items"]
            assert sum(one["qty"] for one in items) == qty
            for one in items:
                parts = (one["received_qty"], one["lost_qty"], one["in_transit_qty"])
                assert sum(parts) == one["qty"]
                assert min(parts) >= 0

    @invariant()
    def movements_add_up_to_the_books(self) -> None:
        moved = {name: qty for name, qty in self.house.moved().items() if qty}
        assert moved == self.house.books()

    @invariant()
    def the_last_file_of_the_warehouse_stands(self) -> None:
        for item in ("IV-000001", "IV-000002"):
            found = self.house.call("get_warehouse_stock", item_id=item)
            assert (found["snapshot_ref"], found["qty"]) == (self.stock[0], self.stock[1][item])

    @invariant()
    def each_decision_is_told_once(self) -> None:
        told = [effect.key for effect in self.house.of_kind("inventory.cross_reference")]
        assert len(told) == len(set(told)) == len(self.decisions)


def test_goods_from_outside_are_conserved(new_house: Callable[[], House]) -> None:
    class Fresh(Dock):
        def __init__(self) -> None:
            super().__init__(new_house())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
