"""The reference integration with couriers beside it: one integration to the host.

judged = serve((Edi,), ("edi_suppliers",))
assert judged.verdict.outcome == "pass"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

from integration_under_test.boundary import Document, Event, Ports, Resolution, Subscription
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Step
from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from tests.couriers.patience import begun


class Courier:
    """The errands of one flow. A subclass names what it hears of, and does it at once."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = ()

    def __init__(self, ports: Ports) -> None:
        self.ports = ports

    async def start(self) -> None:
        """Before the first event."""

    async def on_event(self, event: Event) -> None:
        """Only events that it subscribed to."""

    async def on_document(self, document: Document) -> bool:
        """Whether the document was its business."""
        return False


CORE_EVENTS: Mapping[str, tuple[str, ...]] = {
    "erp.supplier.changed": ("sync_supplier", "sync_party"),
    "contracts.contract.activated": ("load_prices", "load_catalogue", "load_supply_costs"),
    "procurement.requisition.approved": ("decide_budget",),
    "procurement.order.issued": ("commit_order",),
    "inventory.receipt.recorded": ("accrue_receipt", "return_receipt", "register_lot"),
    "procurement.invoice.submitted": ("enter_invoice",),
    "erp.invoice.changed": ("return_invoice_status",),
    "erp.payment.issued": ("return_payment", "record_spend"),
    "inventory.usage.recorded": ("create_charge", "post_cost"),
    "erp.period.changed": ("close_procurement", "close_inventory", "close_billing"),
    "inventory.period.totals": ("submit_totals",),
    "billing.period.totals": ("submit_totals",),
}
"""What the reference does beside couriers, who do the rest: the core between the five systems."""


class Core(Reference):
    """The reference without the flows that couriers stand in for."""

    subscriptions = tuple(
        Subscription(wanted.system, tuple(t for t in wanted.types if t in CORE_EVENTS))
        for wanted in Reference.subscriptions
        if any(type_ in CORE_EVENTS for type_ in wanted.types)
    )

    def steps_of(self, event: Event) -> tuple[Step, ...]:
        wanted = CORE_EVENTS[event.type]
        steps = (step for step in super().steps_of(event) if step.kind in wanted)
        return tuple(_of_no_project(s) if s.kind == "commit_order" else s for s in steps)


def _of_no_project(step: Step) -> Step:
    """A courier moves orders to their projects."""
    order = step.document
    lines = tuple(replace(line, project="") for line in order.lines)
    return step._replace(document=replace(order, lines=lines))


class House:
    """Subclassed with its couriers; a document that is nobody's business is refused."""

    kinds: ClassVar[tuple[type[Courier], ...]] = ()
    with_reference: ClassVar[bool] = True
    defaults: Mapping[str, Any] = Reference.defaults

    def __init__(self) -> None:
        self.reference = Core()
        self.couriers: list[Courier] = []
        self.received: list[Document] = []

    @property
    def subscriptions(self) -> Sequence[Subscription]:
        """Everything that anybody in the house wants, each type once for a system."""
        wanted: dict[str, dict[str, None]] = {}
        for subscription in (*self._own(), *(s for kind in self.kinds for s in kind.subscriptions)):
            wanted.setdefault(subscription.system, {}).update(dict.fromkeys(subscription.types))
        return tuple(Subscription(system, tuple(types)) for system, types in wanted.items())

    async def start(self, ports: Ports) -> None:
        if self.with_reference:
            await self.reference.start(ports)
        self.couriers = [kind(ports) for kind in self.kinds]
        for courier in self.couriers:
            await begun(courier.start)

    async def on_event(self, event: Event) -> None:
        for courier in self.couriers:
            if hears(courier.subscriptions, event):
                await courier.on_event(event)
        if hears(self._own(), event):
            await self.reference.on_event(event)

    async def on_document(self, document: Document) -> None:
        for courier in self.couriers:
            if await courier.on_document(document):
                self.received.append(document)
                return
        raise ValueError(f"nobody is here for {document.id} from {document.sender}")

    async def on_resolution(self, resolution: Resolution) -> None:
        if self.with_reference:
            await self.reference.on_resolution(resolution)

    async def stop(self) -> None:
        if self.with_reference:
            await self.reference.stop()

    def _own(self) -> Sequence[Subscription]:
        return Core.subscriptions if self.with_reference else ()


def hears(subscriptions: Sequence[Subscription], event: Event) -> bool:
    """Whether an event is among what was subscribed to."""
    system = event.source.strip("/")
    return any(
        subscription.system == system
        and any(
            event.type == type_ or (type_.endswith("*") and event.type.startswith(type_[:-1]))
            for type_ in subscription.types
        )
        for subscription in subscriptions
    )


@lru_cache(maxsize=8)
def serve(
    kinds: tuple[type[Courier], ...],
    parties: tuple[str, ...],
    scenario: str = "ordinary_day",
    scale: float = 0.02,
    **changes: Any,
) -> tuple[Judged, list[Document]]:
    """A run judged, and the documents that came in; `changes` are fields of the scenario."""
    spec = build_spec(RunRequest(scenario, "reference", scale=scale, parties=parties))
    spec = replace(spec, scenario=replace(spec.scenario, **changes))
    house = type("Housed", (House,), {"kinds": kinds})()
    return run(spec, house, None), house.received


def outcomes(found: Judged) -> dict[str, str]:
    """Checker -> outcome, those that did not pass."""
    findings = found.verdict.findings
    return {f.checker: f"{f.outcome}: {f.summary}" for f in findings if f.outcome != "pass"}


def effects(found: Judged, kind: str) -> Counter[str]:
    """How often each key took effect."""
    rows = found.history.effects
    return Counter(rows[rows["f"] == kind]["effect_key"].astype(str))


def states(found: Judged, flow: str) -> Counter[str]:
    """`target state` -> how many obligations of a flow ended so."""
    owed = match(found.history).obligations
    own = owed[owed["flow"] == flow]
    return Counter(own["f"].astype(str) + " " + own["state"].astype(str))
