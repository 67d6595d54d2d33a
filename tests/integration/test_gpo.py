"""S10 and P03 in whole runs: a purchasing organisation's file becomes prices in every system.

The courier reads the file with a few lines of its own; `price_rows` is the second reader that
checks header, trailer and control totals of every file sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from integration_under_test.boundary import Document
from mock_systems.standards.files import item_price_file
from sim.experiment.run import Judged
from tests.couriers.gpo import GoesByFileName, GpoCourier, SumsForItself, price_rows
from tests.couriers.house import effects, outcomes, serve, states

EVENTFUL: Mapping[str, Any] = {
    "gpo_file_d": 2.0,
    "gpo_file_correction_share": 1.0,
    "gpo_file_resent_share": 1.0,
    "gpo_file_contracts_share": 0.2,
}


@cache
def served(kind: type[GpoCourier]) -> tuple[Judged, list[Document]]:
    return serve.__wrapped__((kind,), ("gpo",), days=4, parameters=EVENTFUL)


def test_who_imports_every_file_passes() -> None:
    found, _ = served(GpoCourier)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    assert {state.partition(" ")[2] for state in states(found, "P03")} == {"met"}


def test_each_file_is_imported_once_however_often_it_is_dropped() -> None:
    found, documents = served(GpoCourier)
    names = [document.id for document in documents]
    assert any(name.startswith("COPY.") for name in names)
    assert len(names) > len({document.content for document in documents})
    sent = effects(found, "gpo.price_file")
    assert effects(found, "contracts.price_file") == sent
    assert len(sent) >= 3, "two regular files and a correction"


def test_every_version_that_a_file_drafted_is_signed_and_reaches_the_others() -> None:
    found, documents = served(GpoCourier)
    named = sum(
        len({row["contract"] for row in price_rows(text)[1]})
        for text in {document.content.decode() for document in documents}
    )
    rows = found.history.effects
    activated = rows[rows["f"] == "contracts.activation"]["effect_key"].astype(str)
    assert len(activated) == len(set(activated)) >= named


def test_the_contracts_desk_leaves_the_organisations_contracts_alone() -> None:
    found, documents = served(GpoCourier)
    refused = found.history.world
    assert refused[refused["f"] == "refused"].empty
    for document in documents:
        file = item_price_file.read(document.content.decode())
        assert {price.tier for price in file.prices} == {1}
        assert all(price.gtin for price in file.prices)


def test_who_goes_by_the_name_of_a_file_imports_it_twice() -> None:
    assert {"duplicates", "phantoms"} & set(outcomes(served(GoesByFileName)[0]))


def test_who_makes_the_totals_fit_a_part_of_the_file_differs() -> None:
    assert "variance" in outcomes(served(SumsForItself)[0])


def test_who_ignores_the_organisation_loses_its_files() -> None:
    found, _ = serve((), ("gpo",))
    assert outcomes(found)["loss"].startswith("fail")
