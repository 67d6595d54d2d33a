"""Back offices (S18) feed journals, assets and projects into the ERP: P16 and P18 judge them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from integration_under_test.boundary import Document
from sim.experiment.run import Judged
from tests.couriers.feeds import FeedsCourier, PostsAgain, ProjectOrders, TakesSpoiltFiles
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.master_data import References

CALM: dict[str, float] = {"feed_faulty_share": 0.0, "feed_resent_share": 0.0}
ROUGH: dict[str, float] = {"feed_faulty_share": 0.4, "feed_resent_share": 0.4}
MONTH_END = date(2026, 4, 29)


def run_feeds(
    courier: type[Courier] = FeedsCourier,
    others: Sequence[type[Courier]] = (References, ProjectOrders),
    **changes: Any,
) -> tuple[Judged, list[Document]]:
    """Two ordinary days unless changed; the cache of `serve` cannot hold parameters."""
    uncached = serve.__wrapped__
    found: tuple[Judged, list[Document]] = uncached((courier, *others), ("feeds",), **changes)
    return found


@pytest.fixture(scope="module")
def rough() -> tuple[Judged, list[Document]]:
    return run_feeds(parameters=ROUGH)


def test_a_courier_posts_every_batch_once_and_sends_spoilt_files_back(
    rough: tuple[Judged, list[Document]],
) -> None:
    judged = rough[0]
    assert judged.verdict.outcome == "pass", outcomes(judged)
    owed = states(judged, "P16")
    assert owed["erp.journal_batch met"] >= 5
    assert owed["feeds.rejection met"] >= 2
    assert all(state.endswith(" met") for state in owed)
    assert effects(judged, "erp.journal_batch")["PAYROLL/1"] == 1


def test_a_spoilt_file_is_corrected_under_its_own_number(
    rough: tuple[Judged, list[Document]],
) -> None:
    judged, documents = rough
    faulty = set(effects(judged, "feeds.faulty_file"))
    corrected = {d.id.split(".")[0] + "/" + str(int(d.id.split(".")[2])) for d in documents if
                 d.id.endswith(".C.txt")}  # fmt: skip
    assert corrected
    assert corrected <= faulty
    posted = effects(judged, "erp.journal_batch")
    assert {key for key in corrected if not key.startswith("ASSETS/")} <= set(posted)


def test_every_file_adds_up_for_a_second_reader(rough: tuple[Judged, list[Document]]) -> None:
    """But for those with a damaged trailer, which were sent back."""
    judged, documents = rough
    amounts = {"JNL": (8, 9), "AST": (6,), "DEP": (5,)}
    kinds: Counter[str] = Counter()
    damaged = set()
    for document in documents:
        rows = list(csv.reader(io.StringIO(document.content.decode()), strict=True))
        head, *body, trailer = rows
        kinds[head[1]] += 1
        assert (head[0], trailer[0], trailer[1]) == ("HDR", "TRL", head[3])
        assert int(trailer[2]) == len(body)
        total = sum(round(100 * float(row[place])) for row in body for place in amounts[row[0]])
        if int(trailer[3]) != total:
            damaged.add(f"{head[2]}/{head[3]}")
    assert kinds["JOURNAL"] >= 7
    assert kinds["ASSET"] >= 1
    assert damaged <= set(effects(judged, "feeds.faulty_file"))


def test_journals_of_good_files_balance_for_a_second_reader() -> None:
    _, documents = run_feeds(parameters=CALM)
    journals: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for row in csv.reader(io.StringIO(document.content.decode())):
            if row[0] == "JNL":
                journals[document.sender, row[1]] += round(100 * (float(row[8]) - float(row[9])))
                assert (row[8] == "0.00") != (row[9] == "0.00")
                assert row[4].startswith("BU")
    assert {sender for sender, _ in journals} == {
        *("PAYROLL", "WORKFORCE", "BIOMED", "FACILITIES", "PROJECTS"),
    }
    assert set(journals.values()) == {0}


def test_assets_are_put_in_service_and_written_off_at_the_month_end() -> None:
    judged, _ = run_feeds(parameters=CALM, first_day=MONTH_END)
    assert judged.verdict.outcome == "pass", outcomes(judged)
    assert states(judged, "P16")["erp.depreciation met"] >= 1
    assert states(judged, "P16")["erp.asset met"] >= 1
    assert states(judged, "P18")["erp.asset met"] >= 1


def test_a_project_is_ordered_received_billed_and_capitalised_at_its_cost() -> None:
    """The asset's cost is the ERP's to check; a capitalised project has a second version."""
    parameters = {**CALM, "projects_per_bed_year": 20.0}
    judged, _ = run_feeds(parameters=parameters, scale=0.005, days=24)
    assert judged.verdict.outcome == "pass", outcomes(judged)
    owed = states(judged, "P18")
    assert owed["erp.project_line met"] >= 3
    assert owed["erp.project_cost met"] >= 20
    assert owed["erp.asset met"] >= 3
    versions = effects(judged, "erp.reference")
    finished = {key.partition("/")[2] for key, count in versions.items() if count >= 2}
    costs = effects(judged, "erp.project_cost")
    assert finished & {key.partition("/")[0] for key in costs if "/RC-" in key}


def test_who_posts_a_batch_again_makes_phantoms() -> None:
    judged, _ = run_feeds(PostsAgain, parameters=ROUGH)
    assert judged.verdict.outcome == "fail"
    assert outcomes(judged)["phantoms"].startswith("fail")


def test_who_posts_what_is_left_of_a_spoilt_file_is_found_out() -> None:
    judged, _ = run_feeds(TakesSpoiltFiles, parameters=ROUGH)
    failed = outcomes(judged)
    assert judged.verdict.outcome == "fail"
    assert {"loss", "phantoms", "variance"} & set(failed)


def test_who_does_not_move_orders_to_their_project_loses_the_lines() -> None:
    judged, _ = run_feeds(
        others=(References,),
        parameters={**CALM, "projects_per_bed_year": 20.0},
        scale=0.005,
        days=8,
    )
    assert judged.verdict.outcome == "fail"
    assert states(judged, "P18")["erp.project_line lost_silent"] >= 1
