"""What an installation of the ERP decides for itself (S01)."""

from __future__ import annotations

from typing import NamedTuple


class Settings(NamedTuple):
    """Loaded once, before the first day; the defaults are those of a careful controller."""

    normalised_duplicate_check: bool = True
    """Whether `INV-001` and `inv001` of one supplier are the same invoice (IM1)."""
    approval_limit_minor: int = 250_000
    """Up to this amount an invoice without order needs no approval."""
