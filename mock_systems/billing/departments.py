"""Departments of the billing platform, known from the ERP's cost centres (S05, P17)."""

from __future__ import annotations

from typing import NamedTuple

from mock_systems.billing.documents import Facility


class Department(NamedTuple):
    """`code` is the ERP's cost centre."""

    code: str
    name: str
    facility: Facility
    active: bool = True
    erp_version: int = 1
