"""F33: reads of prices are answered from a cache that is older than anybody allows.

Stands for a gateway or replica in front of the contract platform, the catalogue and the ERP's price
list. An integration that believes a read more than the version in an event loads yesterday's price,
or misses that there is a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.faults.strike import HOUR_S

CONTRACTS = (("contracts", "list_contracts"), ("contracts", "get_contract"))
QUOTES = (*CONTRACTS, ("contracts", "quote_price"), ("procurement", "find_catalogue_prices"))
ALL = (*QUOTES, ("erp", "get_price_agreement"))


@dataclass(frozen=True, kw_only=True)
class StalePrices(Fault):
    """Answers these reads as before for so long; its witness is a contract whose change was held
    back from a reader."""

    id: ClassVar[str] = "F33"
    title: ClassVar[str] = "stale price reads"
    needs: ClassVar[tuple[str, ...]] = ("gpo",)
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"ttl_h": 30.0},
        "rough": {"ttl_h": 100.0, "reads": QUOTES},
        "harsh": {"ttl_h": 1000.0, "reads": ALL},
    }

    hops: tuple[str, ...] = ("integration>*",)
    ttl_h: float = 24.0
    reads: tuple[tuple[str, str], ...] = CONTRACTS

    def begin(self, reach: Reach) -> End:
        """From now on answers are kept."""
        last = ["prices"]

        def committed(system: str, effect: Effect) -> None:
            if effect.kind == "contracts.activation":
                last[0] = effect.key

        reach.watch(committed)
        reach.reads.kept_s.update(dict.fromkeys(self.reads, self.ttl_h * HOUR_S))
        reach.reads.stale = lambda system, operation: reach.witness(last[0], system)
        return reach.reads.clear
