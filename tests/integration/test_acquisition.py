"""P14 in whole runs: two acquired sites are mapped, run beside the group, and are cut over.

Four days with both clinics (S06), the legacy systems (S07, S08) and the integration office; the
couriers read every file with readers of their own.
"""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Document
from scenarios.fault_plans import ROUGH_DAY
from sim.experiment.run import Judged
from tests.couriers.acquisition import (
    AcquisitionCourier,
    ForgetsTheSite,
    IgnoresThePack,
    MapsByName,
    RepeatsBlindly,
)
from tests.couriers.clinics import ClinicsCourier
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.legacy_erp import (
    LegacyErpCourier,
    OneChartForAll,
    PostsInFlightTwice,
    PostsOnArrival,
    TakesCutFiles,
)
from tests.couriers.legacy_materials import CountsReceiptsAsEach, LegacyMaterialsCourier
from tests.unit.sim.world.parties.site_files_referee import referee, whole

SITES = ("acquisition", "legacy_erp", "legacy_materials")
DAYS = 4
SCALE = 0.005
OWED = (
    *("erp.supplier_alias", "erp.account_map", "inventory.site_item", "billing.code_map"),
    *("erp.journal_batch", "erp.alias_change", "legacy_erp.vendor", "inventory.site_stock"),
    *("erp.opening_order", "erp.opening_payable", "erp.site_voucher", "billing.charge"),
)


def dual_run(
    acquisition: type[Courier] = AcquisitionCourier,
    legacy_erp: type[Courier] = LegacyErpCourier,
    legacy_materials: type[Courier] = LegacyMaterialsCourier,
) -> Judged:
    kinds = (acquisition, legacy_erp, legacy_materials)
    return serve(kinds, SITES, scale=SCALE, days=DAYS)[0]


def failed(found: Judged) -> set[str]:
    return {name for name, said in outcomes(found).items() if said.startswith("fail")}


def said(found: Judged, checker: str) -> str:
    """The evidence of a checker, line by line."""
    findings = [f for f in found.verdict.findings if f.checker == checker]
    return "\n".join(evidence.message for finding in findings for evidence in finding.evidence)


def differing(found: Judged) -> str:
    """The conditions that do not hold."""
    return said(found, "consistency")


@pytest.fixture(scope="module")
def composite() -> tuple[Judged, list[Document]]:
    """Everybody of the acquired companies at once."""
    kinds = (ClinicsCourier, AcquisitionCourier, LegacyErpCourier, LegacyMaterialsCourier)
    return serve(kinds, ("clinics", *SITES), scale=SCALE, days=DAYS)


def test_an_onboarding_with_dual_run_and_cut_overs_passes(
    composite: tuple[Judged, list[Document]],
) -> None:
    found, _ = composite
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    ended = states(found, "P14")
    assert set(ended) == {f"{kind} met" for kind in OWED}


def test_every_file_passes_its_second_reader(composite: tuple[Judged, list[Document]]) -> None:
    kinds = {referee(document) for document in whole(composite[1])}
    assert kinds == {"ONBOARD", "HANDOVER", "JOURNAL", "VOUCHER", "VENDOR", "INVEXTRACT"}


def test_bills_of_both_sites_have_colliding_numbers(
    composite: tuple[Judged, list[Document]],
) -> None:
    sites: dict[str, set[str]] = {}
    for key in effects(composite[0], "erp.opening_payable"):
        site, _, number = key.partition("/")
        sites.setdefault(site, set()).add(number)
    assert sites["CLINIC1"] & sites["CLINIC2"]


def test_bills_in_flight_are_posted_once_though_two_files_bring_them(
    composite: tuple[Judged, list[Document]],
) -> None:
    found, documents = composite
    rows = [
        line.split("|")
        for document in documents
        if "HANDOVER" in document.id
        for line in document.content.decode().splitlines()
        if line.startswith("PRK|")
    ]
    assert rows, "nothing was in flight at a cut-over"
    assert set(effects(found, "erp.site_voucher").values()) == {1}


def test_who_forgets_the_site_of_a_key_loses_the_second_sites() -> None:
    found = dual_run(ForgetsTheSite)
    assert {"loss"} <= failed(found)
    ended = states(found, "P14")
    assert ended["erp.account_map lost_silent"]
    assert ended["inventory.site_item lost_silent"]


def test_who_maps_vendors_by_name_opens_firms_twice_and_takes_strangers_for_them() -> None:
    found = dual_run(MapsByName)
    assert {"loss", "phantoms", "consistency"} <= failed(found)
    assert "K138" in differing(found)


def test_who_ignores_the_pack_maps_items_wrongly() -> None:
    found = dual_run(IgnoresThePack)
    assert {"loss", "phantoms", "consistency"} <= failed(found)
    assert "K139" in differing(found)


def test_who_posts_bills_in_flight_twice_is_found() -> None:
    found = dual_run(legacy_erp=PostsInFlightTwice)
    assert {"duplicates", "consistency"} <= failed(found)
    assert "K143" in differing(found)


def test_who_reads_all_sites_by_one_chart_posts_to_wrong_accounts() -> None:
    """The totals are right, so only the comparison of both ledgers tells."""
    found = dual_run(legacy_erp=OneChartForAll)
    assert failed(found) == {"consistency"}
    assert "K141" in differing(found)


def test_who_posts_what_there_is_of_a_cut_file_lacks_the_rest() -> None:
    found = dual_run(legacy_erp=TakesCutFiles)
    assert {"variance", "consistency"} <= failed(found)
    assert "legacy_erp>erp erp.journal_batch LEGACYERP/" in said(found, "variance")
    assert "K141" in differing(found)


def test_who_dates_a_batch_by_its_arrival_posts_into_another_period() -> None:
    """A batch of the last of a month arrives on the first of the next."""
    kinds = (AcquisitionCourier, PostsOnArrival, LegacyMaterialsCourier)
    found, _ = serve(kinds, SITES, scale=SCALE, days=1, first_day=PostsOnArrival.month_end)
    assert "variance" in failed(found)


def test_who_counts_a_received_box_as_one_accrues_too_little() -> None:
    found = dual_run(legacy_materials=CountsReceiptsAsEach)
    assert failed(found) == {"variance"}
    assert "legacy_materials>erp erp.journal_batch LEGACYMM/" in said(found, "variance")


def test_an_unreliable_network_maps_posts_and_takes_over_everything_once() -> None:
    """Whoever looks before it repeats a call without answer needs no idempotency keys."""
    kinds = (AcquisitionCourier, LegacyErpCourier, LegacyMaterialsCourier)
    found, _ = serve(kinds, SITES, scale=SCALE, days=DAYS, faults=ROUGH_DAY)
    assert found.verdict.outcome == "pass", outcomes(found)


def test_who_repeats_a_take_over_without_looking_takes_over_twice() -> None:
    kinds = (RepeatsBlindly, LegacyErpCourier, LegacyMaterialsCourier)
    found, _ = serve(kinds, SITES, scale=SCALE, days=DAYS, faults=ROUGH_DAY)
    assert {"duplicates", "consistency"} <= failed(found)
    assert "K142" in differing(found)
