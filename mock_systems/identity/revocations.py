"""Access tokens that ended before their time, by id.

Resource servers verify offline, so a revoked token ends at once only for those that ask here; for
others it ends by itself within five minutes.
"""

from __future__ import annotations


class Revocations:
    """Ids of revoked tokens, each remembered until its token would have expired."""

    def __init__(self) -> None:
        self._until_s: dict[str, float] = {}

    def revoke(self, jti: str, until_s: float, now_s: float) -> None:
        """Ends a token that would expire at `until_s`, in seconds since 1970."""
        self._until_s = {id_: end for id_, end in self._until_s.items() if end > now_s}
        self._until_s[jti] = until_s

    def __contains__(self, jti: object) -> bool:
        return jti in self._until_s
