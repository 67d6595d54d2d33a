"""Who may use the admin API.

On loopback whoever is on this machine, but no web page: a browser tells where a page came from
(`Origin`) and by which name it called (`Host`), and both must be this server's own. With a token,
or anywhere but on loopback, only who brings the token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import Request

from sim.live.serving.targets import is_loopback

TOKEN_IN = "TESTBED_ADMIN_TOKEN"
"""The variable of the environment that may hold the token."""


class Denied(Exception):
    """Who asked may not; `status` is 401 or 403."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class Doorman:
    """`host` is where the server listens; no token: only on loopback."""

    host: str
    token: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def asks_for_token(self) -> bool:
        """Whether nobody gets in without one."""
        return bool(self.token) or not self.is_local

    def check(self, request: Request) -> None:
        """Raises Denied."""
        self._check_page(request)
        if not self.token and not self.is_local:
            raise Denied(401, f"no admin token was set; start the server with {TOKEN_IN}")
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.token and not compare_digest(given.encode(), self.token.encode()):
            raise Denied(401, "expected the admin token as `Authorization: Bearer ...`")

    def check_local(self, request: Request) -> None:
        """Whether patients' data may be shown. Raises Denied unless both ends are this machine."""
        peer = request.client.host if request.client else ""
        if not (self.is_local and is_loopback(peer)):
            raise Denied(403, "bodies in clear are shown on loopback only; leave `clear` out")

    def _check_page(self, request: Request) -> None:
        named = request.headers.get("host", "")
        name = urlsplit(f"//{named}").hostname or ""
        if self.is_local and not is_loopback(name):
            raise Denied(403, f"expected this server's own name in Host, got {named!r}")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != named:
            raise Denied(403, f"expected a page of this server, got one from {origin!r}")
