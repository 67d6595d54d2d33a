"""Parameters of an OAuth request, from a query or an `application/x-www-form-urlencoded` body."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from mock_systems.identity.refusal import invalid_request

Parameters = Mapping[str, str]

MOST_FIELDS = 32


def read_parameters(encoded: bytes) -> Parameters:
    """Parameters by name; those without a value are left out (RFC 6749 sections 3.1 and 3.2).

    Raises OAuthRefusal `invalid_request` for a name that comes twice and for what is no form.
    """
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            strict_parsing=bool(encoded),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise invalid_request("the parameters cannot be read") from error
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise invalid_request("a parameter is repeated")
    return {name: value for name, value in parameters.items() if value}


def require(parameters: Parameters, name: str) -> str:
    """A parameter's value. Raises OAuthRefusal `invalid_request` when it is missing."""
    if name not in parameters:
        raise invalid_request(f"{name} is missing")
    return parameters[name]
