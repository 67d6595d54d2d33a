"""Stock is conserved in transit, in quarantine, through returns and waste, under any calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests.unit.mock_systems.inventory.test_stock import (
    FACTOR,
    ITEMS,
    LOCATIONS,
    LOTS,
    PAR,
    PLACES,
    StockRoom,
    key,
)

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House

TRACKED = st.sampled_from(["IV-000002", "IV-000003"])
NAMED = st.sampled_from(["A", "B", "C"])


class MovingStock(StockRoom):
    """The same stock room, its goods on lanes, recalled, returned, thrown away."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.recalled: dict[tuple[str, str], str] = {}
        self.shipped: dict[str, list[str | int]] = {}
        self.used: dict[str, list[str | int]] = {}

    def barred(self, name: str) -> bool:
        _, item, lot = name.split("/")
        return (item, lot) in self.recalled

    def fefo(self, location: str, item: str, lot: str, qty: int) -> str | None:
        lots = [""] if item == "IV-000001" else [lot] if lot else ["B", "A", "C"]
        keys = (key(location, item, name) for name in lots)
        open_ = (name for name in keys if not self.barred(name))
        return next((name for name in open_ if self.model[name] >= qty), None)

    @rule(location=LOCATIONS, item=ITEMS, lot=LOTS, qty=st.integers(1, 9))
    def use_and_keep(self, location: str, item: str, lot: str, qty: int) -> None:
        before = Counter(self.model)
        self.use(location, item, lot, qty)
        if before != self.model:
            (name,) = before - self.model
            usage_id = self.house.of_kind("inventory.usage")[-1].key
            self.used[usage_id] = [name, qty]

    @rule(data=st.data(), qty=st.integers(1, 9), back=st.booleans())
    def give_back_or_waste(self, data: st.DataObject, qty: int, back: bool) -> None:
        usage_id = data.draw(st.sampled_from(["US-none", *self.used]))
        name, kept = self.used.get(usage_id, ["H01-OR//", 0])
        legal = qty <= int(kept) and not self.closed(str(name))
        operation = "return_usage" if back else "record_waste"
        reason = "unopened" if back else "opened"
        body = {"usage_id": usage_id, "qty": qty, "reason": reason}
        if self.send(operation, body, legal):
            self.used[usage_id][1] = int(kept) - qty
            if back:
                self.model[str(name)] += qty

    @rule(location=LOCATIONS, item=TRACKED, lot=NAMED, qty=st.integers(1, 9))
    def waste(self, location: str, item: str, lot: str, qty: int) -> None:
        name = key(location, item, lot)
        legal = self.model[name] >= qty and not self.closed(location)
        body = {"location": location, "item_id": item, "lot": lot, "qty": qty}
        if self.send("record_waste", {**body, "reason": "damaged"}, legal):
            self.model[name] -= qty

    @rule(here=LOCATIONS, there=LOCATIONS, item=ITEMS, lot=LOTS, qty=st.integers(1, 9))
    def ship(self, here: str, there: str, item: str, lot: str, qty: int) -> None:
        taken = self.fefo(here, item, lot, qty)
        legal = taken is not None and here != there and not self.closed(here)
        body = {"from_location": here, "to_location": there, "item_id": item, "qty": qty}
        answer = self.send("ship_transfer", {**body, "lot": lot}, legal)
        if answer and taken:
            lane = taken.replace(here, f"{here}>{there}")
            self.model[taken] -= qty
            self.model[lane] += qty
            self.shipped[answer["transfer_id"]] = [lane, qty]

    @rule(data=st.data(), qty=st.integers(0, 9), lost=st.integers(0, 2))
    def arrive(self, data: st.DataObject, qty: int, lost: int) -> None:
        transfer_id = data.draw(st.sampled_from(["TS-none", *self.shipped]))
        lane, left = self.shipped.get(transfer_id, ["H01-OR>H01-OR//", 0])
        here, _, rest = str(lane).partition(">")
        legal = 0 < qty + lost <= int(left) and not self.closed(here, rest)
        body = {"transfer_id": transfer_id, "qty": qty, "lost_qty": lost, "reason": "?"}
        if self.send("receive_transfer", body, legal):
            self.model[str(lane)] -= qty + lost
            self.model[rest] += qty
            self.shipped[transfer_id][1] = int(left) - qty - lost

    @rule(item=TRACKED, lot=NAMED)
    def recall(self, item: str, lot: str) -> None:
        known = lot in self.house.system.tables.items[item].expiries
        legal = known and (item, lot) not in self.recalled
        body = {"item_id": item, "lot": lot, "reason": "cracks"}
        answer = self.send("recall_lot", body, legal)
        if answer:
            self.recalled[item, lot] = answer["recall_id"]

    @rule(item=TRACKED, lot=NAMED)
    def release(self, item: str, lot: str) -> None:
        recall_id = self.recalled.get((item, lot), "RL-none")
        body = {"recall_id": recall_id, "reason": "tested"}
        if self.send("release_lot", body, (item, lot) in self.recalled):
            del self.recalled[item, lot]

    @invariant()
    def quarantine_holds_exactly_the_recalled_lots(self) -> None:
        expected = {name: qty for name, qty in self.model.items() if qty and self.barred(name)}
        assert self.house.book("inventory.quarantined") == expected

    @invariant()
    def the_lanes_hold_exactly_what_was_shipped_and_did_not_arrive(self) -> None:
        assert sum(self.house.book("inventory.in_transit").values()) == sum(
            int(left) for _, left in self.shipped.values()
        )

    @invariant()
    def the_index_holds_exactly_the_shelves_below_par(self) -> None:
        shelves = Counter({f"{place}/{item}": 0 for place in PLACES for item in FACTOR})
        for name, qty in self.model.items():
            if not self.barred(name):
                shelves[name.rpartition("/")[0]] += qty
        short = {shelf for shelf, qty in shelves.items() if qty < PAR and ">" not in shelf}
        listed = {
            f"{line['location']}/{line['item_id']}"
            for facility in ("H01", "H02")
            for line in self.house.call("list_below_par", facility=facility)["items"]
        }
        assert listed == short


def test_stock_is_conserved_wherever_it_stands(new_house: Callable[[], House]) -> None:
    class Fresh(MovingStock):
        def __init__(self) -> None:
            super().__init__(new_house())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=50, stateful_step_count=40, deadline=None)
    )
