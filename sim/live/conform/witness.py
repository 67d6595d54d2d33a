"""What the integration's requests look like on the wire, before anybody takes them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

DOCUMENT = "/openapi.json"


class Seen(NamedTuple):
    """One request; names of headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]


class Witness:
    """An application that notes who asks, and lets another one answer."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def before(self, app: ASGIApp) -> ASGIApp:
        """The application, watched."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and not scope["path"].endswith(DOCUMENT):
                pairs = ((name.decode("latin-1"), text) for name, text in scope["headers"])
                headers = {name.lower(): text.decode("latin-1") for name, text in pairs}
                self.seen.append(Seen(scope["method"], scope["path"], headers))
            await app(scope, receive, send)

        return watched
