"""Settings: a mistake is refused with its place and the nearest valid name."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from sim.experiment.settings import SettingsError, check_integration_settings, load_settings


class Tunable:
    defaults: ClassVar[dict[str, float]] = {"retry_base_s": 1.0, "max_concurrency": 8}


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return path


def test_both_tables_are_read(tmp_path: Path) -> None:
    path = file(tmp_path, "[world]\nspike = 2\n[integration]\nmode = 'fast'\n")
    settings = load_settings(path)
    assert dict(settings.world) == {"spike": 2.0}
    assert dict(settings.integration) == {"mode": "fast"}


def test_assignments_win_over_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, "[world]\nspike = 2\n")
    settings = load_settings(path, ["world.spike=3.5", "integration.mode=fast"])
    assert settings.world["spike"] == 3.5
    assert settings.integration["mode"] == "fast"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[world]\nspike = \n", [":2", "spike"]),
        ("[world]\na = 1\na = 2\n", [":3", "a"]),
        ("[wrld]\nspike = 1\n", [":1", "'wrld'", "did you mean 'world'"]),
        ("\nworld = 3\n", [":2", "[world]"]),
        ("[world]\nspike = 'high'\n", ["world.spike", "number", "'high'"]),
        ("[world]\nspike = true\n", ["world.spike", "number"]),
    ],
)
def test_a_malformed_file_names_line_and_key(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(file(tmp_path, text))
    for word in words:
        assert word in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        load_settings(tmp_path / "absent.toml")


@pytest.mark.parametrize("text", ["spike=2", "world.spike", "word.spike=2", "world.=2"])
def test_a_malformed_assignment_shows_the_form(text: str) -> None:
    with pytest.raises(SettingsError, match=r"world\.NAME=VALUE"):
        load_settings(None, [text])


def test_an_unknown_integration_setting_names_the_nearest() -> None:
    with pytest.raises(SettingsError, match="did you mean 'retry_base_s'"):
        check_integration_settings({"retry_base": 2}, Tunable())
    check_integration_settings({"retry_base_s": 2}, Tunable())
