"""F35: for some items the ERP has a wrong factor from purchase unit to each.

Stands for a manufacturer that changed its pack, of which the ERP was not told: a case of 25 is a
case of 50 there. Money goes by the order's unit and stays right; eaches come out double wherever
somebody has the ERP convert. A stimulus: it holds until the integration names the item to a
steward, who corrects the ERP's pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.fault import Fault
from sim.faults.reach import Reach


@dataclass(frozen=True, kw_only=True)
class UnitMismatch(Fault):
    """Its witness is the receipt of such an item."""

    id: ClassVar[str] = "F35"
    title: ClassVar[str] = "unit of measure mismatch"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"share": 0.1},
        "rough": {"share": 0.3},
        "harsh": {"share": 1.0},
    }

    hops: tuple[str, ...] = ("world",)
    share: float = 0.1
    """Of all items that come in packs."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """What it changes in the world."""
        return {"purchase_unit_mismatch_share": self.share}

    def begin(self, reach: Reach) -> None:
        """Looks out for the first receipt that the two count differently."""
        packs = reach.world.site.enterprise.erp_packs

        def committed(system: str, effect: Effect) -> None:
            if effect.kind == "inventory.receipt_line" and effect.facts.get("item") in packs:
                reach.witness(effect.key, system)

        reach.watch(committed)
