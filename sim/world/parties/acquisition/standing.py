"""What the integration office sees of a site in the group's systems: mapped keys, what came over.

At a checkpoint somebody compares lists, and decides by them alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from mock_systems.service import Effect

MAPS = frozenset(
    {"erp.supplier_alias", "erp.account_map", "inventory.site_item", "billing.code_map"}
)
TAKE_OVERS: Mapping[str, str] = {
    "legacy_erp.open_order": "erp.opening_order",
    "legacy_erp.open_payable": "erp.opening_payable",
    "legacy_erp.parked_voucher": "erp.site_voucher",
}
"""What a site hands over -> what stands for it in the group's ERP."""

Line = tuple[str, str]
"""(kind of effect, its key)."""


class Standing:
    """Two lists a site: what should be there, and what is. Keys begin with the site's code."""

    def __init__(self) -> None:
        self._mapped: dict[str, set[str]] = {}
        self._handed: dict[str, set[Line]] = {}
        self._taken: dict[str, set[Line]] = {}

    def on_effect(self, effect: Effect) -> None:
        """Notes what maps a key, hands a document over, or takes one over."""
        site = effect.key.partition("/")[0]
        if effect.kind in MAPS:
            self._mapped.setdefault(site, set()).add(effect.key)
        elif effect.kind in TAKE_OVERS:
            line = (TAKE_OVERS[effect.kind], effect.key)
            self._handed.setdefault(site, set()).add(line)
        elif effect.kind in TAKE_OVERS.values():
            self._taken.setdefault(site, set()).add((effect.kind, effect.key))

    def mapped_share(self, site: str, owed: Iterable[str]) -> float:
        """Of the maps that a site's keys should have, written `site/key=meaning`."""
        return _share(set(owed), self._mapped.get(site, set()))

    def taken_over_share(self, site: str) -> float:
        """Of all that the site ever handed over."""
        return _share(self._handed.get(site, set()), self._taken.get(site, set()))


def _share(owed: Collection[object], there: Collection[object]) -> float:
    return sum(one in there for one in owed) / len(owed) if owed else 1.0
