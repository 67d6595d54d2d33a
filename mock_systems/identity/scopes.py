"""The scope parameter (RFC 6749 section 3.3): what may be asked for, what is granted."""

from __future__ import annotations

import re

from mock_systems.identity.clients import EVERY_FACILITY, Client
from mock_systems.identity.refusal import OAuthRefusal

_SCOPES = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*")


def requested_scopes(client: Client, parameter: str) -> tuple[str, ...]:
    """The scopes asked for, each once. Raises OAuthRefusal `invalid_scope` unless all of them were
    pre-authorised, letter by letter: a wildcard is a scope like any other, and a request without
    a scope has no default."""
    if not _SCOPES.fullmatch(parameter):
        raise OAuthRefusal("invalid_scope", "expected scopes, parted by single spaces")
    wanted = tuple(dict.fromkeys(parameter.split(" ")))
    if not client.scopes.issuperset(wanted):
        raise OAuthRefusal("invalid_scope", "a scope was not authorised for this client")
    return wanted


def common_facilities(one: frozenset[str], other: frozenset[str]) -> tuple[str, ...]:
    """The facilities that both may see, in order; `*` is all."""
    if EVERY_FACILITY in one:
        return tuple(sorted(other))
    if EVERY_FACILITY in other:
        return tuple(sorted(one))
    return tuple(sorted(one & other))
