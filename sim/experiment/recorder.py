"""Where the systems' effects enter the History, the obligations and the world, in that order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from mock_systems.service import Effect
from sim.history.schema import Row


class Listener(Protocol):
    """Wants to know of every committed effect."""

    def on_effect(self, system: str, effect: Effect) -> None: ...


class EffectRecorder:
    """The `Recorder` port of every system. Listeners hear an effect after it is written."""

    def __init__(self, write: Callable[[Row], int], now_us: Callable[[], int]) -> None:
        self._write = write
        self._now_us = now_us
        self.listeners: list[Listener] = []

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        """Writes one committed effect and tells the listeners."""
        self._write(
            Row(
                t_us=self._now_us(),
                op="effect",
                f=effect.kind,
                process=caller,
                source=system,
                effect_key=effect.key,
                correlation_id=correlation_id,
                agg_version=effect.version,
                count=effect.count,
                amount_minor=effect.amount_minor,
                currency="USD" if effect.amount_minor else "",
                quantity=effect.quantity,
                uom=effect.uom,
                account=effect.account,
                period=effect.period,
                facility=effect.facility,
            )
        )
        for listener in self.listeners:
            listener.on_effect(system, effect)
