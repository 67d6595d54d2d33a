"""A cable with one tiny system at its end, and what was recorded of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from integration_under_test.boundary import SystemClient
from sim.cable import AsgiArm, Cable, Decision, DirectArm, Fate, Network, Packet
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host.client import CabledClient
from sim.streams import Streams
from tests.unit.mock_systems.service.ledger_system import OPERATIONS, Desk, TinyLedger


@dataclass
class Line:
    """`fates` are dealt to packets in order; afterwards packets pass."""

    clock: VirtualClock
    arm: str = "direct"
    fates: list[Fate | None] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    packets: list[Packet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.system = TinyLedger(Desk())
        systems = {"tiny": self.system}
        arm = DirectArm(systems) if self.arm == "direct" else AsgiArm(systems, self.clock.loop)
        self.cable = Cable(self.network(), arm)
        self.client: SystemClient = CabledClient(self.cable, "tiny", OPERATIONS)

    def network(self) -> Network:
        return Network(self.clock, Streams(1), self.write, self.decide)

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def decide(self, packet: Packet) -> Decision | None:
        self.packets.append(packet)
        fate = self.fates.pop(0) if self.fates else None
        return None if fate is None else Decision(fate, "F99")

    def post(self, **options: Any) -> dict[str, Any]:
        body = {"account-code": "a", "amount": 5, "memo": "m1"}
        return self.clock.run(self.client.call("post_entry", body, **options))
