"""The page at `/`: what is served here, and where to look at it. Loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from mock_systems.service import System
from sim.live.serving.group import Seeding

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #ccc }
code { background: #f2f2f2; padding: 0 .25rem }
"""


def index_page(systems: Mapping[str, System], seeding: Seeding) -> str:
    """The systems, each with its pages, then the admin API."""
    rows = "\n".join(_row(system) for system in systems.values())
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Testbed: mock systems</title>
<style>{_STYLE}</style></head><body>
<h1>Mock systems</h1>
<p>Seed {seeding.seed}, scale {seeding.scale:g}. All data is synthetic.</p>
<table><tr><th>System</th><th>Below</th><th>Operations</th><th>Pages</th></tr>
{rows}
</table>
<h2>Admin</h2>
<p><a href="/admin/docs">Admin API</a> (<a href="/admin/openapi.json">OpenAPI</a>): reset and
snapshots, faults on and off, requests received, events published, webhook subscriptions.</p>
<ul><li><a href="/admin/faults">Faults in force</a></li>
<li><a href="/admin/requests">Requests received</a></li>
<li><a href="/admin/events">Events published</a></li></ul>
</body></html>
"""


def _row(system: System) -> str:
    base = f"/{system.name}"
    pages = [("docs", f"{base}/docs"), ("OpenAPI", f"{base}/openapi.json")]
    pages += [(path.strip("/"), base + path) for path, _, _ in system.pages()]
    cells = (
        f"{escape(system.title)} ({system.id})",
        f"<code>{base}</code>",
        str(len(system.operations)),
        _links(pages),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _links(pages: Iterable[tuple[str, str]]) -> str:
    links = (f'<a href="{escape(url)}">{escape(name)}</a>' for name, url in pages)
    return " &middot; ".join(links)
