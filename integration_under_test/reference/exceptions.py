"""Why a command cannot be sent yet, although no request was refused.

Most lie in our own data and are no `CallError`: no request was made, so nothing is in doubt.
"""

from __future__ import annotations

from integration_under_test.boundary import CallError


class CircuitOpen(CallError):
    """The system does not answer at present, so nothing was sent; ask again after the wait."""

    def __init__(self, system: str, wait_s: float) -> None:
        super().__init__(f"{system} does not answer; nothing is sent there for {wait_s:.0f} s")
        self.wait_s = wait_s


class UnknownCode(Exception):
    """The crosswalk has no translation of a code, even after it was read again."""

    def __init__(self, table: str, code: str) -> None:
        super().__init__(f"no {table} has the code {code!r}; add it to the systems' masters")
        self.table = table
        self.code = code


class MastersUnread(UnknownCode):
    """The same, while a master list has not been read since the start: it may well have the
    code."""


class PackInDoubt(Exception):
    """The systems' masters say differently how much a purchase unit of an item holds, even after
    they were read again; what is converted now is wrong in one of them."""


class NotYet(Exception):
    """An earlier document, which this one refers to, has not arrived there yet."""


class Unsendable(Exception):
    """The document cannot be expressed in the target's terms; only a person can mend it."""


class SentBack(ValueError):
    """A partner says that it could not use what we sent; only a person can mend it."""


UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a document or an answer of an unexpected shape raises (faults F17, F19)."""
