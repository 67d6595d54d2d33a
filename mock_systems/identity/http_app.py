"""The HTTP face of the identity provider (S16): one Starlette application.

    app = build_app(provider)          # served where the issuer's URL points to

TLS is ended by whatever serves it.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mock_systems.identity.authorization import AuthorizationRequest
from mock_systems.identity.login_page import CREDENTIALS, error_page, login_page
from mock_systems.identity.metadata import WELL_KNOWN
from mock_systems.identity.openapi import openapi_document
from mock_systems.identity.parameters import Parameters, read_parameters
from mock_systems.identity.provider import IdentityProvider
from mock_systems.identity.refusal import OAuthRefusal, invalid_request

FORM = "application/x-www-form-urlencoded"
MOST_BODY_BYTES = 32_768
_NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_PAGE_HEADERS = {
    **_NOT_STORED,
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""RFC 9700 section 4.16: nobody may frame the login, nor learn its address from a referrer."""

CertificateOf = Callable[[Request], str]
Answer = Callable[[AuthorizationRequest, Parameters], Response]


def _no_certificate(_: Request) -> str:
    return ""


def build_app(
    provider: IdentityProvider, certificate_of: CertificateOf = _no_certificate
) -> Starlette:
    """The application. `certificate_of` gives the thumbprint of the client certificate on a
    request's connection, from whatever ends TLS; never from a header that a client could send."""
    face = _Face(provider, certificate_of)
    return Starlette(
        routes=[
            Route("/token", face.token, methods=["POST"]),
            Route("/authorize", face.show_login, methods=["GET"]),
            Route("/authorize", face.sign_in, methods=["POST"]),
            Route("/jwks.json", face.jwks, methods=["GET"]),
            Route(WELL_KNOWN, face.metadata, methods=["GET"]),
            Route("/openapi.json", face.document, methods=["GET"]),
        ]
    )


class _Face:
    def __init__(self, provider: IdentityProvider, certificate_of: CertificateOf) -> None:
        self._provider = provider
        self._certificate_of = certificate_of

    async def token(self, request: Request) -> Response:
        """RFC 6749 section 5."""
        try:
            parameters = read_parameters(await _form(request))
            issued = self._provider.token(parameters, self._certificate_of(request))
        except OAuthRefusal as refusal:
            return JSONResponse(refusal.body(), 400, _NOT_STORED)
        return JSONResponse(issued.body(), 200, _NOT_STORED)

    async def show_login(self, request: Request) -> Response:
        """The login form for a request that is in order; a password in a URL is not looked at."""
        query = request.scope["query_string"]
        return self._authorization(query, self._form_of)

    async def sign_in(self, request: Request) -> Response:
        """The form comes back; its hidden fields are checked as if they had never been seen."""
        try:
            body = await _form(request)
        except OAuthRefusal as refusal:
            return _page(error_page(refusal.description), 400)
        return self._authorization(body, self._decision_on)

    async def jwks(self, _: Request) -> Response:
        """RFC 7517; readers keep it for no longer than it says."""
        max_age_s = self._provider.settings.jwks_max_age_s
        headers = {"Cache-Control": f"public, max-age={max_age_s}"}
        return JSONResponse(self._provider.jwks(), 200, headers, "application/jwk-set+json")

    async def metadata(self, _: Request) -> Response:
        """RFC 8414 section 3."""
        return JSONResponse(self._provider.metadata())

    async def document(self, _: Request) -> Response:
        """OpenAPI 3.1 of this face."""
        return JSONResponse(openapi_document())

    def _authorization(self, encoded: bytes, answer: Answer) -> Response:
        try:
            parameters = read_parameters(encoded)
            address = self._provider.return_address(parameters)
        except OAuthRefusal as refusal:
            return _page(error_page(refusal.description), 400)
        try:
            return answer(self._provider.authorization_request(parameters, address), parameters)
        except OAuthRefusal as refusal:
            return _redirect(address.with_refusal(refusal))

    def _form_of(self, request: AuthorizationRequest, parameters: Parameters) -> Response:
        return _page(login_page(request, parameters), 200)

    def _decision_on(self, request: AuthorizationRequest, parameters: Parameters) -> Response:
        user, password = (parameters.get(name, "") for name in CREDENTIALS)
        location = self._provider.authorize(request, user, password)
        if location is None:
            notice = "User or password is wrong, or there were too many attempts."
            return _page(login_page(request, parameters, notice), 403)
        return _redirect(location)


async def _form(request: Request) -> bytes:
    """The body of a form. Raises OAuthRefusal for another type or one that is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise invalid_request(f"expected {FORM}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            raise invalid_request(f"the body is longer than {MOST_BODY_BYTES} bytes")
    return bytes(body)


def _page(content: str, status: int) -> Response:
    return HTMLResponse(content, status, _PAGE_HEADERS)


def _redirect(location: str) -> Response:
    """303, so that no browser sends the password on (RFC 9700 section 4.12)."""
    return RedirectResponse(location, 303, {**_NOT_STORED, "Referrer-Policy": "no-referrer"})
