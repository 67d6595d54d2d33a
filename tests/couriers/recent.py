"""What happened lately: a courier that runs for a month cannot remember everything."""

from __future__ import annotations

from datetime import datetime, timedelta

from integration_under_test.boundary import Ports


class Recent:
    """Remembers a text by key for at least `horizon`, for twice that at most."""

    def __init__(self, ports: Ports, horizon: timedelta) -> None:
        self._clock = ports.clock
        self._horizon = horizon
        self._since: datetime = ports.clock.now()
        self._newer: dict[str, str] = {}
        self._older: dict[str, str] = {}

    def note(self, key: str, text: str = "") -> None:
        """From now on it is known."""
        now = self._clock.now()
        if now - self._since >= self._horizon:
            self._older, self._newer, self._since = self._newer, {}, now
        self._newer[key] = text

    def find(self, key: str) -> str | None:
        """None for what was never known, or long ago."""
        return self._newer.get(key, self._older.get(key))

    def __contains__(self, key: str) -> bool:
        return self.find(key) is not None
