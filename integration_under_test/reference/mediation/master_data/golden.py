"""Golden records: the records of all systems brought together by identity.

Which system is believed for which attribute is a table; a value that its owner lacks is taken from
the next in the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from integration_under_test.reference.mediation.master_data.record import (
    CHARGE,
    DEPARTMENT,
    FACILITY,
    ITEM,
    PAYER,
    SUPPLIER,
    GoldenRecord,
    LocalRecord,
    Place,
    Sourced,
)

BELIEVED: Mapping[str, Mapping[str, Sequence[str]]] = {
    FACILITY: {
        "name": ("erp", "procurement", "billing"),
        "time_zone": ("erp", "procurement", "inventory", "billing"),
    },
    DEPARTMENT: {"name": ("erp",), "department": ("inventory",)},
    ITEM: {
        "name": ("erp", "inventory", "warehouse"),
        "base_unit": ("erp", "inventory"),
        "purchase_unit": ("inventory",),
        "factor": ("inventory",),
        "implant": ("inventory",),
    },
    SUPPLIER: {
        "name": ("erp", "procurement"),
        "tax_id": ("erp", "procurement"),
        "terms": ("erp", "procurement"),
        "remit_to": ("erp",),
    },
    CHARGE: {"name": ("billing",)},
    PAYER: {"name": ("billing",)},
}
"""Domain -> attribute -> systems in the order in which they are believed."""

OWNERS = {domain: next(iter(table.values()))[0] for domain, table in BELIEVED.items()}
"""Domain -> the system whose record must be there, or the thing does not exist."""


def golden_records(records: Iterable[LocalRecord]) -> dict[str, GoldenRecord]:
    """By `domain/identity`. Records without identity stay alone and are not here."""
    groups: dict[tuple[str, str], dict[Place, LocalRecord]] = defaultdict(dict)
    for record in records:
        if record.identity:
            groups[record.domain, record.identity].setdefault(record.place, record)
    return {
        f"{domain}/{key}": _golden(domain, key, tuple(group.values()))
        for (domain, key), group in groups.items()
    }


def _golden(domain: str, key: str, group: Sequence[LocalRecord]) -> GoldenRecord:
    owner = OWNERS[domain]
    first = sorted(group, key=lambda record: record.place.system != owner)
    return GoldenRecord(
        domain=domain,
        key=key,
        values=_values(domain, first),
        members=tuple(record.place for record in first),
        reasons={record.place: _reason(record, owner) for record in first},
        active=first[0].active,
        parent=next((record.parent for record in first if record.parent), ""),
    )


def _values(domain: str, group: Sequence[LocalRecord]) -> dict[str, Sourced]:
    found = {}
    for attribute, systems in BELIEVED[domain].items():
        for system in systems:
            told = _told(group, system, attribute)
            if told:
                found[attribute] = Sourced(told, system)
                break
    return found


def _told(group: Sequence[LocalRecord], system: str, attribute: str) -> str:
    rows = (record for record in group if record.place.system == system)
    return next((told for record in rows if (told := record.values.get(attribute, ""))), "")


def _reason(record: LocalRecord, owner: str) -> str:
    if record.place.system == owner:
        return f"{owner} owns it"
    return f"carries {record.identity}"
