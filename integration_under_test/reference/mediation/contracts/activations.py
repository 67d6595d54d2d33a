"""What the contract platform has activated, as its own lists tell (P03).

Its events say the same, but it gives up a delivery that is refused for too long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.context import Body

Answer = Mapping[str, Any]

ACTIVATED = "contracts.contract.activated"
PAGE_ROWS = 500
WERE_ACTIVE = frozenset({"ACTIVE", "SUPERSEDED", "EXPIRED", "TERMINATED"})


def ask(offset: int) -> Body:
    """One page of the list of contracts."""
    return {"limit": PAGE_ROWS, "offset": offset}


def read_page(answer: Answer) -> tuple[Mapping[str, int], bool]:
    """Contract -> its active version, 0 for a contract without one; whether there are more."""
    rows = {row["contractNumber"]: int(row["activeVersion"]) for row in answer["contracts"]}
    return rows, bool(answer["hasMore"]) and bool(rows)


def read_versions(answer: Answer, after: int) -> tuple[Answer, ...]:
    """The versions of a contract that were activated after that one, up to the active one, the
    oldest first; each as the data of its event. Drafts that were passed over are left out."""
    shared = {name: answer[name] for name in ("contractNumber", "erpSupplierNumber")}
    activated = [
        {**shared, **version}
        for version in answer["versions"]
        if after < version["version"] <= answer["activeVersion"]
        and version["status"] in WERE_ACTIVE
    ]
    return tuple(sorted(activated, key=lambda data: int(data["version"])))
