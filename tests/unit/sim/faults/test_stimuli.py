"""Stimuli F27, F34, F35, F36, F37, F38, F39, F40: what they ask of the world, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mock_systems.service import Effect
from sim.cable import Held, Packet, Unreachable
from sim.clock import VirtualClock
from sim.faults.deliveries import Packing
from sim.faults.f27_concurrent_update import ConcurrentUpdate
from sim.faults.f34_master_mismatch import MasterMismatch
from sim.faults.f35_unit_mismatch import UnitMismatch
from sim.faults.f36_period_closed import PeriodClosed
from sim.faults.f37_partial_receipt import PartialReceipt
from sim.faults.f38_over_receipt import OverReceipt
from sim.faults.f39_cancel_after_ship import CANCELLED, CancelAfterShip
from sim.faults.f40_reversed_charge import ReversedCharge
from sim.faults.fault import INTENSITIES, Fault
from sim.faults.reach import Reach
from sim.streams import Streams
from sim.world.calibration import load_parameters
from sim.world.offers import Offers
from sim.world.orders import Order, OrderedLine, Shipment

ORDER = cast("Order", SimpleNamespace(number="PO-1", supplier="S-1", reference="1010-1"))
LINES = (OrderedLine(1, "100", 10, "CS", 500), OrderedLine(2, "101", 1, "EA", 70))
SHIPMENT = Shipment(ORDER, 1, 739_000, LINES)
NEWS = Packet("procurement>integration", CANCELLED, "PO-1", 1, 0.0, True, True)


class Town:
    """A world that only notes what it is asked for."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.offers = Offers()
        self.streams = Streams(1)
        self.changes: list[tuple[str, float]] = []
        self.extras: list[Shipment] = []
        self.offers.extras.take(self.planned)
        self.witnesses: list[str] = []
        self.watchers: list[Any] = []
        self.enterprise = SimpleNamespace(
            suppliers=(SimpleNamespace(erp_number="3001"), SimpleNamespace(erp_number="3002")),
            supplier_records=(SimpleNamespace(doubles="S-1"),),
            drifted={("inventory", "100"): "old words"},
            erp_packs={"100": 50},
        )

    def planned(self, shipment: Shipment) -> bool:
        self.extras.append(shipment)
        return True

    def try_do(self, system: str, operation: str, body: Mapping[str, Any], actor: str) -> None:
        self.changes.append((str(body["SupplierNumber"]), self.clock.now_s()))

    def begin(self, fault: Fault) -> Any:
        reach = SimpleNamespace(
            clock=self.clock,
            streams=self.streams,
            world=SimpleNamespace(site=self),
            watch=self.watchers.append,
            witness=lambda key, where: self.witnesses.append(key),
        )
        return fault.begin(cast("Reach", reach))

    def happens(self, kind: str, key: str, period: str = "", **facts: Any) -> None:
        for watcher in self.watchers:
            watcher(kind.partition(".")[0], Effect(kind, key, period=period, facts=facts))


@pytest.fixture
def town(clock: VirtualClock) -> Town:
    return Town(clock)


@pytest.mark.parametrize(
    "kind", [MasterMismatch, UnitMismatch, PeriodClosed, CancelAfterShip, ReversedCharge]
)
def test_every_intensity_changes_what_the_world_knows(kind: type[Fault]) -> None:
    plain = dict(load_parameters())
    seen = []
    for intensity in INTENSITIES:
        asked = kind.at(intensity).parameters
        assert dict(load_parameters(asked)) != plain
        seen.append(dict(asked))
    assert seen[0] != seen[2]


def test_the_same_record_changes_again_within_the_time(town: Town, clock: VirtualClock) -> None:
    town.begin(ConcurrentUpdate(records=6, writers=2, within_s=1.0, from_h=0.0, until_h=2.0))
    clock.run_until(3 * 3600.0)
    assert len(town.changes) == 12
    pairs = zip(town.changes[::2], town.changes[1::2], strict=True)
    assert all(one[0] == two[0] and two[1] - one[1] <= 1.0 for one, two in pairs)


