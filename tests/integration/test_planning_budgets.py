"""Planning (S21) sends budgets by account; P17 owes their sum by cost centre and month in S01."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

from integration_under_test.boundary import Document
from sim.experiment.run import Judged
from tests.couriers.house import effects, outcomes, serve, states
from tests.couriers.planning import ForgetsSavings, PlanningCourier


def run_planning(
    courier: type[PlanningCourier] = PlanningCourier, **parameters: Any
) -> tuple[Judged, list[Document]]:
    uncached = serve.__wrapped__
    found: tuple[Judged, list[Document]] = uncached(
        (courier,), ("planning",), parameters=parameters
    )
    return found


def test_the_years_budget_and_its_revision_are_loaded_once() -> None:
    judged, documents = run_planning(feed_faulty_share=0.0, feed_resent_share=0.0)
    assert judged.verdict.outcome == "pass", outcomes(judged)
    assert set(states(judged, "P17")) == {"erp.budget met"}
    loaded = effects(judged, "erp.budget")
    assert {key.split("/")[1] for key in loaded} == {"1", "2"}
    assert set(loaded.values()) == {1}
    assert states(judged, "P04")["procurement.budget_decision met"] >= 5
    assert len(documents) == 2


def test_a_file_adds_up_and_plans_a_saving_for_a_second_reader() -> None:
    _, documents = run_planning(feed_faulty_share=0.0)
    for document in documents:
        head, *body, trailer = csv.reader(io.StringIO(document.content.decode()), strict=True)
        assert head[:3] == ["HDR", "BUDGET", "PLANNING"]
        total = sum(round(100 * float(row[6])) for row in body)
        assert trailer == ["TRL", head[3], str(len(body)), str(total)]
        accounts: Counter[str] = Counter(row[4] for row in body if row[6].startswith("-"))
        assert set(accounts) == {"6500"}
        places = Counter((row[3], row[5], row[4]) for row in body)
        assert set(places.values()) == {1}


def test_a_spoilt_file_comes_back_and_is_corrected() -> None:
    judged, documents = run_planning(feed_faulty_share=1.0)
    assert judged.verdict.outcome == "pass", outcomes(judged)
    owed = states(judged, "P17")
    assert owed["planning.rejection met"] >= 1
    assert owed["erp.budget met"] >= 10
    assert any(document.id.endswith(".C.txt") for document in documents)


def test_who_forgets_the_savings_grants_too_much() -> None:
    judged, _ = run_planning(ForgetsSavings, feed_faulty_share=0.0)
    assert judged.verdict.outcome == "fail"
    assert outcomes(judged)["variance"].startswith("fail")
