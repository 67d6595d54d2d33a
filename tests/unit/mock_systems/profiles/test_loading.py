"""A profile's file: complete, sourced, and mistaken files explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_systems.profiles import PROFILES, ProfileError, load_profile, read_profile
from mock_systems.profiles.loading import FOLDER


def broken(tmp_path: Path, old: str, new: str, name: str = "coupa") -> str:
    """The complaint about a profile in which something was replaced."""
    text = (FOLDER / f"{name}.toml").read_text("utf8")
    assert text.count(old) >= 1
    path = tmp_path / "ours.toml"
    path.write_text(text.replace(old, new, 1), "utf8")
    with pytest.raises(ProfileError) as caught:
        read_profile(path)
    return str(caught.value)


@pytest.mark.parametrize("name", PROFILES)
def test_each_profile_is_named_as_its_file_and_belongs_to_a_tenant(name: str) -> None:
    profile = load_profile(name)
    assert (profile.name, PROFILES[name]) == (name, f"{name}.toml")
    assert profile.tenant
    assert 99 <= profile.availability.percent <= 100


def test_every_file_is_listed() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.toml")) == sorted(PROFILES.values())


def test_what_nobody_published_is_called_an_assumption() -> None:
    assert "rate" in load_profile("workday").assumptions
    assert "rate" in load_profile("dynamics365").assumptions
    assert "rate" not in load_profile("coupa").assumptions
    assert "response_time" not in load_profile("workday").assumptions


def test_an_unknown_key_is_placed_and_the_nearest_one_offered(tmp_path: Path) -> None:
    words = broken(tmp_path, "retry_after =", "retry_aftr =")
    line = (FOLDER / "coupa.toml").read_text("utf8").splitlines().index('retry_after = "seconds"')
    assert words.startswith(f"ours.toml:{line + 1}: over_limit.retry_aftr: unknown key")
    assert "did you mean 'retry_after'" in words


def test_an_unknown_section_is_explained(tmp_path: Path) -> None:
    words = broken(tmp_path, "[paging]", "[pagin]")
    assert "did you mean 'paging'" in words or "is missing" in words


def test_a_key_of_the_second_window_is_found_on_its_own_line(tmp_path: Path) -> None:
    text = (FOLDER / "workday.toml").read_text("utf8").splitlines()
    words = broken(tmp_path, "nth = 1", "nht = 1", "workday")
    assert words.startswith(f"ours.toml:{text.index('nth = 1') + 1}: maintenance.1.nht")
    assert "did you mean 'nth'" in words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('schedule = "poll_and_flag"', 'schedule = "sometimes"', "'medium', 'long'"),
        ("burst = 20", 'burst = "20"', "valid integer"),
        ("burst = 20", "burst = 20.5", "valid integer"),
        ("hours = 4.0", "hours = 40.0", "at most 24"),
        ('zone = "America/Los_Angeles"', 'zone = "America/Los_Angels"', "tz database"),
        ('weekday = "saturday"', 'weekday = "caturday"', "'saturday'"),
        ('starts = "21:00"', 'starts = "25:00"', "hour must be in"),
        ("calls = 25", "calls = 0", "calls above 0 or windows"),
        ("percent = 99.8\n", "", "availability.percent: is missing"),
        ("[keys]", "[keys", "not valid TOML"),
    ],
)
def test_a_wrong_value_names_key_and_expectation(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert expected in broken(tmp_path, old, new)


def test_a_section_without_source_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "coupa.toml").read_text("utf8")
    source = next(line for line in text.splitlines() if line.startswith("source"))
    assert "source: is missing" in broken(tmp_path, source + "\n", "")
