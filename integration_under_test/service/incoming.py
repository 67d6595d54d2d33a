"""What comes in by HTTP, read with suspicion, as the boundary's messages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from integration_under_test.boundary import Document, Event, Resolution
from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.protection.bodies import held_of

M = TypeVar("M", bound=BaseModel)

MOST_BYTES = 1_000_000
MOST_DOCUMENT_BYTES = 20_000_000
BODY_WITHIN_S = 30.0
JSON = "application/json"
JSON_TYPES = (JSON, "application/cloudevents+json")
ATTRIBUTES = frozenset({"specversion", "id", "source", "type", "time", "subject"})
NO_EXTENSIONS = ATTRIBUTES | {"datacontenttype", "dataschema", "data"}
RESEND = "send it again as the README's page says"


async def json_of(request: HttpRequest) -> bytes:
    """The bytes of a body that is JSON, if its type says what it is. Raises as `content_of`."""
    media_type = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media_type not in JSON_TYPES:
        raise Unacceptable(" or ".join(JSON_TYPES), "another Content-Type", RESEND, 415)
    return await content_of(request)


async def content_of(request: HttpRequest, most: int = MOST_BYTES) -> bytes:
    """The body's bytes. Raises Unacceptable for more than `most`, or one that does not end."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Unacceptable("a body as it is", "a Content-Encoding", RESEND, 415)
    declared = request.headers.get("content-length", "")
    if declared.isdigit():
        _check_size(int(declared), most)
    held, content = held_of(request.scope), bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for chunk in request.stream():
                held.more(len(chunk))
                content += chunk
                _check_size(len(content), most)
    except TimeoutError as error:
        got = f"{len(content)} bytes in {BODY_WITHIN_S:.0f} s"
        raise Unacceptable("a whole body", got, RESEND, 408) from error
    except ClientDisconnect as error:
        raise Unacceptable("a whole body", "a connection that broke", RESEND) from error
    return bytes(content)


def event_of(content: bytes) -> Event:
    """A CloudEvent 1.0 in structured mode. Raises Unacceptable for anything else."""
    told = object_of(content)
    remedy = "send a CloudEvent 1.0 in structured mode (application/cloudevents+json)"
    if told.get("specversion") != "1.0":
        raise Unacceptable("specversion '1.0'", _shown_version(told.get("specversion")), remedy)
    for name in ("id", "source", "type"):
        if not isinstance(told.get(name), str) or not told[name]:
            raise Unacceptable(f"a text in {name!r}", _shown(told.get(name)), remedy)
    for name in ("time", "subject"):
        if not isinstance(told.get(name, ""), str):
            raise Unacceptable(f"a text in {name!r}", _shown(told[name]), remedy)
    if "data_base64" in told:
        raise Unacceptable("JSON in 'data'", "'data_base64'", remedy)
    return Event(
        id=told["id"],
        source=told["source"],
        type=told["type"],
        time=told.get("time", ""),
        subject=told.get("subject", ""),
        data=told.get("data", {}),
        extensions={name: value for name, value in told.items() if name not in NO_EXTENSIONS},
    )


def document_of(headers: Mapping[str, str], content: bytes) -> Document:
    """A document as it is. Raises Unacceptable if the headers do not say which and whose."""
    named = {name: unquote(headers.get(name, "")) for name in ("Document-Id", "Document-Sender")}
    for name, value in named.items():
        if not value:
            raise Unacceptable(f"a header {name}", "none", RESEND)
    media_type = headers.get("Content-Type", "application/octet-stream")
    return Document(named["Document-Id"], named["Document-Sender"], media_type, content)


def resolution_of(content: bytes) -> Resolution:
    """What a clerk decided. Raises Unacceptable."""
    return Resolution(**model_of(_Resolution, content).model_dump())


def model_of(model: type[M], content: bytes) -> M:
    """JSON that fits a model. Raises Unacceptable, which says where it does not."""
    try:
        return model.model_validate(object_of(content))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        got = _shown(first["input"])
        raise Unacceptable(f"{place}: {first['msg']}", got, RESEND) from error


def object_of(content: bytes) -> dict[str, Any]:
    """A JSON object, {} for no body. Raises Unacceptable."""
    try:
        told = from_json(content, allow_inf_nan=False) if content else {}
    except ValueError as error:
        raise Unacceptable("a JSON object", f"no JSON ({error})", RESEND) from error
    if not isinstance(told, dict):
        raise Unacceptable("a JSON object", _shown(told), RESEND)
    return told


KINDS: Mapping[type[Any], str] = {
    type(None): "nothing",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


class _Resolution(BaseModel):
    item_id: str
    action: str
    note: str = ""


def _shown_version(value: Any) -> str:
    """A version as it is, anything else as `_shown`."""
    return repr(value) if re.fullmatch(r"[\d.]{1,8}", str(value)) else _shown(value)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise Unacceptable(f"at most {most} bytes", f"{size} or more", "send less at once", 413)


def _shown(value: Any) -> str:
    """What kind of thing it is. A value is never said back: it may be a patient's, and answers are
    kept in logs."""
    if isinstance(value, str):
        return f"a text of {len(value)} characters"
    return KINDS.get(type(value), "something else")
