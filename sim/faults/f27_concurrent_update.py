"""F27: two people change the same record within a moment, just as it is being carried over.

While the integration is between reading and writing the first version, the second one is saved; and
then it is carried over beside the first. Whoever writes what arrives last, without looking at
versions, leaves the older one standing in a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.faults.strike import HOUR_S, drawn_hours

TERMS = ("NET30", "NET45", "NET60")
CLERKS = ("supplier_desk/first", "supplier_desk/second", "supplier_desk/third")


@dataclass(frozen=True, kw_only=True)
class ConcurrentUpdate(Fault):
    """Has suppliers changed several times within `within_s` in the ERP, which owns them."""

    id: ClassVar[str] = "F27"
    title: ClassVar[str] = "concurrent update"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"records": 2},
        "rough": {"records": 15, "within_s": 1.0},
        "harsh": {"records": 60, "writers": 3, "within_s": 0.5},
    }

    hops: tuple[str, ...] = ("world",)
    from_h: float = 7.0
    until_h: float = 29.0
    records: int = 5
    writers: int = 2
    within_s: float = 3.0

    def begin(self, reach: Reach) -> End:
        """Plans the changes."""
        timers = []
        for n, hour in enumerate(drawn_hours(reach, self.stream, self.records, self._window)):
            for writer in range(self.writers):
                later_s = self.within_s * reach.streams.uniform(
                    "fault", self.stream, "gap", n, writer
                )
                delay_s = hour * HOUR_S + later_s - reach.clock.now_s()
                change = partial(self._change, reach, n, writer)
                timers.append(reach.clock.loop.call_later(max(0.0, delay_s), change))
        self._look_out(reach)

        def end() -> None:
            for timer in timers:
                timer.cancel()

        return end

    @property
    def _window(self) -> tuple[float, float]:
        return (self.from_h, self.until_h)

    def _change(self, reach: Reach, n: int, writer: int) -> None:
        site = reach.world.site
        address = ("fault", self.stream, "terms", n, writer)
        supplier = site.streams.choice(site.enterprise.suppliers, "fault", self.stream, "who", n)
        terms = site.streams.choice(TERMS, *address)
        body = {"SupplierNumber": supplier.erp_number, "PaymentTerms": terms}
        site.try_do("erp", "update_supplier", body, CLERKS[writer])

    def _look_out(self, reach: Reach) -> None:
        """Its witness is a record that changed again within the time."""
        changed: dict[str, float] = {}

        def committed(system: str, effect: Effect) -> None:
            if effect.kind == "erp.supplier":
                now_s = reach.clock.now_s()
                if now_s - changed.get(effect.key, -1e9) <= self.within_s:
                    reach.witness(effect.key, system)
                changed[effect.key] = now_s

        reach.watch(committed)
