"""One alarm board for many voices: an alert stands as long as any of them says so."""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.boundary import Alert, Alerts


class SharedBoard:
    """The host's board, between the head and its workers."""

    def __init__(self, board: Alerts) -> None:
        self._board = board
        self._said: dict[str, dict[str, Alert]] = {}

    def voice(self, name: str, standing: bool = False) -> Voice:
        """A new voice; with `standing`, whatever stands on the board already is said by it."""
        said = {alert.id: alert for alert in self._board.standing()} if standing else {}
        self._said[name] = said
        return Voice(self, name)

    async def raise_(self, name: str, alert: Alert) -> None:
        """As `Alerts.raise_`, by one voice."""
        self._said.setdefault(name, {})[alert.id] = alert
        await self._board.raise_(alert)

    async def clear(self, name: str, alert_id: str, reason: str) -> None:
        """As `Alerts.clear`: nothing happens while another voice says the same."""
        self._said.get(name, {}).pop(alert_id, None)
        if not any(alert_id in said for said in self._said.values()):
            await self._board.clear(alert_id, reason)

    async def silence(self, name: str) -> None:
        """A voice is gone, and with it what nobody else says."""
        for alert_id in self._said.pop(name, {}):
            await self.clear(name, alert_id, "the worker that said so has ended")

    def said_by(self, name: str) -> Sequence[Alert]:
        """What a voice raised and did not clear."""
        return tuple(self._said.get(name, {}).values())


class Voice:
    """The boundary's `Alerts` for one of those who share a board."""

    def __init__(self, board: SharedBoard, name: str) -> None:
        self._board = board
        self._name = name

    async def raise_(self, alert: Alert) -> None:
        """See `Alerts.raise_`."""
        await self._board.raise_(self._name, alert)

    async def clear(self, alert_id: str, reason: str) -> None:
        """See `Alerts.clear`."""
        await self._board.clear(self._name, alert_id, reason)

    def standing(self) -> Sequence[Alert]:
        """What this voice says."""
        return self._board.said_by(self._name)
