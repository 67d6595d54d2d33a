"""What the people of the world do about an act that a load test did in their place.

The systems' effects reach obligations and actors as ever. What only the answer on the screen tells
is told here: the number of a requisition, to its approvers; a refusal, to the notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.world.desk import Act
from sim.world.exogenous import REQUISITIONS, USAGES, kind_of
from sim.world.requisitions import Requisitions
from sim.world.site import Site

OUT_OF_STOCK = 409
OK_BELOW = 400


class Replayed:
    """Hears of the answers to replayed acts."""

    def __init__(self, site: Site, requisitions: Requisitions) -> None:
        self._site = site
        self._requisitions = requisitions

    def answered(self, act: Act, status: int, answer: Mapping[str, Any]) -> None:
        """An act was done over a socket, or refused with 4xx."""
        if status >= OK_BELOW:
            self._refused(act, status, answer)
        elif kind_of(act) is REQUISITIONS:
            try:
                self._requisitions.written(act.body, answer)
            except LookupError as unknown:
                self._site.note("unknown", act.actor, str(answer.get("number")), repr(unknown))

    def _refused(self, act: Act, status: int, answer: Mapping[str, Any]) -> None:
        if status == OUT_OF_STOCK and kind_of(act) is USAGES:
            key = f"{act.body.get('location')}/{act.body.get('item_id')}"
            self._site.note("stock_out", act.actor, key, f"wanted {act.body.get('qty')}")
        else:
            operation = f"{act.system}.{act.operation}"
            self._site.note("refused", act.actor, operation, str(answer)[:200])
