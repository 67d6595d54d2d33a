"""Where tokens come from, and who may come with one: `identity` in the body of `POST /start`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from integration_under_test.service.addresses import ExactUrl

Alg = Literal["ES384"]


class Identity(BaseModel):
    """The identity provider as a client of it, and a receiver of its tokens, must know it.

    `scope` and `resource` are asked for with tokens for the systems; callers' tokens must have
    `audience` as their `aud`. `private_key` is PEM (PKCS 8) on P-384.
    """

    issuer: str = Field(min_length=1)
    token_endpoint: ExactUrl
    jwks_uri: ExactUrl
    client_id: str = Field(min_length=1)
    kid: str = Field(min_length=1)
    alg: Alg = "ES384"
    private_key: SecretStr
    scope: str = ""
    resource: str = ""
    audience: str = Field(min_length=1)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where keys and tokens travel, and who vouches for them."""
        return self.issuer, self.token_endpoint, self.jwks_uri
