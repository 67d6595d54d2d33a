"""Reading the body of a request: no more of it than anybody may send, and of no other kind."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from mock_systems.service.operation import Operation

MOST_BYTES = 5_000_000
"""Of a body; the largest that anybody sends here is a batch of journals."""
JSON = "json"


async def body_of(request: Request, operation: Operation) -> bytes:
    """The body. Raises HTTPException 413 for more than is taken, as soon as that is known, and 415
    for what says of itself that it is no JSON."""
    _check_kind(request, operation)
    declared = request.headers.get("content-length", "")
    _check_size(int(declared) if declared.isdecimal() else 0)
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk
            _check_size(len(content))
    except ClientDisconnect as error:
        raise HTTPException(400, "expected a whole body, got a connection that broke") from error
    return bytes(content)


def _check_kind(request: Request, operation: Operation) -> None:
    """Who says nothing is believed; a raw operation reads whatever comes."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and not operation.raw and not media_type.endswith(JSON):
        raise HTTPException(415, "expected a body in application/json, got another media type")


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        detail = f"expected at most {MOST_BYTES} bytes, got more; send less at once"
        raise HTTPException(413, detail, {"Connection": "close"})
