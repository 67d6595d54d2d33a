"""The master file of an acquired site: everything that must be cross-mapped before it is served.

    HDR|ONBOARD|CLINIC1|1|20260414|1|1
    SIT|CLINIC1|Family Clinic 1|BU100|CL1
    VND|V1001|Harper-Lope|321174218|NET30
    ITM|100001|CATHETER 47MM #454|BX|10|100000454
    ACC|5000|LAB SUPPLIES|5110
    CHG|C101|RADIOLOGY EXAM 74|SVC00074
    TRL|1|5|5

Vendors come without a number of the group's: tax numbers must tell. What items, accounts or charge
codes mean was agreed between the two houses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mock_systems.standards.files import Batch, batch_file
from mock_systems.standards.files.batch_file import Layout, RecordType
from mock_systems.standards.files.field import read_positive, read_text
from mock_systems.standards.files.line_format import Delimited
from sim.world.acquired import AcquiredSite
from sim.world.parties.clinics.codes import ClinicCode


@dataclass(frozen=True)
class SiteRecord:
    """`business_unit` is the group's, `store` the number in legacy materials management."""

    code: str
    name: str
    business_unit: str
    store: str


@dataclass(frozen=True)
class VendorRecord:
    number: str
    name: str
    tax_id: str
    terms: str


@dataclass(frozen=True)
class ItemRecord:
    number: str
    description: str
    unit: str
    factor: int
    item: str


@dataclass(frozen=True)
class AccountRecord:
    number: str
    name: str
    account: str


@dataclass(frozen=True)
class ChargeRecord:
    code: str
    description: str
    charge_code: str


Record = SiteRecord | VendorRecord | ItemRecord | AccountRecord | ChargeRecord


def _texts(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(read_text, fields))


def _one(_record: object) -> int:
    return 1


def _read_item(fields: Sequence[str]) -> ItemRecord:
    number, description, unit, item = map(read_text, (*fields[:3], fields[4]))
    return ItemRecord(number, description, unit, read_positive(fields[3]), item)


MASTERS = Layout(
    "ONBOARD",
    Delimited("|"),
    (
        RecordType(
            "SIT",
            SiteRecord,
            write=lambda one: (one.code, one.name, one.business_unit, one.store),
            read=lambda fields: SiteRecord(*_texts(fields)),
            control=_one,
            fields=4,
        ),
        RecordType(
            "VND",
            VendorRecord,
            write=lambda one: (one.number, one.name, one.tax_id, one.terms),
            read=lambda fields: VendorRecord(*_texts(fields)),
            control=_one,
            fields=4,
        ),
        RecordType(
            "ITM",
            ItemRecord,
            write=lambda one: (one.number, one.description, one.unit, str(one.factor), one.item),
            read=_read_item,
            control=_one,
            fields=5,
        ),
        RecordType(
            "ACC",
            AccountRecord,
            write=lambda one: (one.number, one.name, one.account),
            read=lambda fields: AccountRecord(*_texts(fields)),
            control=_one,
            fields=3,
        ),
        RecordType(
            "CHG",
            ChargeRecord,
            write=lambda one: (one.code, one.description, one.charge_code),
            read=lambda fields: ChargeRecord(*_texts(fields)),
            control=_one,
            fields=3,
        ),
    ),
)


def master_file(
    site: AcquiredSite, business_unit: str, codes: Sequence[ClinicCode], day: date
) -> bytes:
    """The file of one site. The control total counts the records once more."""
    records: tuple[Record, ...] = (
        SiteRecord(site.code, site.name, business_unit, site.store),
        *(VendorRecord(v.number, v.name, v.tax_id, v.terms) for v in site.vendors),
        *(ItemRecord(i.number, i.description, i.unit, i.factor, i.item) for i in site.items),
        *(AccountRecord(a.number, a.name, a.account) for a in site.accounts),
        *(ChargeRecord(c.code, c.description, c.charge_code) for c in codes),
    )
    return batch_file.build(MASTERS, Batch(site.code, 1, day), records).encode()
