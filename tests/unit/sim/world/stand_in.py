"""A tiny stand-in for the integration: it answers at the instant after each effect, without a net.

It confirms budgets, mirrors orders, receipts or invoices into the ERP, so that the world's actors
can be run against the real systems before any integration exists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import simpy
from pydantic_core import from_json, to_json

from mock_systems import SYSTEMS
from mock_systems.service import CallContext, CloudEvent, Effect, System
from sim.clock.tempo import Tempo
from sim.plugins import load
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.desk import Desk
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.masters import load_masters
from sim.world.world import Site, World

FIRST_DAY = date(2026, 4, 1)
CODES = {"each": "EA", "box": "BX", "case": "CS"}


class PlainClock:
    """SimPy's own environment as the world's clock."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.tempo = Tempo()

    def now_s(self) -> float:
        return float(self.env.now)


@dataclass
class SystemTime:
    clock: PlainClock
    epoch: datetime

    def now(self) -> datetime:
        return self.epoch + timedelta(seconds=self.clock.now_s())


class Silent:
    def publish(self, event: CloudEvent) -> None: ...


@dataclass
class Settings:
    seed: int = 7
    scale: float = 0.02
    first_day: date = FIRST_DAY
    parameters: Mapping[str, float] = field(default_factory=dict)
    closes: tuple[str, ...] = ()
    change: Callable[[Enterprise], Enterprise] = lambda enterprise: enterprise
    connected: bool = True


class Town:
    """The group with its systems, its people, besides the stand-in."""

    def __init__(self, settings: Settings) -> None:
        self.clock = PlainClock()
        self.calendar = Calendar(settings.first_day)
        streams, parameters = Streams(settings.seed), load_parameters(settings.parameters)
        self.enterprise = settings.change(
            build_enterprise(streams, parameters, settings.scale, self.calendar)
        )
        self.effects: list[tuple[float, str, Effect]] = []
        self.notes: list[tuple[float, str, str, str, str]] = []
        self.systems: dict[str, System] = {
            name: load(target, "system")(
                SystemTime(self.clock, self.calendar.epoch), self, Silent()
            )
            for name, target in SYSTEMS.items()
        }
        load_masters(self.enterprise, self.systems)
        desk = Desk(self.systems)
        site = Site(
            self.clock,
            streams,
            self.enterprise,
            self.calendar,
            parameters,
            desk,
            self.note,
            settings.closes,
        )
        self.world = World(site)
        self.stand_in = StandIn(self) if settings.connected else None

    def note(self, f: str, actor: str, key: str, detail: str = "") -> None:
        self.notes.append((self.clock.now_s(), f, actor, key, detail))

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append((self.clock.now_s(), caller, effect))
        self.world.on_effect(system, effect)
        if self.stand_in is not None:
            self.stand_in.on_effect(effect)

    def run(self, days: float, drain_h: float = 72.0) -> None:
        self.world.stop_demand_at_s = days * 86_400
        self.world.start()
        self.clock.env.run(until=days * 86_400 + drain_h * 3600)

    def count(self, kind: str) -> int:
        return sum(effect.kind == kind for _, _, effect in self.effects)

    def of(self, kind: str) -> list[Effect]:
        return [effect for _, _, effect in self.effects if effect.kind == kind]

    def noted(self) -> Counter[str]:
        return Counter(f for _, f, *_ in self.notes)


class StandIn:
    """Does P04, P06, P07 in the ERP one second after the effect."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.unit = {f.ship_to: f.business_unit for f in town.enterprise.facilities}
        self.orders: dict[str, dict[str, Any]] = {}
        self.refused: list[str] = []
        self.invoices: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.reactions = {
            "procurement.requisition_decision": self.budget,
            "procurement.order": self.order,
            "inventory.receipt_line": self.receipt,
        }

    def on_effect(self, effect: Effect) -> None:
        reaction = self.reactions.get(effect.kind)
        if reaction is not None:
            self.later(1.0, reaction, effect)

    def later(self, after_s: float, act: Callable[[Effect], None], effect: Effect) -> None:
        timeout = self.town.clock.env.timeout(after_s)
        assert timeout.callbacks is not None
        timeout.callbacks.append(lambda _event: act(effect))

    def call(self, system: str, operation: str, body: dict[str, Any]) -> dict[str, Any] | None:
        response = self.town.systems[system].dispatch(
            operation, to_json(body), CallContext("integration")
        )
        answer: dict[str, Any] = from_json(response.payload)
        if response.status >= 400:
            self.refused.append(f"{operation}: {answer}")
            return None
        return answer

    def budget(self, effect: Effect) -> None:
        if effect.facts["decision"] != "approved":
            return
        body = {
            "CostCenter": effect.facts["cost_center"],
            "Amount": f"{effect.amount_minor / 100:.2f}",
            "ReferenceNumber": effect.key,
        }
        check = self.call("erp", "check_budget", body)
        assert check is not None
        decision = {
            "id": int(effect.key[4:]),
            "decision": check["Result"].lower(),
            "available": check["AvailableAmount"],
        }
        self.call("procurement", "record_budget_decision", decision)

    def order(self, effect: Effect) -> None:
        facts = effect.facts
        body = {
            "SourceOrderNumber": effect.key,
            "SupplierNumber": facts["supplier"],
            "BusinessUnit": self.unit[effect.facility],
            "CostCenter": facts["cost_center"],
            "OrderDate": "2026-04-01",
            "ContractNumber": facts["contract"],
            "Lines": [
                {
                    "LineNumber": line["line"],
                    "ItemNumber": line["item"],
                    "Quantity": str(line["qty"]),
                    "UOMCode": CODES.get(line["uom"], line["uom"]),
                    "UnitPrice": f"{line['unit_price_minor'] / 100:.2f}",
                }
                for line in facts["lines"]
            ],
        }
        answer = self.call("erp", "create_purchase_order", body)
        if answer is not None:
            self.orders[effect.key] = {"number": answer["OrderNumber"], **body}

    def receipt(self, effect: Effect) -> None:
        order = self.orders[effect.facts["po"]]
        number, line = effect.key.split("/")
        body = {
            "ReceiptNumber": number,
            "ReceiptLine": int(line),
            "OrderNumber": order["number"],
            "LineNumber": effect.facts["po_line"],
            "Quantity": str(effect.facts["qty_purchase"]),
            "UOMCode": effect.facts["uom"],
            "AccountingDate": self.today(effect.facility),
            "BusinessUnit": order["BusinessUnit"],
        }
        self.call("erp", "create_receipt", body)

    def today(self, facility: str) -> str:
        zone = self.town.enterprise.facility(facility).time_zone
        return self.town.calendar.day(self.town.clock.now_s(), zone).isoformat()
