"""C11: two sites leave the legacy ERP with their history, served by the reference.

Three days with one wave that leaves on the first evenings. Materials management (S07) and the
clinics' billing (S06) stay; who reads all sites by one chart loads history into wrong accounts.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from integration_under_test.reference import Reference
from mock_systems.erp.accounts import SITE_PAYABLES
from scenarios.erp_migration import ERP_MIGRATION
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.measures.acquisition_clean import acquisition_clean
from tests.couriers.acquisition import AcquisitionCourier
from tests.couriers.house import effects, outcomes, serve, states
from tests.couriers.legacy_erp import OneChartForAll
from tests.couriers.legacy_materials import LegacyMaterialsCourier
from tests.integration.reference.runs import Parameters

SCALE = 0.002
MONTHS = 4
ONE_WAVE = Parameters(
    ERP_MIGRATION.parameters,
    acquired_sites=2,
    acquisition_cut_over_day=1,
    legacy_history_months=MONTHS,
)
FIRST_NIGHT = "LEGACYERP/000001"


@pytest.fixture(scope="module")
def migrated() -> Judged:
    spec = build_spec(RunRequest("erp_migration", "reference", scale=SCALE))
    changed = {"days": 3, "parameters": ONE_WAVE, "faults": (), "closes": ()}
    scenario = replace(spec.scenario, **changed)  # type: ignore[arg-type]
    return run(replace(spec, scenario=scenario), Reference(), None)


def line(found: Judged, kind: str, key: str) -> pd.Series:
    rows = found.history.effects
    (_, only), *others = rows[(rows["f"] == kind) & (rows["effect_key"] == key)].iterrows()
    assert not others
    return only


def test_sites_leave_clean_with_all_that_was_open(migrated: Judged) -> None:
    assert migrated.verdict.outcome != "fail", (outcomes(migrated), migrated.verdict.gaps)
    assert not outcomes(migrated)
    sites = acquisition_clean(migrated.history)
    assert sites["clean_d"].notna().all()
    assert (sites["open_differences"] == 0).all()


def test_the_first_night_loads_a_journal_for_each_month_and_site_once(migrated: Judged) -> None:
    owed = line(migrated, "legacy_erp.gl_batch", FIRST_NIGHT)
    posted = line(migrated, "erp.journal_batch", FIRST_NIGHT)
    assert owed["quantity"] >= 2 * MONTHS
    for column in ("quantity", "amount_minor", "period"):
        assert posted[column] == owed[column]


def test_finance_and_procurement_leave_while_materials_and_billing_stay(migrated: Judged) -> None:
    sites = acquisition_clean(migrated.history).set_index("site")
    for site in sites.index:
        assert any(key.startswith(site) for key in effects(migrated, "erp.opening_order"))
        assert any(key.startswith(site) for key in effects(migrated, "erp.opening_payable"))
    rows = migrated.history.effects
    left_us = int(sites["cut_over_d"].max() * 86_400e6)
    later = rows[rows["t_us"] > left_us]["f"].astype(str)
    assert {"inventory.site_stock", "clinics.charge", "legacy_erp.vendor"} <= set(later)
    assert states(migrated, "P14")["billing.charge met"]


def test_what_was_taken_over_is_what_the_new_erp_owes_the_vendors(migrated: Judged) -> None:
    rows = migrated.history.effects
    taken = rows[rows["f"].isin(["erp.opening_payable", "erp.site_voucher"])]
    books = migrated.history.books
    closing = books[(books["op"] == "book_closing") & (books["account"] == SITE_PAYABLES)]
    assert -closing["amount_minor"].sum() == taken["amount_minor"].sum() > 0


def test_who_loads_all_history_by_one_chart_is_found() -> None:
    kinds = (AcquisitionCourier, OneChartForAll, LegacyMaterialsCourier)
    parties = ("acquisition", "legacy_erp", "legacy_materials")
    found, _ = serve(kinds, parties, scale=SCALE, days=1, parameters=ONE_WAVE)
    (consistency,) = [f for f in found.verdict.findings if f.checker == "consistency"]
    assert consistency.outcome == "fail"
    (broken,) = [e.message for e in consistency.evidence if e.message.startswith("K141")]
    assert "CLINIC2-2025" in broken
