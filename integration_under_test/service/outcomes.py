"""How an answer becomes one of the boundary's outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, NamedTuple

from pydantic_core import from_json

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled

TOO_MANY = 429


class HttpAnswer(NamedTuple):
    """What came back; the names of headers are in lower case."""

    status: int
    content: bytes
    headers: Mapping[str, str]


def outcome_of(where: str, answer: HttpAnswer) -> dict[str, Any]:
    """The JSON object of a success, {} for an empty one. Raises as `settled`, and OutcomeUnknown
    for a success that cannot be read: nobody knows what was done."""
    settled(where, answer)
    if not answer.content:
        return {}
    try:
        body = from_json(answer.content)
    except ValueError as error:
        raise OutcomeUnknown(f"{where}: {answer.status}, but not JSON: {error}") from error
    if not isinstance(body, dict):
        raise OutcomeUnknown(f"{where}: {answer.status}, but no JSON object")
    return body


def settled(where: str, answer: HttpAnswer) -> None:
    """Returns for a success. Raises Throttled, Rejected, or OutcomeUnknown for all that is neither
    a success nor a refusal."""
    if 200 <= answer.status < 300:
        return
    if not 400 <= answer.status < 500:
        raise OutcomeUnknown(f"{where}: {answer.status}")
    body = _refusal_body(answer)
    if answer.status == TOO_MANY:
        raise Throttled(retry_after_s(answer), body)
    raise Rejected(answer.status, *error_of(body), body)


def error_of(body: Any) -> tuple[str, str]:
    """Code and message of an error answer, whichever of the vendors' shapes it has, or that of a
    problem document (RFC 9457)."""
    match body:
        case {"o:errorCode": code, **rest}:
            return str(code), str(rest.get("detail", ""))
        case {"error": {"code": code, **rest}}:
            return str(code), str(rest.get("message", ""))
        case {"errors": {"error": [text, *_]}}:
            code, _, message = str(text).partition(": ")
            return code, message
        case {"errors": [{"code": code, **rest}, *_]}:
            return str(code), str(rest.get("detail", ""))
        case {"code": code, **rest}:
            return str(code), str(rest.get("message", ""))
        case {"title": title, **rest}:
            return str(title), str(rest.get("detail", ""))
    return "unknown", ""


def retry_after_s(answer: HttpAnswer) -> float | None:
    """Seconds of the wall; None if it did not say, or not in seconds."""
    try:
        wait_s = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, wait_s) if isfinite(wait_s) else None


def _refusal_body(answer: HttpAnswer) -> Any:
    """A refusal is one whatever it says."""
    try:
        return from_json(answer.content) if answer.content else {}
    except ValueError:
        return {}
