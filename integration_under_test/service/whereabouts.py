"""Where everything is: the body of `POST /start`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field
from yarl import URL

from integration_under_test.service.clock import ClockReading


def _http_url(text: str) -> str:
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(f"expected an http URL, got {text!r}")
    return text.rstrip("/")


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class SystemPlace(BaseModel):
    """One system; without `openapi` its document is looked for where it usually is."""

    url: HttpUrl
    openapi: HttpUrl | None = None

    @property
    def document_url(self) -> str:
        """Where its OpenAPI document is."""
        return self.openapi or f"{self.url}/openapi.json"


class Whereabouts(BaseModel):
    """All that an integration is told when it starts. `headers` go with every call."""

    systems: dict[str, SystemPlace]
    work_items: HttpUrl
    clock: ClockReading
    partners: dict[str, HttpUrl] = Field(default_factory=dict)
    alerts: HttpUrl | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
