"""Whose a document is, in the one form in which tokens name facilities: their GLNs."""

from __future__ import annotations

from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.gateway.command_kind import Enquiry

NOBODY = ""
"""Of a facility that we do not know: only who may see every facility may see it."""


def owners(enquiry: Enquiry, *codes: str) -> tuple[str, ...]:
    """The GLNs of `system:code` each, without repeats."""
    return tuple(dict.fromkeys(_gln(enquiry, code) for code in codes))


def _gln(enquiry: Enquiry, code: str) -> str:
    try:
        return enquiry.crosswalk.facility(code).gln
    except UnknownCode:
        return NOBODY
