"""How a mock system is declared and reached; what every system shares and no business in it."""

from mock_systems.service.operation import CallContext, Operation, Refusal, Response
from mock_systems.service.ports import BookEntry, CloudEvent, Effect
from mock_systems.service.system import System
from mock_systems.service.work import Work

__all__ = [
    "BookEntry",
    "CallContext",
    "CloudEvent",
    "Effect",
    "Operation",
    "Refusal",
    "Response",
    "System",
    "Work",
]
