"""Lines of JSON between a service and its worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic_core import from_json, to_json

LONGEST_LINE = 16_000_000
"""Bytes: where everything is may be long, with certificates and many partners."""

Message = Mapping[str, Any]


def line_of(message: Message) -> bytes:
    """One message; secrets go with it, for it is a pipe between two processes of ours."""
    return to_json(_plain(message)) + b"\n"


async def messages(reader: asyncio.StreamReader) -> AsyncIterator[dict[str, Any]]:
    """All that comes, until the other side hangs up. What is no JSON object was said by somebody
    else's library, and is left out."""
    while line := await reader.readline():
        try:
            message = from_json(line)
        except ValueError:
            continue
        if isinstance(message, dict):
            yield message


def _plain(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
