"""The system API of the billing platform (S05), the one system that takes idempotency keys."""

from __future__ import annotations

from integration_under_test.api_led.line import Body, Line, Look


class BillingApi:
    """Charges carry a key and are looked for as well: keys are kept for a day only."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def create_charge(self, charge: Body) -> None:
        reference = charge["sourceReference"]
        body = {"sourceReference": reference}
        look = Look("find_charges", body, lambda has: bool(has["charges"]))
        await self._line.post("create_charge", charge, look, key=f"charge-{reference}")

    async def register_lot(self, lot: Body) -> None:
        """The same receipt line again changes nothing."""
        await self._line.call("register_supply_lot", lot)

    async def import_costs(self, costs: Body) -> None:
        """An older version, or the same again, changes nothing."""
        await self._line.call("import_supply_costs", costs)

    async def put_period(self, period: Body) -> None:
        """The same status again changes nothing."""
        await self._line.call("set_period_status", period)
