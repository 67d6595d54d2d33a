"""How an integration becomes the head of a cluster: everything of it, put together and opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, NamedTuple

from integration_under_test.boundary import Ports
from integration_under_test.reference.attempts import OwnAttempts
from integration_under_test.reference.cluster.board import Board
from integration_under_test.reference.cluster.layout import Staff
from integration_under_test.reference.cluster.shared_board import SharedBoard
from integration_under_test.reference.cluster.spread_attempts import SpreadAttempts
from integration_under_test.reference.observability.alerts import NoBoard
from integration_under_test.reference.observability.telemetry import Telemetry
from integration_under_test.reference.settings import Settings

PLACES = 16
"""Jobs of one system that a worker holds at the most."""
OWN_VOICE = "head"
Table = Callable[[], list[dict[str, Any]]]
"""The workers, for operators."""


class Spreading(NamedTuple):
    """What a cluster needs of the integration that is its head."""

    settings: Settings
    staff: Staff
    alerts: SharedBoard
    term: int

    @classmethod
    def of(cls, settings: Settings, staff: Staff | None, ports: Ports, term: int) -> Spreading:
        """Raises ValueError where nobody can start processes."""
        if staff is None:
            raise ValueError(
                "broker: expected a host that starts worker processes, got one that does not; "
                "serve it with python -m integration_under_test.service, or leave the broker away"
            )
        return cls(settings, staff, SharedBoard(ports.alerts or NoBoard()), term)

    def shared(self, ports: Ports) -> Ports:
        """The same ports, with a board of alarms that workers speak to as well."""
        return replace(ports, alerts=self.alerts.voice(OWN_VOICE, standing=True))

    async def opened(
        self, own: OwnAttempts, ports: Ports, telemetry: Telemetry, closing: AsyncExitStack
    ) -> tuple[SpreadAttempts, Table]:
        """Attempts by workers, which end with `closing`, and who the workers are. Raises
        ConnectionError for a broker that is not there, ValueError for a driver that is not."""
        try:
            from integration_under_test.reference.cluster.head import Head
        except ModuleNotFoundError as error:
            remedy = "pip install 'connected-care-testbed[live]'"
            raise ValueError(f"broker: NATS needs a driver, nats-py; {remedy}") from error
        head = Head(self.settings, self.staff, ports.storage, self.term)
        attempts = SpreadAttempts(own, Board(PLACES), self.settings.partition_by, head.send)
        closing.push_async_callback(head.close)
        await head.open(attempts, self.alerts, telemetry.calls)
        return attempts, head.table