def test_no_record_is_changed_after_the_end(town: Town, clock: VirtualClock) -> None:
    end = town.begin(ConcurrentUpdate(records=6, from_h=0.0, until_h=2.0))
    end()
    clock.run_until(3 * 3600.0)
    assert town.changes == []


def test_a_delivery_stays_as_it_was_packed_whenever_it_is_looked_at() -> None:
    packing = Packing(lambda shipment, line: line if line.line == 1 else LINES[0])
    packed = packing(SHIPMENT)
    packing.end()
    assert packed.lines == (LINES[0], LINES[0])
    assert packing(SHIPMENT) == packed
    later = Shipment(ORDER, 2, 739_001, LINES)
    assert packing(later) == later


def test_the_parts_of_a_line_are_the_whole_line(town: Town) -> None:
    town.begin(PartialReceipt(share=1.0, parts=4))
    first = town.offers.packing(SHIPMENT)
    assert town.offers.packing(SHIPMENT) == first
    parts = [line for one in (first, *town.extras) for line in one.lines if line.line == 1]
    assert [part.quantity for part in parts] == [4, 2, 2, 2]
    assert first.lines[1] == LINES[1], "one unit cannot be split"
    assert [town.offers.packing(extra) for extra in town.extras] == town.extras
    assert len({extra.n for extra in town.extras}) == 3


def test_too_much_is_packed_by_the_share(town: Town) -> None:
    end = town.begin(OverReceipt(share=1.0, excess=0.25))
    assert [line.quantity for line in town.offers.packing(SHIPMENT).lines] == [13, 2]
    end()
    later = Shipment(ORDER, 2, 739_001, LINES)
    assert town.offers.packing(later) == later


def test_the_news_of_a_cancellation_gets_through_in_the_end() -> None:
    fault, streams = CancelAfterShip(refused=7), Streams(1)
    fates = [fault.decide(NEWS._replace(attempt=n), streams) for n in range(1, 10)]
    assert fates == [Unreachable()] * 7 + [None] * 2
    assert fault.decide(NEWS._replace(f="procurement.order.issued"), streams) is None


def test_a_share_of_the_messages_is_held() -> None:
    packet = Packet("ehr>integration", "DFT", "M-1", 1, 0.0, True, True)
    assert isinstance(ReversedCharge(held=1.0).decide(packet, Streams(1)), Held)
    assert ReversedCharge(held=0.0).decide(packet, Streams(1)) is None


def receipt(town: Town, key: str, **facts: Any) -> None:
    line = {"item": "100", "po": "PO-1", "po_line": 1, "qty_purchase": 10}
    town.happens("inventory.receipt_line", key, **{**line, **facts})


def test_an_unsuspicious_document_is_no_witness(town: Town) -> None:
    for fault in (UnitMismatch(), PartialReceipt(), OverReceipt(share=1.0), MasterMismatch()):
        town.begin(fault)
    town.begin(PeriodClosed())
    town.begin(CancelAfterShip())
    receipt(town, "R-1", item="102")
    town.happens("inventory.usage", "U-1", "2026-04")
    town.happens("erp.cost", "U-1", "2026-04")
    assert town.witnesses == []


def test_each_shows_on_a_document_of_its_own(town: Town) -> None:
    town.begin(UnitMismatch())
    receipt(town, "R-unit")
    town.watchers.clear()
    town.begin(MasterMismatch())
    town.happens("procurement.order", "PO-7", supplier="S-1")
    town.watchers.clear()
    town.begin(PartialReceipt(share=0.0))
    receipt(town, "R-1")
    receipt(town, "R-second")
    town.watchers.clear()
    town.begin(OverReceipt(share=1.0))
    town.offers.packing(SHIPMENT)
    receipt(town, "R-over", qty_purchase=12)
    town.watchers.clear()
    town.begin(PeriodClosed())
    town.happens("inventory.usage", "U-moved", "2026-04")
    town.happens("erp.cost", "U-moved", "2026-05")
    town.watchers.clear()
    town.begin(CancelAfterShip())
    town.happens("procurement.order_cancellation", "PO-1/2")
    assert town.witnesses == ["R-unit", "PO-7", "R-second", "R-over", "U-moved", "PO-1/2"]
