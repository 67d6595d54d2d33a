"""The contract tests let the code's own tables pass, and find a defect planted in any set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from integration_under_test.reference.releases.contract_tests import CHECKS, contract_findings
from integration_under_test.reference.releases.finding import Finding, Subject
from integration_under_test.reference.releases.release import FIRST_RELEASE, following
from integration_under_test.reference.releases.table import under
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import ITEM, UNBILLED, crosswalk

CODE = "SUP00001"


def findings(table: str, **rows: Any) -> list[Finding]:
    return contract_of({table: rows})


def contract_of(changes: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    masters = crosswalk()
    masters.departments["CC-1010"] = "gln:1234567890128"
    release = following(FIRST_RELEASE, 2, changes)
    return contract_findings(Subject(release, masters, Settings()))


def test_the_tables_of_the_code_pass() -> None:
    assert contract_findings(Subject(FIRST_RELEASE, crosswalk(), Settings())) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"mappings.procurement_unit": {"case": None, "carton": "CS"}},
        {"mappings.supplier_unit": {"PK": "PK"}},
        {"mappings.invoice_status": {"VALIDATED": "approved"}},
        {"mappings.hold_reason": {"PRICE": "somebody billed another price than was agreed"}},
        {"mappings.correction_sign": {"rebate": -1}},
        {"mappings.receivable_reversal": {"write_off": "WRITE_OFF"}},
        {"mappings.bank_account": {"4000118": "BU100"}},
        {"mappings.charge_code": {ITEM: CODE}},
        {"mappings.cost_center": {"H01-OR": "CC-1010"}},
        {"routes.documents": {"journal from GRANTS": "journal from PAYROLL"}},
        {"routes.reference_data": {"ACCOUNT": ["put_lookup_value", "put_department"]}},
        {"policies.flow_owner": {"P09": "AP desk"}},
        {"policies.flow_owner": {"P07/enter_invoice": "supply chain desk"}},
        {"policies.hold_owner": {"PRICE": "AP desk"}},
        {"policies.healing": {"NO_SUCH_THING": "missing_document"}},
        {"policies.waits": {"retry_horizon_h": 24.0, "outage_patience_h": 48.0}},
        {"policies.deadline_s": {"P09/post_cost": 1800.0}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_sound_change_of_each_table_passes(changes: Mapping[str, Mapping[str, Any]]) -> None:
    assert contract_of(changes) == []


PLANTED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("mappings.procurement_unit", {"pallet": "PL"}, "pallet"),
    ("mappings.procurement_unit", {"case": None}, ""),
    ("mappings.procurement_unit", {"carton": "CS"}, "carton"),
    ("mappings.supplier_unit", {"CS": "CS"}, "CS"),
    ("mappings.supplier_unit", {"PK": "CA"}, "PK"),
    ("mappings.billing_period", {"OPEN": "closed"}, "OPEN"),
    ("mappings.inventory_period", {"CLOSED": None}, "CLOSED"),
    ("mappings.procurement_period", {"SOFT_CLOSED": "closed"}, "SOFT_CLOSED"),
    ("mappings.invoice_status", {"CANCELLED": "on-hold"}, "CANCELLED"),
    ("mappings.invoice_status", {"PAID": None}, "PAID"),
    ("mappings.invoice_status", {"VALIDATED": "validated"}, "VALIDATED"),
    ("mappings.hold_reason", {"PRICE": None}, "PRICE"),
    ("mappings.hold_reason", {"PRICE": 1}, "PRICE"),
    ("mappings.lookup", {"PROJECT": "account"}, "ACCOUNT"),
    ("mappings.lookup", {"TAX_CODE": None}, "TAX_CODE"),
    ("mappings.correction_sign", {"credit": 1}, "credit"),
    ("mappings.correction_sign", {"credit": "-1"}, "credit"),
    ("mappings.correction_sign", {"rebate": -2}, "rebate"),
    ("mappings.procurement_screening", {"failed": True}, "failed"),
    ("mappings.procurement_screening", {"passed": True}, "passed"),
    ("mappings.receivable_entry", {"refund": "WRITE_OFF"}, "refund"),
    ("mappings.receivable_entry", {"payment": None}, "payment"),
    ("mappings.receivable_reversal", {"charges": None}, "charges"),
    ("mappings.receivable_reversal", {"refund": "REFUND_REVERSAL"}, "refund"),
    ("mappings.bank_account", {"4000117": None}, "4000117"),
    ("mappings.bank_account", {"4000118": "BU999"}, "4000118"),
    ("mappings.screening_result", {"failed": True}, "failed"),
    ("mappings.screening_result", {"failed": "no"}, "failed"),
    ("mappings.charge_code", {UNBILLED: CODE}, UNBILLED),
    ("mappings.charge_code", {ITEM: "SUP99999"}, ITEM),
    ("mappings.charge_code", {"999": CODE}, "999"),
    ("mappings.cost_center", {"H01-OR": "CC-9999"}, "H01-OR"),
    ("mappings.cost_center", {"MOON": "CC-1010"}, "MOON"),
    ("routes.events", {"inventory.usage.recorded": None}, "inventory.usage.recorded"),
    ("routes.events", {"erp.item.changed": "erp.supplier.changed"}, "erp.item.changed"),
    ("routes.events", {"erp.item.changed": "nobody"}, "erp.item.changed"),
    ("routes.events", {"erp.moon.rose": "erp.item.changed"}, "erp.moon.rose"),
    ("routes.documents", {"835 from CLEARHOUSE": None}, "835 from CLEARHOUSE"),
    ("routes.documents", {"journal from P*": "journal from LEGACYERP"}, "journal from PAYROLL"),
    ("routes.documents", {"journal from GRANTS": "asset from ASSETS"}, "journal from GRANTS"),
    ("routes.documents", {"journal from GRANTS": "nobody"}, "journal from GRANTS"),
    ("routes.documents", {"journal": "journal from PAYROLL"}, "journal"),
    ("routes.reference_data", {"LOCATION": ["put_lookup_value"]}, "LOCATION"),
    ("routes.reference_data", {"ACCOUNT": ["put_lookup_value", "post_cost"]}, "ACCOUNT"),
    ("routes.reference_data", {"MOON": ["put_lookup_value"]}, "MOON"),
    ("policies.flow_owner", {"P09": None}, "P09"),
    ("policies.flow_owner", {"P09": "nobody"}, "P09"),
    ("policies.flow_owner", {"P99": "AP desk"}, "P99"),
    ("policies.flow_owner", {"P13/post_cost": "AP desk"}, "P13/post_cost"),
    ("policies.type_owner", {"refused": "nobody"}, "refused"),
    ("policies.type_owner", {"moon": "AP desk"}, "moon"),
    ("policies.hold_owner", {"PRICE": "nobody"}, "PRICE"),
    ("policies.hold_owner", {"PRICE": None}, "PRICE"),
    ("policies.healing", {"*": "missing_document"}, "INVALID_REQUEST"),
    ("policies.healing", {"LOT_NOT_ELIGIBLE": None}, "LOT_NOT_ELIGIBLE"),
    ("policies.healing", {"BAD_LOT": "moon"}, "BAD_LOT"),
    ("policies.waits", {"settle_s": 5.0}, "settle_s"),
    ("policies.waits", {"outage_patience_h": 1000.0}, "outage_patience_h"),
    ("policies.waits", {"unmapped_patience_h": 0.01}, "unmapped_patience_h"),
    ("policies.waits", {"outage_patience_h": 2.0}, "retry_horizon_h"),
    ("policies.waits", {"retry_base_s": 400.0}, "retry_base_s"),
    ("policies.waits", {"settle_s": -1.0}, "settle_s"),
    ("policies.waits", {"settle_s": True}, "settle_s"),
    ("policies.waits", {"patience": 1.0}, "patience"),
    ("policies.deadline_s", {"P09": None}, "P09"),
    ("policies.deadline_s", {"P09": 0.0}, "P09"),
    ("policies.deadline_s", {"P09/enter_invoice": 60.0}, "P09/enter_invoice"),
    ("policies.deadline_s", {"P99": 60.0}, "P99"),
)


@pytest.mark.parametrize(("table", "rows", "key"), PLANTED)
def test_a_planted_defect_is_found_where_it_is(table: str, rows: dict[str, Any], key: str) -> None:
    found = findings(table, **rows)
    assert key in {finding.key for finding in found}
    assert all(finding.table == table for finding in found)
    for finding in found:
        assert finding.expected
        assert finding.got
        assert finding.why
        assert finding.remedy


def test_each_check_but_those_of_the_code_is_needed_by_a_planted_defect() -> None:
    needed = set()
    for table, rows, _ in PLANTED:
        subject = Subject(following(FIRST_RELEASE, 2, {table: rows}), crosswalk(), Settings())
        for check in CHECKS:
            if _finds(check, subject):
                needed.add(check)
    assert needed == set(CHECKS)


def _finds(check: Any, subject: Subject) -> bool:
    try:
        with under(subject.release):
            return bool(list(check(subject)))
    except TypeError:
        return False  # a value of a wrong shape, which is found before any check


def test_a_swap_of_two_charge_codes_passes_all_the_same() -> None:
    """What no contract can see: both codes exist, and each is one item's."""
    walk = crosswalk()
    walk.charge_codes[UNBILLED] = "SUP00002"
    swap = {"mappings.charge_code": {ITEM: "SUP00002", UNBILLED: CODE}}
    subject = Subject(following(FIRST_RELEASE, 2, swap), walk, Settings())
    assert contract_findings(subject) == []


def test_a_release_that_changes_nothing_is_none() -> None:
    assert [one.got for one in contract_of({})] == ["none"]
    assert contract_of({"policies.waits": {}}) != []
