"""The system API of the inventory application (S04)."""

from __future__ import annotations

from integration_under_test.api_led.line import Body, Line


class InventoryApi:
    """It sends nearly all that it has to say; here it is only told of periods."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def put_period(self, period: Body) -> None:
        """The same status again changes nothing."""
        await self._line.call("set_period_status", period)
