"""What `testbed soak` makes of its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.soak import _every_s, _started_by, read_store
from sim.experiment.settings import SettingsError


def test_seconds_between_blows_are_from_to() -> None:
    assert _every_s("3-8") == (3.0, 8.0)
    assert _every_s("2.5-2.5") == (2.5, 2.5)
    assert _every_s("") is None


@pytest.mark.parametrize("text", ["8-3", "3", "a-b", "-3-8"])
def test_other_words_for_seconds_are_told(text: str) -> None:
    with pytest.raises(SettingsError, match="expected seconds from-to, as 3-8"):
        _every_s(text)


def test_who_is_struck_must_have_been_started_here(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="must have started it"):
        _started_by("http://127.0.0.1:8800", tmp_path)


def test_an_unknown_store_is_told_with_the_nearest() -> None:
    assert read_store("postgres") == "postgres"
    with pytest.raises(SettingsError, match=r"'postgress'.*postgres"):
        read_store("postgress")
