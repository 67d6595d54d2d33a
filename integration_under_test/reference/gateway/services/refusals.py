"""Why a request is refused at the door, each reason with its status and its word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import Answer


class Refused(Exception):
    """Answered with `status` and `code`; the message never repeats what the caller sent."""

    def __init__(
        self, status: int, code: str, message: str, retry_after_s: float = 0.0, **details: Any
    ) -> None:
        super().__init__(message)
        error: Mapping[str, Any] = {"code": code, "message": message, **details}
        self.answer = Answer(status, {"error": error}, retry_after_s)


def not_there() -> Refused:
    """The same words for what does not exist and for what the caller may not see: who tries
    numbers learns nothing."""
    return Refused(404, "NOT_FOUND", "there is no such document, or it is not yours to see")
