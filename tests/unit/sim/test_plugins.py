"""Names: listed ones, a stranger's own, and mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plugins import UnknownName, find, first_sentence

TABLE = {"month_end": "math:pi", "ordinary_day": "math:e"}


def test_a_listed_name_and_an_own_object_are_found() -> None:
    assert find("month_end", TABLE, "scenario") == pytest.approx(3.14159, abs=1e-5)
    assert find("json:loads", TABLE, "scenario")("1") == 1


def test_an_own_module_in_the_current_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_integration_of_a_stranger.py").write_text("class Mine: pass\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    assert find("own_integration_of_a_stranger:Mine", TABLE, "integration").__name__ == "Mine"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("month_ent", "did you mean 'month_end'"),
        ("no_such_module_here:X", "no_such_module_here"),
        ("json:loadz", "did you mean 'load"),
    ],
)
def test_a_mistake_is_answered_with_the_nearest_valid_name(name: str, words: str) -> None:
    with pytest.raises(UnknownName, match=words):
        find(name, TABLE, "scenario")


def test_first_sentence_is_one_line() -> None:
    assert first_sentence("sim.streams:Streams").startswith("Random draws by address")
    assert "\n" not in first_sentence("sim.streams:Streams")
