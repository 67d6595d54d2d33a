"""Files of acquired sites, read in the couriers' own way (P14, S07, S08)."""

from __future__ import annotations

from typing import Any

from integration_under_test.boundary import Busy, Ports

SITES = "acquired_sites"
LATER_S = 900.0


class Spoilt(Exception):
    """Nothing of the file may be used."""


def opened(content: bytes, delimiter: str = "|") -> tuple[list[str], list[list[str]]]:
    """Header with records of a delimited file whose trailer counts them."""
    text = content.decode("ascii")
    rows = [line.split(delimiter) for line in text.splitlines()]
    header, trailer, rows = rows[0], rows[-1], rows[1:-1]
    if not text.endswith("\n") or trailer[:3] != ["TRL", header[3], str(len(rows))]:
        raise Spoilt(f"the trailer is {trailer}, the file has {len(rows)} records")
    return header, rows


def cents(text: str) -> int:
    dollars, _, rest = text.partition(".")
    return int(dollars) * 100 + int(rest)


def dollars(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def iso(text: str) -> str:
    """20260414 as 2026-04-14."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


async def keep_site(ports: Ports, code: str, **facts: Any) -> None:
    """What everybody needs to know of a site, once it is onboarded."""
    async with ports.storage.transaction() as tx:
        tx.put(SITES, code, facts)


async def site(ports: Ports, code: str) -> dict[str, Any]:
    """Pushes back until the site is onboarded."""
    async with ports.storage.transaction() as tx:
        found: dict[str, Any] | None = tx.get(SITES, code)
    if found is None:
        raise Busy(LATER_S)
    return found


async def site_of_store(ports: Ports, store: str) -> tuple[str, dict[str, Any]]:
    """As `site`, by its number in legacy materials management."""
    async with ports.storage.transaction() as tx:
        sites: list[tuple[str, dict[str, Any]]] = list(tx.scan(SITES))
    for code, facts in sites:
        if facts["store"] == store:
            return code, facts
    raise Busy(LATER_S)
