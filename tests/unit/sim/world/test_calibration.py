"""The calibration table: validated, overridable, honest about its assumptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.world.calibration import Entry, UnknownParameter, load_parameters, read_table


def test_every_row_has_a_source_a_unit_and_a_default_within_its_range() -> None:
    for name, entry in read_table().items():
        assert entry.source, name
        assert entry.unit, name
        assert entry.low <= entry.default <= entry.high, name


def test_what_rests_on_recollection_or_judgement_is_called_an_assumption() -> None:
    for name, entry in read_table().items():
        recalled = entry.source.startswith(("judgement", "general knowledge", "a choice"))
        assert not recalled or entry.assumption, name


def test_an_override_replaces_the_default() -> None:
    assert load_parameters({"spike_invoices": 1.0})["spike_invoices"] == 1.0


def test_an_unknown_name_is_refused_with_the_nearest_valid_one() -> None:
    with pytest.raises(UnknownParameter, match="nearest is 'spike_invoices'"):
        load_parameters({"spike_invoice": 2.0})
    with pytest.raises(UnknownParameter, match="occupancy"):
        load_parameters()["ocupancy"]


def test_a_value_outside_its_range_is_allowed_and_flagged() -> None:
    parameters = load_parameters({"spike_invoices": 9.0, "occupancy": 0.8})
    assert parameters["spike_invoices"] == 9.0
    assert parameters.out_of_range == ("spike_invoices",)


def test_a_row_whose_default_is_out_of_range_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "calibration.toml"
    table.write_text(
        '[x]\ndefault = 3.0\nlow = 1.0\nhigh = 2.0\nunit = "d"\nsource = "s"\nconfidence = "L"\n'
    )
    with pytest.raises(ValueError, match="expected low <= default <= high"):
        read_table(table)


def test_confidence_is_high_medium_or_low() -> None:
    with pytest.raises(ValueError, match="confidence"):
        Entry("x", 1.0, 0.0, 2.0, "d", "s", "certain")
