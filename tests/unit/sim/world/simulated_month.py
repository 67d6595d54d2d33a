"""A month of the group with the reference integration and no faults, measured as it passes.

What people did comes from the effects that the world hears of, documents' lines from the events
that the integration is sent: no table of any system is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from integration_under_test.boundary import Event
from integration_under_test.reference import Reference
from mock_systems.service import Effect
from sim.experiment.run import record
from sim.experiment.scenario import Scenario
from sim.experiment.spec import RunSpec
from sim.world.enterprise import Enterprise
from sim.world.world import World

FIRST_DAY = date(2026, 4, 1)
DAYS = 30
MONTHS = DAYS / (365.25 / 12)
WHOLE_WEEKS_D = 28
JUDGED_ORDERS_D = 12
"""Orders of these days have had their first delivery within the month, whatever the lead time."""


@dataclass
class Month:
    """What was seen. `facts` by effect kind, `events` by type."""

    enterprise: Enterprise | None = None
    facts: dict[str, list[tuple[float, Effect]]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def group(self) -> Enterprise:
        assert self.enterprise is not None
        return self.enterprise

    def of(self, kind: str) -> list[Effect]:
        return [effect for _, effect in self.facts[kind]]

    # ------------------------------------------------------------------ orders

    def orders_per_bed_month(self) -> float:
        return len(self.of("procurement.order")) / self.group.beds / MONTHS

    def order_lines_per_bed_month(self) -> float:
        return len(self.order_lines()) / self.group.beds / MONTHS

    def lines_per_order(self) -> float:
        return len(self.order_lines()) / len(self.of("procurement.order"))

    def order_value_usd(self) -> float:
        return self._spend_usd() / len(self.of("procurement.order"))

    def spend_per_bed_year_usd(self) -> float:
        return self._spend_usd() / self.group.beds / DAYS * 365.25

    def contract_share(self) -> float:
        item = self.group.item
        value = [(line["qty"] * line["unit_price_minor"], line) for line in self.order_lines()]
        on_contract = sum(minor for minor, line in value if item(line["item"]).contract)
        return on_contract / sum(minor for minor, _ in value)

    def first_time_fill(self) -> float:
        """Lines that the first delivery of an order of several lines brought in full."""
        first, arrived = self._first_deliveries()
        filled = [
            arrived.get((order.key, line["line"], first[order.key]), 0) >= line["qty"]
            for t_s, order in self.facts["procurement.order"]
            for line in order.facts["lines"]
            if t_s < JUDGED_ORDERS_D * 86_400 and len(order.facts["lines"]) > 1
            if order.key in first
        ]
        return sum(filled) / len(filled)

    # ------------------------------------------------------------------ invoices

    def invoices_per_bed_month(self) -> float:
        """Of all invoices, though only those with an order arise during a month."""
        return len(self.of("procurement.invoice")) / self.group.beds / MONTHS

    def invoice_mean_usd(self) -> float:
        invoices = self.of("procurement.invoice")
        return sum(invoice.amount_minor for invoice in invoices) / len(invoices) / 100

    def small_invoice_share(self) -> float:
        invoices = self.of("procurement.invoice")
        return sum(invoice.amount_minor < 250_000 for invoice in invoices) / len(invoices)

    def exception_share(self) -> float:
        held = {e.key for e in self.of("erp.invoice_status") if e.facts["status"] == "HELD"}
        return len(held) / len(self.of("erp.invoice"))

    def price_discrepancy_share(self) -> float:
        """Invoice lines whose unit price is not the order's."""
        ordered = {
            (order.key, line["line"]): line["unit_price_minor"]
            for order in self.of("procurement.order")
            for line in order.facts["lines"]
        }
        differs = [
            round(float(line["unit-price"]) * 100) != ordered[invoice["po-number"], line["po-line"]]
            for invoice in self.events["procurement.invoice.submitted"]
            for line in invoice["lines"]
        ]
        return sum(differs) / len(differs)

    # ------------------------------------------------------------------ care

    def usages_per_bed_month(self) -> float:
        return len(self.of("inventory.usage")) / self.group.beds / MONTHS

    def theatre_share(self, within: Callable[[datetime], bool]) -> float:
        """Share of four weeks' theatre usages, by the local time at which they were performed."""
        performed = [
            datetime.strptime(usage["performed_at"], "%Y%m%d%H%M%S")  # noqa: DTZ007 - local
            for usage in self.events["inventory.usage.recorded"]
            if usage["location"].endswith("-OR")
        ]
        whole = [at for at in performed if (at.date() - FIRST_DAY).days in range(WHOLE_WEEKS_D)]
        return sum(map(within, whole)) / len(whole)

    def order_lines(self) -> list[Mapping[str, Any]]:
        return [line for order in self.of("procurement.order") for line in order.facts["lines"]]

    def _spend_usd(self) -> float:
        return sum(order.amount_minor for order in self.of("procurement.order")) / 100

    def _first_deliveries(self) -> tuple[dict[str, str], dict[tuple[str, int, str], int]]:
        first: dict[str, str] = {}
        arrived: dict[tuple[str, int, str], int] = defaultdict(int)
        for effect in self.of("inventory.receipt_line"):
            receipt, facts = effect.key.split("/")[0], effect.facts
            first.setdefault(facts["po"], receipt)
            arrived[facts["po"], facts["po_line"], receipt] += facts["qty_purchase"]
        return first, arrived


def simulate(seed: int, scale: float) -> Month:
    """The April of a seed."""
    month = Month()

    def watch(world: World) -> Generator[Any, Any, None]:
        month.enterprise = world.site.enterprise
        world.watchers.append(
            lambda _system, effect: month.facts[effect.kind].append((world.agenda.now_s, effect))
        )
        yield world.agenda.until(0.0)

    class Listening(Reference):
        async def on_event(self, event: Event) -> None:
            month.events[event.type].append(event.data)
            await super().on_event(event)

    scenario = Scenario(
        name="calm_month",
        circumstance="",
        title="A calm month",
        first_day=FIRST_DAY,
        days=DAYS,
        expects={},
        process=watch,
    )
    recorded, _ = record(RunSpec(scenario, "reference", seed, scale), Listening(), None)
    assert recorded.quiescent, recorded.broken
    return month
