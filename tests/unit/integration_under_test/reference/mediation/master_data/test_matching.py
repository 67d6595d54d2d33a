"""Which records may be one: an identity links, other evidence is weighed and explained."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.reference.mediation.master_data.matching import (
    LINK,
    REVIEW,
    compare,
    plain,
    suspects,
)
from integration_under_test.reference.mediation.master_data.record import LocalRecord
from tests.unit.integration_under_test.reference.mediation.master_data.rows import supplier


def test_a_shared_identity_links_at_once() -> None:
    match = compare(
        supplier("erp", "30000001", "30000001"), supplier("procurement", "5001", "30000001")
    )
    assert match.is_link
    assert match.sentence == "erp:30000001 and procurement:5001: both carry 30000001"


def test_all_evidence_together_links() -> None:
    same = {"remit_to": "PO Box 1"}
    match = compare(
        supplier("erp", "30000001", "30000001", **same),
        supplier("erp", "30000009", "30000009", **same, name="ACME MEDICAL INC"),
    )
    assert match.score >= LINK
    assert len(match.reasons) == 3


def test_the_same_tax_number_alone_is_for_a_person() -> None:
    match = compare(
        supplier("erp", "30000001", "30000001"),
        supplier("erp", "30000009", "30000009", name="Zeta Holding"),
    )
    assert REVIEW <= match.score < LINK
    assert match.reasons == ("same tax number",)


def test_a_similar_name_alone_is_nothing() -> None:
    left = supplier("erp", "30000001", "30000001", tax_id="1")
    right = supplier("erp", "30000009", "30000009", tax_id="2")
    assert list(suspects([left, right])) == []


def test_an_empty_value_agrees_with_nothing() -> None:
    left = supplier("erp", "1", "1", tax_id="", name="", remit_to="")
    right = supplier("erp", "2", "2", tax_id="", name="", remit_to="")
    assert compare(left, right).score == 0


def test_a_name_is_compared_without_case_signs_and_form() -> None:
    assert plain("ACME  Medical, Inc.") == plain("acme medical") == "acme medical"


RECORDS = st.lists(
    st.tuples(st.sampled_from("123"), st.sampled_from("ab"), st.sampled_from(("", "x", "y"))),
    max_size=8,
)


@settings(max_examples=50)
@given(RECORDS)
def test_suspects_are_those_that_comparing_every_pair_finds(rows: list[tuple[str, ...]]) -> None:
    records: list[LocalRecord] = [
        supplier("erp", str(n), str(n), tax_id=tax, name=name, remit_to=remit)
        for n, (tax, name, remit) in enumerate(rows)
    ]
    all_pairs = {
        (left.place, right.place)
        for left, right in combinations(records, 2)
        if compare(left, right).score >= REVIEW
    }
    assert {(m.left.place, m.right.place) for m in suspects(records)} == all_pairs
