"""What goes wrong with virtual time, as one tree of exceptions.

Each carries expected, got, why and remedy as positional arguments, because SimPy copies exceptions
by calling their type with ``args``, and so does pickle between the processes of a sweep.
"""


class ClockError(Exception):
    """Anything that virtual time cannot do or cannot survive; the outcome is always definite."""

    def __init__(self, expected: str, got: str, why: str, remedy: str) -> None:
        super().__init__(expected, got, why, remedy)
        self.expected = expected
        self.got = got
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return f"expected: {self.expected}; got: {self.got}; why: {self.why}; remedy: {self.remedy}"


class ClockStalled(ClockError):
    """Callbacks keep running while time stands still."""


class VirtualTimeViolation(ClockError):
    """Code inside virtual time reached for a socket, thread, process or blocking sleep."""


class HandlerWaited(ClockError):
    """A coroutine that had to finish in one step of virtual time tried to wait."""


class Deadlock(ClockError):
    """A coroutine waits for something that nothing scheduled can deliver."""


class BridgedFailure(ClockError):
    """An awaitable failed with an exception that SimPy cannot copy; it is the ``__cause__``."""
