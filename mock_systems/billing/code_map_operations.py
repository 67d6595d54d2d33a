"""Charge codes of acquired sites (S05): what they mean in the charge master (P14)."""

from __future__ import annotations

from typing import Any

from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class MapChargeCodeRequest(Message):
    """A site's own code with the charge master's."""

    site: Code
    site_code: Code
    charge_code: Code


class FindCodeMapRequest(Message):
    """One site, or one code of it."""

    site: Code
    site_code: str = ""


class CodeMapAnswer(Message):
    site: str
    site_code: str
    charge_code: str


class CodeMapsAnswer(Message):
    items: list[CodeMapAnswer]


def map_charge_code(system: HasTables, request: MapChargeCodeRequest, work: Work) -> dict[str, Any]:
    """A site's code means one row of the charge master."""
    key = (request.site, request.site_code)
    maps = system.tables.code_maps
    if key in maps:
        text = f"{'/'.join(key)} means {maps[key]} already"
        raise Refusal(409, "CODE_MAPPED", text, field="siteCode")
    code = system.tables.code(request.charge_code).charge_code
    maps[key] = code
    work.effect(Effect("billing.code_map", f"{'/'.join(key)}={code}"))
    return _answer(key, code)


def find_code_map(system: HasTables, request: FindCodeMapRequest, work: Work) -> dict[str, Any]:
    """The code map of a site."""
    del work
    return {
        "items": [
            _answer((site, code), meant)
            for (site, code), meant in system.tables.code_maps.items()
            if site == request.site and request.site_code in ("", code)
        ]
    }


def _answer(key: tuple[str, str], meant: str) -> dict[str, Any]:
    return {"site": key[0], "siteCode": key[1], "chargeCode": meant}


DECLARED = (
    Operation(
        name="map_charge_code",
        method="POST",
        path="/codeMaps",
        scope="billing.codeMaps.write",
        request=MapChargeCodeRequest,
        response=CodeMapAnswer,
        handler=map_charge_code,
        key=("site", "siteCode"),
        summary="Notes which charge code an acquired site's code means",
        status=201,
    ),
    Operation(
        name="find_code_map",
        method="GET",
        path="/codeMaps/{site}",
        scope="billing.codeMaps.read",
        request=FindCodeMapRequest,
        response=CodeMapsAnswer,
        handler=find_code_map,
        key=("site",),
        summary="Charge codes of an acquired site",
    ),
)
