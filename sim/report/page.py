"""Templates filled into one file that needs nothing else: no network, no second file.

The Vega libraries are inlined once for all charts of a page; they are most of its size, so they
travel compressed and the browser unpacks them (DecompressionStream: all browsers since 2023).
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The filled template with its style; every value is escaped unless it is Markup."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup((TEMPLATES / "style.css").read_text("utf8"))  # ours, not a user's
    return environment.get_template(template).render(style=style, **values)


def scripts(specs: Mapping[str, Any]) -> dict[str, Markup]:
    """`bundle` and `specs` for a page with charts, both safe inside a script element."""
    drawn = {name: spec for name, spec in specs.items() if spec is not None}
    # `</script` inside a string would end the element.
    data = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return {"bundle": Markup(_bundle() if drawn else ""), "specs": Markup(data)}


@cache
def _bundle() -> str:
    """Gzip in base64, the same bytes each time: 0.4 MB where the plain libraries take 0.9."""
    script = vl_convert.javascript_bundle(SNIPPET)
    return b64encode(gzip.compress(script.encode(), mtime=0)).decode()
