"""A hospital's dock when the warehouse's truck is there (S04): receives what was announced.

What S04 was not told of is set aside until it is.
"""

from __future__ import annotations

from sim.world.agenda import Agenda
from sim.world.site import Site

_LATER_S = 60.0


class WarehouseDock:
    """Brings trucks and announcements together, whichever comes first."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda
        self._announced: dict[str, tuple[str, int]] = {}
        self._set_aside: dict[str, str] = {}

    def announced(self, key: str, transfer: str, quantity: int) -> None:
        """S04 knows of a shipment line; the first time counts."""
        self._announced.setdefault(key, (transfer, quantity))
        if key in self._set_aside:
            facility = self._set_aside.pop(key)
            self._agenda.at(self._agenda.now_s + _LATER_S, self.unload, facility, (key,))

    def unload(self, facility: str, keys: tuple[str, ...]) -> None:
        """Takes in what is on the truck, line by line."""
        for key in keys:
            if key not in self._announced:
                self._set_aside[key] = facility
                continue
            transfer, quantity = self._announced[key]
            body = {"transfer_id": transfer, "qty": quantity}
            self._site.try_do("inventory", "receive_transfer", body, f"dock/{facility}")
