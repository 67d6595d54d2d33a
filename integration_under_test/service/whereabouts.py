"""Where everything is: the body of `POST /start`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, SecretStr
from yarl import URL

from integration_under_test.service.addresses import HttpUrl, origin_of
from integration_under_test.service.channels.file_door import Folders
from integration_under_test.service.clock import ClockReading
from integration_under_test.service.credentials.identity import Identity


class SystemPlace(BaseModel):
    """One system; without `openapi` its document is looked for where it usually is."""

    url: HttpUrl
    openapi: HttpUrl | None = None

    @property
    def document_url(self) -> str:
        """Where its OpenAPI document is."""
        return self.openapi or f"{self.url}/openapi.json"


class Whereabouts(BaseModel):
    """All that an integration is told when it starts. `headers` go with every call.

    Without `identity` nobody asks for tokens: none is fetched, and those of callers are read
    without a check. Without a webhook secret events are not signed. `ca` (PEM) is all that
    servers' certificates are checked against, `certificate` with its key is ours.
    """

    systems: dict[str, SystemPlace]
    work_items: HttpUrl
    clock: ClockReading
    partners: dict[str, HttpUrl] = Field(default_factory=dict)
    alerts: HttpUrl | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    files: Folders | None = None
    identity: Identity | None = None
    webhook_secret: SecretStr | None = None
    webhook_secrets: tuple[SecretStr, ...] = ()
    """While one secret follows another: either of them signs."""
    ca: str = ""
    certificate: str = ""
    certificate_key: SecretStr = SecretStr("")
    test_credentials: bool = False
    """Whoever tells this knows that they are good for a test only."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """All secrets with which events may be signed."""
        one = () if self.webhook_secret is None else (self.webhook_secret,)
        return tuple(each.get_secret_value() for each in (*one, *self.webhook_secrets))

    @property
    def urls(self) -> tuple[str, ...]:
        """Every place to which the integration speaks, but the identity provider."""
        systems = (each.url for each in self.systems.values())
        boards = (self.work_items, *([self.alerts] if self.alerts else []))
        return (*systems, *self.partners.values(), *boards)

    @property
    def origins(self) -> frozenset[URL]:
        """Where tokens may go."""
        return frozenset(map(origin_of, self.urls))
