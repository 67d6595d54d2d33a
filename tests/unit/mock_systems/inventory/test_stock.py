"""Stock is conserved, never negative, first expired first out, under any sequence of calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

LOCATIONS = st.sampled_from(["H01-OR", "H01-CS", "H02-OR"])
ITEMS = st.sampled_from(["IV-000001", "IV-000002", "IV-000003"])
LOTS = st.sampled_from(["", "A", "B", "C"])
EXPIRY = {"A": "20270101", "B": "20260601", "C": ""}
FACTOR = {"IV-000001": 50, "IV-000002": 12, "IV-000003": 2}
PAR = 20
OPENING = {
    "H01-OR/IV-000001/": 30,
    "H01-OR/IV-000002/A": 15,
    "H01-OR/IV-000002/B": 15,
    "H02-OR/IV-000003/C": 4,
}


def key(location: str, item: str, lot: str) -> str:
    return f"{location}/{item}/{'' if item == 'IV-000001' else lot}"


class StockRoom(RuleBasedStateMachine):
    """Compares the application with a dictionary of what should be on hand."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.model: Counter[str] = Counter(OPENING)
        self.totals: Counter[tuple[str, str, str]] = Counter()
        self.sent: dict[str, Counter[tuple[str, str, str]]] = {}
        self.status: dict[str, str] = {}
        for name, qty in OPENING.items():
            location, item, lot = name.split("/")
            house.stock(location, item, qty, lot, EXPIRY.get(lot, ""))
        for location in ("H01-OR", "H01-CS", "H02-OR"):
            for item in FACTOR:
                row = {"location": location, "item_id": item, "par_qty": PAR, "reorder_qty": PAR}
                house.system.load("pars", [row])

    def period(self, facility: str) -> str:
        hours = -5 if facility == "H01" else -4
        return (self.house.instant + timedelta(hours=hours)).strftime("%Y-%m")

    def closed(self, *locations: str) -> bool:
        return any(self.status.get(self.period(place[:3])) == "closed" for place in locations)

    def fefo(self, location: str, item: str, lot: str, qty: int) -> str | None:
        """The stock key that should be taken, or None."""
        lots = [""] if item == "IV-000001" else [lot] if lot else ["B", "A", "C"]
        keys = (key(location, item, name) for name in lots)
        return next((name for name in keys if self.model[name] >= qty), None)

    def send(self, operation: str, body: dict[str, Any], legal: bool) -> dict[str, Any] | None:
        if not legal:
            self.house.refusal(operation, **body)
            return None
        return self.house.call(operation, **body)

    @rule(location=LOCATIONS, item=ITEMS, lot=LOTS, qty=st.integers(1, 3), uom=st.booleans())
    def receive(self, location: str, item: str, lot: str, qty: int, uom: bool) -> None:
        unit = {"IV-000003": "CS"}.get(item, "BX") if uom else "EA"
        line = {"item_id": item, "qty": qty, "uom": unit, "lot": lot, "expiry": EXPIRY.get(lot, "")}
        body = {"facility": location[:3], "location": location, "lines": [line]}
        legal = (bool(lot) or item == "IV-000001") and not self.closed(location)
        if self.send("record_receipt", body, legal):
            each = qty * (FACTOR[item] if uom else 1)
            self.model[key(location, item, lot)] += each
            self.totals["receipt_qty", location[:3], self.period(location[:3])] += each
            self.totals["receipt_lines", location[:3], self.period(location[:3])] += 1

    @rule(location=LOCATIONS, item=ITEMS, lot=LOTS, qty=st.integers(1, 20))
    def use(self, location: str, item: str, lot: str, qty: int) -> None:
        taken = self.fefo(location, item, lot, qty)
        legal = taken is not None and not self.closed(location)
        body = {"facility": location[:3], "location": location, "item_id": item, "qty": qty}
        answer = self.send("record_usage", {**body, "lot": lot}, legal)
        if answer and taken:
            assert taken.endswith(f"/{answer['lot']}")
            self.model[taken] -= qty
            self.totals["usage_qty", location[:3], self.period(location[:3])] += qty
            self.totals["usage_lines", location[:3], self.period(location[:3])] += 1

    @rule(here=LOCATIONS, there=LOCATIONS, item=ITEMS, lot=LOTS, qty=st.integers(1, 20))
    def transfer(self, here: str, there: str, item: str, lot: str, qty: int) -> None:
        taken = self.fefo(here, item, lot, qty)
        legal = taken is not None and here != there and not self.closed(here, there)
        body = {"from_location": here, "to_location": there, "item_id": item, "qty": qty}
        if self.send("transfer_stock", {**body, "lot": lot}, legal) and taken:
            self.model[taken] -= qty
            self.model[taken.replace(here, there)] += qty

    @rule(location=LOCATIONS, item=ITEMS, lot=LOTS, delta=st.integers(-20, 20))
    def count(self, location: str, item: str, lot: str, delta: int) -> None:
        name = key(location, item, lot)
        known = item == "IV-000001" or lot in self.house.system.tables.items[item].expiries
        enough = self.model[name] >= -delta if delta < 0 else known
        legal = delta != 0 and enough and not self.closed(location)
        legal = legal and (bool(lot) or item == "IV-000001")
        body = {"location": location, "item_id": item, "lot": lot, "delta": delta, "reason": "?"}
        if self.send("adjust_stock", body, legal):
            self.model[name] += delta

    @rule(hours=st.sampled_from([1, 24, 24 * 9]))
    def wait(self, hours: int) -> None:
        self.house.instant += timedelta(hours=hours)

    @precondition(lambda self: self.house.instant.day < 20)
    @rule(status=st.sampled_from(["open", "closing", "closing", "closed"]))
    def set_status(self, status: str) -> None:
        period = self.period("H01")
        version = len(self.house.effects) + 1
        body = {"period": period, "status": status, "erp_version": version}
        self.house.call("set_period_status", **body)
        self.status[period] = status
        if status != "open":
            self.sent.setdefault(period, Counter(self.totals))

    @invariant()
    def on_hand_is_what_the_model_holds_and_never_negative(self) -> None:
        assert min(self.house.books().values(), default=1) > 0
        assert self.house.books() == {name: qty for name, qty in self.model.items() if qty}

    @invariant()
    def opening_plus_movements_is_on_hand(self) -> None:
        total = Counter(OPENING)
        total.update(self.house.moved())
        assert {name: qty for name, qty in total.items() if qty} == self.house.books()

    @invariant()
    def the_index_holds_exactly_the_shelves_below_par(self) -> None:
        shelves = Counter({f"{place}/{item}": 0 for place in PLACES for item in FACTOR})
        for name, qty in self.model.items():
            shelves[name.rpartition("/")[0]] += qty
        short = {shelf for shelf, qty in shelves.items() if qty < PAR}
        listed = [
            f"{line['location']}/{line['item_id']}"
            for facility in ("H01", "H02")
            for line in self.house.call("list_below_par", facility=facility)["items"]
        ]
        assert len(listed) == len(set(listed))
        assert set(listed) == short

    @invariant()
    def totals_left_once_and_equal_the_sum_at_that_moment(self) -> None:
        sent = self.house.data("inventory.period.totals")
        assert len(sent) == 2 * len(self.sent)
        for data in sent:
            expected = self.sent[data["period"]]
            for name in ("usage_lines", "usage_qty", "receipt_lines", "receipt_qty"):
                assert data[name] == expected[name, data["facility"], data["period"]]


PLACES = ("H01-OR", "H01-CS", "H02-OR")


def test_stock_is_conserved_under_any_sequence_of_calls(new_house: Callable[[], House]) -> None:
    class Fresh(StockRoom):
        def __init__(self) -> None:
            super().__init__(new_house())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=50, stateful_step_count=40, deadline=None)
    )
