"""The experience layer: the door for webhooks, which says which process API serves which event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from integration_under_test.api_led.breaker import Breaker
from integration_under_test.api_led.budget import Budget
from integration_under_test.api_led.codes import read_codes
from integration_under_test.api_led.landscape import Landscape, landscape_of
from integration_under_test.api_led.line import Circuit, Line
from integration_under_test.api_led.policies import GOVERNANCE
from integration_under_test.api_led.process_apis import (
    contract_price,
    invoice_match,
    month_end_close,
    payment,
    receipt,
    requisition_to_order,
    supplier_master,
    usage_to_charge,
)
from integration_under_test.boundary import Event, Ports, Subscription

Process = Callable[[Mapping[str, Any], Landscape], Awaitable[None]]

PROCESSES: Mapping[str, Mapping[str, Process]] = {
    "erp": {
        "erp.supplier.changed": supplier_master.publish_supplier,
        "erp.invoice.changed": invoice_match.report_status,
        "erp.payment.issued": payment.report_payment,
        "erp.period.changed": month_end_close.publish_period,
    },
    "procurement": {
        "procurement.requisition.approved": requisition_to_order.decide_budget,
        "procurement.order.issued": requisition_to_order.commit_order,
        "procurement.invoice.submitted": invoice_match.enter_invoice,
    },
    "contracts": {"contracts.contract.activated": contract_price.publish_prices},
    "inventory": {
        "inventory.receipt.recorded": receipt.post_receipt,
        "inventory.usage.recorded": usage_to_charge.post_usage,
        "inventory.period.totals": month_end_close.submit_inventory_totals,
    },
    "billing": {"billing.period.totals": month_end_close.submit_billing_totals},
}


class ApiLed:
    """Serves the same flows as the reference, by synchronous calls only."""

    subscriptions: Sequence[Subscription] = tuple(
        Subscription(system, tuple(processes)) for system, processes in PROCESSES.items()
    )

    async def start(self, ports: Ports) -> None:
        """Raises CallError when the code lists cannot be read."""
        self._now = ports.clock.now
        self._circuits = {
            name: Circuit(client, Breaker(name, GOVERNANCE, self._now), GOVERNANCE)
            for name, client in ports.systems.items()
        }
        await self._read_codes()

    async def on_event(self, event: Event) -> None:
        """Returns when every target has it; whatever is raised makes the sender come again."""
        process = PROCESSES[event.source.strip("/")].get(event.type)
        if process is None:
            return
        budget = Budget(GOVERNANCE.request_budget_s, self._now)
        try:
            about = str(event.extensions.get("correlation") or event.id)
            systems = landscape_of(self._circuits, budget, self._codes, about)
            await process(event.data, systems)
        except KeyError:
            # A code may be newer than our lists: have it here when the event comes again.
            await self._read_codes()
            raise

    async def _read_codes(self) -> None:
        budget = Budget(GOVERNANCE.request_budget_s, self._now)
        lines = {name: Line(circuit, budget) for name, circuit in self._circuits.items()}
        self._codes = await read_codes(lines)
