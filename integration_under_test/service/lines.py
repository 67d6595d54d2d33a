"""The ways out of one life of an integration, and the credentials that go with them."""

from __future__ import annotations

import ssl

from integration_under_test.service.credentials.identity import Identity
from integration_under_test.service.credentials.trust import trust_of
from integration_under_test.service.line import Line, Passes
from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.tokens import Verifies
from integration_under_test.service.whereabouts import Whereabouts

NEEDED = "pip install 'connected-care-testbed[live]'"


class Lines:
    """Made inside a running loop. Raises Unacceptable for credentials that are none."""

    def __init__(self, told: Whereabouts) -> None:
        trust = trust_of(told)
        self._aside: Line | None = None
        passes: Passes | None = None
        self.callers: Verifies | None = None
        """Verifies tokens of callers; None where nobody could."""
        if told.identity is not None:
            passes = self._passes(told, told.identity, trust)
        self.systems = Line(told.headers, trust, passes)
        """To the systems, the partners and the boards."""

    async def close(self) -> None:
        """Ends all connections; what is under way fails."""
        await self.systems.close()
        if self._aside is not None:
            await self._aside.close()

    def _passes(
        self, told: Whereabouts, identity: Identity, trust: ssl.SSLContext | None
    ) -> Passes:
        try:
            from integration_under_test.service.credentials.callers import Callers
            from integration_under_test.service.credentials.key_set import KeySet
            from integration_under_test.service.credentials.token_source import (
                TokenSource,
                private_key,
            )
        except ModuleNotFoundError as error:
            raise Unacceptable("joserfc, for tokens", f"no {error.name}", NEEDED, 501) from error
        key = private_key(identity)
        self._aside = Line({}, trust)
        self.callers = Callers(identity, KeySet(identity.jwks_uri, self._aside))
        return TokenSource(identity, key, told.origins, self._aside)
