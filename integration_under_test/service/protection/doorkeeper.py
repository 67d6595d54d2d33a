"""Who stands before the doors: asks those who steer for their token, and counts what is held."""

from __future__ import annotations

from hmac import compare_digest

from starlette.types import ASGIApp, Receive, Scope, Send

from integration_under_test.service.problems import Unauthorized, unacceptable
from integration_under_test.service.protection.bodies import HELD, Bodies, Held
from integration_under_test.service.protection.environment import Setting

STEERING = frozenset({"/start", "/stop", "/clock", "/resolutions", "/documents"})
"""What is neither signed nor comes with a caller's token."""
NAME, SCHEME = b"authorization", b"bearer "


class Doorkeeper:
    """An ASGI application around the service's own."""

    def __init__(self, app: ASGIApp, setting: Setting) -> None:
        self._app = app
        self._token = setting.admin_token.encode()
        self._bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._token and scope["path"] in STEERING and not self._is_known(scope):
            got = "none, or another one"
            remedy = "send it as a bearer token; it is in the file of --admin-token-file"
            refusal = Unauthorized("the token of whoever steers this", got, remedy, "Bearer")
            await unacceptable(refusal)(scope, receive, send)
        else:
            with Held(self._bodies) as scope[HELD]:
                await self._app(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == NAME]
        if len(given) != 1 or given[0][: len(SCHEME)].lower() != SCHEME:
            return False
        return compare_digest(given[0][len(SCHEME) :].strip(), self._token)
