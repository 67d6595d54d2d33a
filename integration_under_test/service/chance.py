"""What nobody can guess: the one place of the service where it comes from.

Only keys, nonces and the ids of assertions are drawn here; nothing that a run's outcome depends on.
"""

from __future__ import annotations

import secrets


def fresh_bytes(size: int) -> bytes:
    """Random bytes, fit for keys and nonces."""
    return secrets.token_bytes(size)


def fresh_id() -> str:
    """An id of 192 random bits."""
    return secrets.token_urlsafe(24)
