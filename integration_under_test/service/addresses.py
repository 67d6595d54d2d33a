"""URLs of HTTP, as somebody else wrote them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from yarl import URL


def _exact_url(text: str) -> str:
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
        raise ValueError("expected an http URL without a user in it")
    return text


def _base_url(text: str) -> str:
    return _exact_url(text).rstrip("/")


ExactUrl = Annotated[str, AfterValidator(_exact_url)]
"""Letter by letter, as one that is compared, or signed, must be."""
HttpUrl = Annotated[str, AfterValidator(_base_url)]
"""What paths are added to."""


def origin_of(url: str) -> URL:
    """Scheme, host and port: a token never leaves the origins that it was meant for."""
    return URL(url).origin()
