"""Files of back offices, planning and the purchasing organisation, as their targets get them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import Document
from integration_under_test.reference.mediation.canonical.assets import Asset, Depreciation
from integration_under_test.reference.mediation.canonical.journals import JournalBatch
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.contracts import price_files as imports
from integration_under_test.reference.mediation.erp import assets as erp_assets
from integration_under_test.reference.mediation.erp import budgets as erp_budgets
from integration_under_test.reference.mediation.erp import journals as erp_journals
from integration_under_test.reference.mediation.feeds import assets, journals
from integration_under_test.reference.mediation.gpo import price_files
from integration_under_test.reference.mediation.planning import budgets
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration.record_to_report import on_asset_file
from tests.unit.integration_under_test.reference.fakes import crosswalk

JOURNAL = """HDR,JOURNAL,PROJECTS,7,20260414,1,1
JNL,PJ1-BU100,1,PROJECT,BU100,20260414,1590,,2000.50,0.00,"OWN WORK, DAY",CIP-26-0001
JNL,PJ1-BU100,2,PROJECT,BU100,20260414,2130,,0.00,2000.50,,
JNL,PJ1-BU200,1,PROJECT,BU200,20260331,6100,CC-2010,10.00,0.00,,
JNL,PJ1-BU200,2,PROJECT,BU200,20260331,2130,,0.00,10.00,,
TRL,7,4,402100
"""
ASSET = """HDR,ASSET,ASSETS,3,20260430,1,1
AST,FA-000001,BED,BU100,CC-1010,20260430,1200.00,60,
AST,FA-000002,REFIT,BU200,CC-2010,20260430,500.00,120,CIP-26-0001
DEP,2026-04,BU100,20260430,1,20.00
TRL,3,3,172000
"""
BUDGET = """HDR,BUDGET,PLANNING,1,20260401,1,1
BDG,2,BU100,CC-1010,5110,2026-04,650.00,CFO
BDG,2,BU100,CC-1010,6500,2026-04,-50.00,CFO
BDG,2,BU100,CC-1010,5110,2026-05,10.01,CFO
TRL,1,3,61001
"""
PRICES = """HDR|ITEMPRICE|GPO1|4|20260414|1|1
PRC|K-1|3|1|ACME|100|||GLOVES|BX|12.34|20260501|20270430
PRC|K-1|3|1|ACME|101|||GOWNS|BX|1.00|20260501|20270430
PRC|K-2|2|1|BETA|102|||DRAPES|CS|5.66|20260501|20270430
TRL|4|3|1900
"""
HERE = Context(crosswalk(), posting_on="2026-03-31")
LAYOUTS = {"JOURNAL": "journal", "ASSET": "asset", "BUDGET": "budget", "ITEMPRICE": "item-price"}


def opened(text: str) -> Received:
    kind, sender = text.replace("|", ",").split(",")[1:3]
    layout = f"text/plain;layout={LAYOUTS[kind]}"
    return open_document(Document("X.txt", sender, layout, text.encode()))


def test_a_batch_of_journals_has_the_totals_of_its_sides() -> None:
    batch = journals.read(opened(JOURNAL))
    assert from_json(to_json(batch)) == batch
    body = erp_journals.write(batch, HERE)
    both = body.pop("Journals")
    assert body == {
        "Source": "PROJECTS",
        "BatchNumber": "7",
        "ControlCount": 2,
        "ControlDebit": "2010.50",
        "ControlCredit": "2010.50",
    }
    assert both[0]["AccountingDate"] == "2026-04-14"
    assert both[0]["Lines"][0] == {
        "Account": "1590",
        "CostCenter": "",
        "Debit": "2000.50",
        "Credit": "0.00",
        "ProjectNumber": "CIP-26-0001",
    }
    assert both[1] == {
        "Reference": "PJ1-BU200",
        "BusinessUnit": "BU200",
        "AccountingDate": "2026-03-31",
        "Category": "PROJECT",
        "Lines": [
            {
                "Account": "6100",
                "CostCenter": "CC-2010",
                "Debit": "10.00",
                "Credit": "0.00",
                "ProjectNumber": "",
            },
            {
                "Account": "2130",
                "CostCenter": "",
                "Debit": "0.00",
                "Credit": "10.00",
                "ProjectNumber": "",
            },
        ],
    }


def test_only_the_journals_of_a_closed_period_move() -> None:
    batch: JournalBatch = journals.read(opened(JOURNAL))
    assert erp_journals.posting_day(batch, crosswalk()) == "2026-03-31"
    moved = erp_journals.write(batch, replace(HERE, posting_on="2026-04-01"))["Journals"]
    assert [journal["AccountingDate"] for journal in moved] == ["2026-04-14", "2026-04-01"]


def test_assets_are_posted_before_the_month_that_writes_them_off() -> None:
    bought, built, month = on_asset_file(opened(ASSET), crosswalk())
    assert (bought.kind, built.kind, month.kind) == (
        "add_asset",
        "capitalise_asset",
        "post_depreciation",
    )
    assert bought.sequence == month.sequence == "assets/BU100"
    assert built.sequence == "assets/BU200"
    assert month.key == "2026-04/BU100"


def records() -> tuple[Asset, Asset, Depreciation]:
    bought, built, month = assets.read(opened(ASSET))
    assert isinstance(bought, Asset)
    assert isinstance(built, Asset)
    assert isinstance(month, Depreciation)
    return bought, built, month


def test_an_asset_is_bought_or_built() -> None:
    bought, built, month = records()
    on = replace(HERE, posting_on="2026-04-30")
    common = {"Description": "BED", "InServiceDate": "2026-04-30", "LifeMonths": 60}
    assert erp_assets.write_bought(bought, on) == common | {
        "AssetNumber": "FA-000001",
        "Cost": "1200.00",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
    }
    assert erp_assets.write_built(built, on) == {
        "AssetNumber": "FA-000002",
        "Description": "REFIT",
        "InServiceDate": "2026-04-30",
        "Cost": "500.00",
        "LifeMonths": 120,
        "ProjectNumber": "CIP-26-0001",
    }
    assert erp_assets.write_depreciation(month, on) == {
        "PeriodName": "2026-04",
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-30",
    }


def test_an_asset_number_that_another_asset_has_proves_nothing() -> None:
    bought, built, _ = records()
    row = {"Cost": "500.00", "ProjectNumber": "CIP-26-0001"}
    assert erp_assets.is_there(built, {"items": [row]})
    assert not erp_assets.is_there(bought, {"items": [row]})
    assert not erp_assets.is_there(bought, {})


def test_accounts_of_a_cost_center_are_one_grant_with_savings_taken_off() -> None:
    budget = budgets.read(opened(BUDGET))
    assert from_json(to_json(budget)) == budget
    assert erp_budgets.write(budget, HERE) == {
        "BudgetName": "FY2026",
        "Version": 2,
        "ControlTotal": "610.01",
        "Lines": [
            {"CostCenter": "CC-1010", "PeriodName": "2026-04", "Amount": "600.00"},
            {"CostCenter": "CC-1010", "PeriodName": "2026-05", "Amount": "10.01"},
        ],
    }


def test_a_price_file_keeps_the_lines_that_a_contract_has() -> None:
    file = price_files.read(opened(PRICES))
    assert from_json(to_json(file)) == file
    lines = [{"line": 4, "itemNumber": "100"}, {"line": 9, "itemNumber": "999"}]
    known: dict[str, Any] = {"erpSupplierNumber": "300", "activeVersion": 2}
    known["versions"] = [{"version": 1, "lines": []}, {"version": 2, "lines": lines}]
    context = replace(HERE, consulted={"K-1": known, "K-2": known | {"versions": []}})
    body = imports.write(file, context)
    assert (body["fileNumber"], body["gpoNumber"]) == ("GPO1-000004", "GPO1")
    assert body["controlTotals"] == {
        "lineCount": 3,
        "priceTotal": {"value": "19.00", "currency": "USD"},
    }
    first, second = body["contracts"]
    assert (first["effectiveFrom"], first["effectiveTo"]) == ("2026-05-01", "2027-04-30")
    assert first["lines"] == [
        {
            "line": 4,
            "itemNumber": "100",
            "uom": "BX",
            "unitPrice": {"value": "12.34", "currency": "USD"},
        },
        {
            "line": 10,
            "itemNumber": "101",
            "uom": "BX",
            "unitPrice": {"value": "1.00", "currency": "USD"},
        },
    ]
    assert (second["contractNumber"], second["lines"][0]["line"]) == ("K-2", 1)


@pytest.mark.parametrize(
    ("text", "read", "code"),
    [
        (JOURNAL.replace("402100", "402101"), journals.read, "CONTROL_TOTAL"),
        (JOURNAL.replace("2000.50,0.00", "2000,50,0.00"), journals.read, "RECORD"),
        (JOURNAL.replace("TRL,7", "TRL,8"), journals.read, "RECORD"),
        (JOURNAL.partition("TRL")[0], journals.read, "TRUNCATED"),
        ("HDR,JOURNAL,PAYROLL,7,20260414,1,1\nTRL,7,0,0\n", journals.read, "EMPTY"),
        (ASSET.replace("DEP,", "DPR,"), assets.read, "RECORD"),
        (ASSET.replace(",60,", ",five years,"), assets.read, "RECORD"),
        (BUDGET.replace("TRL,1,3", "TRL,1,4"), budgets.read, "CONTROL_TOTAL"),
        (BUDGET.replace("2026-05", "2027-01"), budgets.read, "NOT_ONE_BUDGET"),
        (PRICES.replace("|1900", "|1901"), price_files.read, "CONTROL_TOTAL"),
        (PRICES.replace("K-2|2|1", "K-2|2|2"), price_files.read, "RECORD"),
    ],
)
def test_nothing_of_a_damaged_file_is_used(text: str, read: Any, code: str) -> None:
    with pytest.raises(Damaged) as damage:
        read(opened(text))
    assert damage.value.code == code
