"""C04, B10: an acquisition laid over another scenario, served by the reference.

Four sites in two waves, three days apart; half of them go back once. What the package promises is
asked of one run of eight days; the weak integration is a courier beside the reference.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from integration_under_test.reference import Reference
from mock_systems.erp.accounts import SITE_PAYABLES
from scenarios.acquisition import PACKAGE
from scenarios.ordinary_day import ORDINARY_DAY
from sim.cli import RunRequest, app, build_spec
from sim.experiment.run import Judged, run
from sim.experiment.scenario import Package, with_package
from sim.experiment.spec import RunSpec
from sim.faults.f46_outage import Outage
from sim.faults.fault import Fault
from sim.measures.acquisition_clean import acquisition_clean
from sim.plugins import UnknownName
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from tests.couriers.acquisition import AcquisitionCourier, TakesItForTheGroups
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.legacy_erp import LegacyErpCourier
from tests.couriers.legacy_materials import LegacyMaterialsCourier
from tests.integration.reference.runs import Parameters

SCALE = 0.002
WAVES = Parameters(
    PACKAGE.parameters, acquired_sites=4, acquisition_wave_d=3, acquisition_cut_over_day=2
)
NOTHING = Package(name="nothing", circumstance="C01", title="Nothing", expects={})
ONE_SITE = {"acquired_sites": 1.0, "acquisition_cut_over_day": 1.0}
"""It joins before dawn, leaves on the same evening."""
OVER_THE_WAVE = Outage(hops=("integration>erp",), from_h=4, until_h=19)
"""From before the master file until after the site should have left."""
OVER_THE_CHECKPOINT = Outage(hops=("integration>erp",), from_h=17, until_h=35)
"""From before the cut-over until after its opening balances were compared."""
DAY_US = 86_400_000_000


def spec_of(days: int, *faults: Fault, **parameters: float) -> RunSpec:
    spec = build_spec(RunRequest("ordinary_day+acquisition", "reference", scale=SCALE))
    own = {**WAVES, **parameters}
    scenario = replace(spec.scenario, days=days, parameters=own, faults=faults)
    return replace(spec, scenario=scenario)


def judged(spec: RunSpec) -> Judged:
    return run(spec, Reference(), None)


def notes(found: Judged, f: str) -> list[tuple[int, str]]:
    """(day of the run, site) of what the world noted."""
    world = found.history.world
    own = world[world["f"] == f]
    days = own["t_us"] // DAY_US + 1
    return list(zip(days.tolist(), own["business_key"].astype(str), strict=True))


def payables_minor(found: Judged) -> int:
    """What the group owes to vendors of sites at the end, by its ledger."""
    books = found.history.books
    closing = books[(books["op"] == "book_closing") & (books["account"] == SITE_PAYABLES)]
    return -int(closing["amount_minor"].sum())


@pytest.fixture(scope="module")
def over() -> Judged:
    return judged(spec_of(8))


@pytest.fixture(scope="module")
def group() -> Enterprise:
    calendar = Calendar(ORDINARY_DAY.first_day)
    return build_enterprise(Streams(1), load_parameters(WAVES), SCALE, calendar)


def test_all_four_sites_join_leave_and_pass(over: Judged) -> None:
    assert over.verdict.outcome == "pass", (outcomes(over), over.verdict.gaps)
    assert {state.rpartition(" ")[2] for state in states(over, "P14")} == {"met"}
    sites = acquisition_clean(over.history).set_index("site")
    assert list(sites.index) == [f"CLINIC{n}" for n in range(1, 5)]
    assert (sites["joined_d"].astype(int) == [0, 0, 3, 3]).all()
    assert sites["clean_d"].notna().all()


def test_half_of_the_sites_go_back_once_and_leave_again(over: Judged) -> None:
    sites = acquisition_clean(over.history).set_index("site")
    back = {site for _, site in notes(over, "rolled_back")}
    assert len(back) == 2
    assert set(sites.index[sites["taken_back"] == 1]) == back
    assert (sites["cut_overs"] == 1 + sites["taken_back"]).all()


def test_a_site_sends_nothing_before_it_joins(over: Judged) -> None:
    rows = over.history.owed
    p14 = rows[rows["flow"] == "P14"]
    for site in ("CLINIC3", "CLINIC4"):
        own = p14[p14["effect_key"].astype(str).str.startswith(site)]
        assert own["t_us"].min() >= 3 * DAY_US


def test_numbers_that_the_group_has_for_something_else_stay_apart(
    over: Judged, group: Enterprise
) -> None:
    suppliers = {supplier.erp_number for supplier in group.suppliers}
    strangers = [
        (f"{site.code}/{vendor.number}", vendor.number, vendor.firm)
        for site in group.acquired
        for vendor in site.vendors
        if vendor.number in suppliers
    ]
    assert len(strangers) > len(group.acquired)
    mapped = dict(key.split("=") for key in effects(over, "erp.supplier_alias"))
    assert all(mapped[key] == firm for key, _, firm in strangers)
    firms = {s.erp_number: "".join(filter(str.isdigit, s.tax_id)) for s in group.suppliers}
    assert all(firms[number] != firm for _, number, firm in strangers)


def test_one_number_means_other_things_at_other_sites(over: Judged) -> None:
    for kind in ("erp.supplier_alias", "inventory.site_item", "erp.account_map"):
        meanings: dict[str, set[str]] = {}
        for key in effects(over, kind):
            number, _, meaning = key.partition("/")[2].partition("=")
            meanings.setdefault(number, set()).add(meaning)
        assert any(len(several) > 1 for several in meanings.values()), kind


def test_every_bill_is_of_exactly_one_erp(over: Judged) -> None:
    """What came after a cut-over, or crossed it, is posted there once; the rest never."""
    rows = over.history.effects
    kinds = ("legacy_erp.forwarded_voucher", "legacy_erp.parked_voucher")
    theirs = set(rows[rows["f"].isin(kinds)]["effect_key"].astype(str))
    posted = rows[(rows["f"] == "erp.site_voucher") & (rows["agg_version"] == 0)]
    assert set(posted["effect_key"].astype(str)) <= theirs
    assert posted["effect_key"].is_unique
    assert theirs


def test_a_site_that_went_back_leaves_the_groups_balances_as_they_were(over: Judged) -> None:
    """The run ends before it leaves again."""
    found = judged(spec_of(2, **ONE_SITE, acquisition_rollback_share=1.0))
    assert found.verdict.outcome == "pass", outcomes(found)
    assert notes(found, "rolled_back") == [(2, "CLINIC1")]
    assert effects(found, "erp.opening_payable")
    assert not payables_minor(found)
    assert payables_minor(over), "in the other run sites have left for good"


def test_over_an_ordinary_day_both_scenarios_owe_what_they_owe_alone() -> None:
    base = judged(build_spec(RunRequest("ordinary_day", "reference", scale=SCALE)))
    both = judged(build_spec(RunRequest("ordinary_day+acquisition", "reference", scale=SCALE)))
    assert both.verdict.outcome == "pass", outcomes(both)
    for flow in ("P03", "P04", "P06", "P07", "P08", "P09"):
        assert states(both, flow) == states(base, flow)
    assert not states(base, "P14")
    assert sum(states(both, "P14").values()) > 100


def test_a_package_without_anything_changes_nothing() -> None:
    spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.002))
    composed = replace(spec, scenario=with_package(spec.scenario, NOTHING))
    hashes = {judged(one).recorded.history_hash for one in (spec, composed)}
    assert len(hashes) == 1


def test_a_site_whose_keys_are_not_mapped_is_not_ready_and_leaves_on_another_evening() -> None:
    found = judged(spec_of(2, OVER_THE_WAVE, **ONE_SITE, acquisition_rollback_share=0.0))
    assert found.verdict.outcome == "pass", outcomes(found)
    assert notes(found, "not_ready") == [(1, "CLINIC1")]
    first = acquisition_clean(found.history).set_index("site").loc["CLINIC1"]
    assert 1 < first["cut_over_d"] < 2


def test_a_site_goes_back_when_its_balances_do_not_stand_at_the_checkpoint() -> None:
    found = judged(spec_of(2, OVER_THE_CHECKPOINT, **ONE_SITE, acquisition_rollback_share=0.0))
    assert found.verdict.outcome == "pass", outcomes(found)
    assert notes(found, "rolled_back") == [(2, "CLINIC1")]


def test_who_takes_a_sites_number_for_the_groups_is_found() -> None:
    def onboarded(acquisition: type[Courier]) -> Judged:
        kinds = (acquisition, LegacyErpCourier, LegacyMaterialsCourier)
        sites = ("acquisition", "legacy_erp", "legacy_materials")
        return serve(kinds, sites, scale=SCALE, days=1, parameters=WAVES)[0]

    assert onboarded(AcquisitionCourier).verdict.outcome == "pass"
    found = onboarded(TakesItForTheGroups)
    failed = {name for name, said in outcomes(found).items() if said.startswith("fail")}
    assert {"loss", "phantoms", "consistency"} <= failed
    (consistency,) = [f for f in found.verdict.findings if f.checker == "consistency"]
    assert any("K137" in evidence.message for evidence in consistency.evidence)


def test_the_replay_command_names_the_package() -> None:
    spec = build_spec(RunRequest("ordinary_day+acquisition", "reference"))
    assert spec.replay_command().startswith("testbed run ordinary_day+acquisition ")


def test_an_unknown_package_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown package 'aquisition'.*'acquisition'"):
        build_spec(RunRequest("ordinary_day+aquisition", "reference"))


def test_the_command_line_lays_it_over_and_the_run_folder_says_so(tmp_path: Path) -> None:
    words = "run ordinary_day --with acquisition --integration template --scale 0.001 --no-report"
    CliRunner().invoke(app, [*words.split(), "--out", str(tmp_path)])
    folder = tmp_path / "ordinary_day+acquisition" / "template" / "1"
    stored = json.loads((folder / "run.json").read_text("utf8"))
    assert stored["scenario"] == "ordinary_day+acquisition"
    assert stored["parties"] == sorted(PACKAGE.parties)
    assert stored["replay"].startswith("testbed run ordinary_day+acquisition ")
    assert build_spec(RunRequest(stored["scenario"], "template")).scenario.title == stored["title"]
