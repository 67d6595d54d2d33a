"""Nothing that tells of a patient is shown, wherever in a body it stands."""

from __future__ import annotations

from pydantic_core import to_json

from sim.live.serving.discretion import MASKED, masked_text, shown

BODY = {
    "encounterId": "ENC-H01-I5",
    "lines": [{"diagnosisCodes": ["A01"], "amount": 5, "note": "for ENC-H01-I5, M0000000001"}],
    "supplier": "30000001",
    "memberFrom": "2026-01-01",
}


def test_members_are_masked_by_name_and_words_by_shape() -> None:
    assert shown(to_json(BODY), in_clear=False) == {
        "encounterId": MASKED,
        "lines": [{"diagnosisCodes": MASKED, "amount": 5, "note": f"for {MASKED}, {MASKED}"}],
        "supplier": "30000001",
        "memberFrom": "2026-01-01",
    }


def test_in_clear_it_is_shown_as_it_is() -> None:
    assert shown(to_json(BODY), in_clear=True) == BODY


def test_the_beginning_of_a_body_that_was_cut_is_masked_too() -> None:
    assert shown(to_json(BODY)[:22], in_clear=False) in ({}, {"encounterId": MASKED})


def test_a_document_is_masked_as_a_whole() -> None:
    assert "Smith" not in str(shown(b'{"soap":"<Name>Smith</Name>"}', False, is_document=True))
    assert "Smith" not in str(shown(b"PID|1||Smith", False))


def test_a_path_loses_the_patient_only() -> None:
    assert masked_text("/encounters/ENC-H01-O17/charges") == f"/encounters/{MASKED}/charges"
