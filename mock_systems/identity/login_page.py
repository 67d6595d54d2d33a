"""The pages that a person sees: the login form, and what went wrong. Everything is escaped."""

from __future__ import annotations

from html import escape

from mock_systems.identity.authorization import AuthorizationRequest
from mock_systems.identity.parameters import Parameters

CREDENTIALS = ("username", "password")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head>
<body><main><h1>Sign in</h1>
{content}
</main></body></html>
"""
_FORM = """<p>{client} asks for: {scopes}</p>
{notice}<form method="post" action="authorize">
{hidden}
<p><label>User <input name="username" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"
 required></label></p>
<p><button>Sign in</button></p>
</form>"""


def login_page(request: AuthorizationRequest, parameters: Parameters, notice: str = "") -> str:
    """The form, which sends the request's own parameters along."""
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in parameters.items()
        if name not in CREDENTIALS
    )
    form = _FORM.format(
        client=escape(request.address.client.id),
        scopes=escape(", ".join(request.scopes)),
        notice=f'<p role="alert">{escape(notice)}</p>\n' if notice else "",
        hidden=hidden,
    )
    return _PAGE.format(content=form)


def error_page(description: str) -> str:
    """For errors that must not be sent to an unproven address (RFC 6749 section 4.1.2.1)."""
    return _PAGE.format(content=f'<p role="alert">{escape(description)}</p>')
