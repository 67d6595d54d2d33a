"""F34: the masters of the systems do not agree: doubled suppliers, drifted or obsolete items.

Stands for years without reconciliation. Numbers still agree, so only an integration that trusts
names or descriptions, or counts records, is misled. A stimulus: it holds for the whole run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.fault import Fault
from sim.faults.reach import Reach


@dataclass(frozen=True, kw_only=True)
class MasterMismatch(Fault):
    """More of what is calibrated anyway; its witness is a document of such a supplier or item."""

    id: ClassVar[str] = "F34"
    title: ClassVar[str] = "master data mismatch"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"doubled": 0.1, "years": 2.0},
        "rough": {"doubled": 0.15, "years": 5.0, "obsolete": 0.5},
        "harsh": {"doubled": 0.2, "years": 20.0, "obsolete": 2.0},
    }

    hops: tuple[str, ...] = ("world",)
    doubled: float = 0.1
    """Share of supplier records that are another one's double; all of them active."""
    years: float = 3.0
    """Since items were last compared."""
    obsolete: float = 0.1
    """Obsolete items for each active one."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """What it changes in the world."""
        return {
            "duplicate_supplier_share": self.doubled,
            "duplicate_supplier_active_share": 1.0,
            "item_drift_unsynchronised_y": self.years,
            "obsolete_item_share": self.obsolete,
        }

    def begin(self, reach: Reach) -> None:
        """Looks out for the first document on which the masters disagree."""
        enterprise = reach.world.site.enterprise
        names = {record.doubles for record in enterprise.supplier_records}
        names |= {item for _, item in enterprise.drifted}

        def committed(system: str, effect: Effect) -> None:
            if not names.isdisjoint(_named(effect.facts)):
                reach.witness(effect.key, system)

        reach.watch(committed)


def _named(facts: Mapping[str, Any]) -> Iterator[str]:
    """Suppliers and items that an effect tells of."""
    for line in (facts, *facts.get("lines", ())):
        for name in ("item", "supplier"):
            if isinstance(line, Mapping) and isinstance(line.get(name), str):
                yield line[name]
