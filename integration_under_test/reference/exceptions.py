"""Why a command cannot be sent yet, for reasons that lie in our own data.

Neither is a `CallError`: no request was made, so nothing is in doubt.
"""

from __future__ import annotations


class UnknownCode(Exception):
    """The crosswalk has no translation of a code, even after it was read again."""

    def __init__(self, table: str, code: str) -> None:
        super().__init__(f"no {table} has the code {code!r}; add it to the systems' masters")
        self.table = table
        self.code = code


class NotYet(Exception):
    """An earlier document, which this one refers to, has not arrived there yet."""


class Unsendable(Exception):
    """The document cannot be expressed in the target's terms; only a person can mend it."""


class SentBack(ValueError):
    """A partner says that it could not use what we sent; only a person can mend it."""
