"""The obligation book: writes an `owe` row for everything that an origin's commit makes due.

Called after every committed effect of any system, so an effect that owes nothing must cost no
more than one look into a dict.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.declared import declared_flows
from sim.obligations.flow import Duty, Flow, Owed
from sim.obligations.known import REMEMBERED, Known, PeriodOf, no_calendar
from sim.obligations.truth import Truth


class Writer(Protocol):
    """The part of the history's writer that the book needs."""

    def now_us(self) -> int: ...

    def write(self, row: Row) -> int: ...


class ObligationBook:
    """Turns origin effects into obligations. A reversal (`count` below 1) raises none."""

    def __init__(
        self,
        truth: Truth,
        writer: Writer,
        flows: Iterable[Flow] | None = None,
        period_of: PeriodOf = no_calendar,
    ) -> None:
        self._known = Known(truth, period_of)
        self._writer = writer
        self._duties: dict[str, list[tuple[str, Duty]]] = {kind: [] for kind in REMEMBERED}
        for flow in declared_flows() if flows is None else flows:
            for duty in flow.duties:
                self._duties.setdefault(duty.on, []).append((flow.id, duty))

    def on_effect(self, system: str, effect: Effect) -> None:
        """Takes note of a committed effect. Raises UnknownOrder for a receipt without order."""
        duties = self._duties.get(effect.kind)
        if duties is None or effect.count < 1:
            return
        if effect.kind in REMEMBERED:
            self._known.remember(effect)
        own_code = effect.facility
        facility = self._known.truth.facility_code(system, own_code) if own_code else ""
        for flow, duty in duties:
            for owed in duty.owes(effect, self._known):
                row = _row(duty, effect.key, owed, self._writer.now_us())
                self._writer.write(row._replace(flow=flow, facility=facility))


def _row(duty: Duty, origin_key: str, owed: Owed, now_us: int) -> Row:
    return Row(
        t_us=now_us,
        op="owe",
        f=duty.target,
        source=duty.origin,
        target=duty.system,
        business_key=origin_key,
        effect_key=owed.key,
        agg_version=owed.version,
        count=1,
        amount_minor=owed.amount_minor,
        quantity=owed.quantity,
        uom=owed.uom,
        period=owed.period,
        due_us=now_us + duty.within_s * 1_000_000,
        mode=duty.mode,
        detail=owed.detail,
    )
