"""Pages over OpenAPI documents, with assets from this machine.

FastAPI's own page loads Swagger UI from a public network. Here the two files come from the package
`fastapi-swagger` (extra `live`); without it the page loads them from that network, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

ASSETS = "/assets"
SCRIPT, STYLE, ICON = "swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"


def assets_folder() -> Path | None:
    """Where Swagger UI is on this machine, if it is."""
    package = find_spec("fastapi_swagger")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "resources"


def asset_routes() -> list[Route]:
    """The files that pages load."""
    folder = assets_folder()
    return [_file(folder / name) for name in (SCRIPT, STYLE, ICON)] if folder else []


def document_routes(base: str, title: str, document: Mapping[str, Any]) -> list[Route]:
    """`/openapi.json` and `/docs` of what is served below `base`; the document says where that
    is."""
    located = {**document, "servers": [{"url": base}]}

    async def told(_: Request) -> Response:
        return JSONResponse(located)

    async def page(_: Request) -> Response:
        where = f"{base}/openapi.json"
        if assets_folder() is None:
            return get_swagger_ui_html(openapi_url=where, title=f"{title} (assets from a network)")
        return get_swagger_ui_html(
            openapi_url=where,
            title=title,
            swagger_js_url=f"{ASSETS}/{SCRIPT}",
            swagger_css_url=f"{ASSETS}/{STYLE}",
            swagger_favicon_url=f"{ASSETS}/{ICON}",
        )

    return [Route(f"{base}/openapi.json", told), Route(f"{base}/docs", page)]


def _file(path: Path) -> Route:
    async def file(_: Request) -> Response:
        return FileResponse(path)

    return Route(f"{ASSETS}/{path.name}", file)
