"""Reads a profile from its TOML file, and says precisely what is wrong with one that is not.

load_profile("netsuite")                    # one of ours
read_profile(Path("our_vendor.toml"))       # a stranger's own
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, to_json

from mock_systems.profiles.profile import Profile

FOLDER = Path(__file__).parent
UNKNOWN_KEY = "unexpected_keyword_argument"

Place = tuple[str | int, ...]


class ProfileError(ValueError):
    """A profile cannot be used. The message names file, line, key and remedy."""


@lru_cache(maxsize=32)
def load_profile(name: str) -> Profile:
    """A profile that ships. Raises FileNotFoundError for a name that none of them has."""
    return read_profile(FOLDER / f"{name}.toml")


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file. Raises ProfileError."""
    text = path.read_text(encoding="utf-8")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path.name}: not valid TOML: {error}") from error
    try:
        return _ADAPTER.validate_json(to_json(document), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = first["loc"]
        where = f"{path.name}:{line_of(text, place)}: {_dotted(place)}"
        raise ProfileError(f"{where}: {_words(first)}") from error


def line_of(text: str, place: Place) -> int:
    """The line of a key such as ("rate", 1, "calls"); of its table when the key is missing."""
    section, *rest = place or ("",)
    number = rest.pop(0) if rest and isinstance(rest[0], int) else 0
    lines = text.splitlines()
    at_line = _nth(lines, rf"\s*(\[\[?\s*)?{re.escape(str(section))}\b", int(number))
    for key in rest:
        found = _nth(lines[at_line:], rf"(\s*|.*[{{,]\s*){re.escape(str(key))}\s*=", 0)
        table_ends = _nth(lines[at_line:], r"\s*\[", 0)
        if found and (not table_ends or found < table_ends):
            at_line += found
    return max(at_line, 1)


def _nth(lines: list[str], pattern: str, number: int) -> int:
    """The number, from 1, of the nth line that matches; 0 when there is none."""
    found = [n for n, line in enumerate(lines, start=1) if re.match(pattern, line)]
    return found[number] if number < len(found) else 0


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place) or "file"


def _words(error: ErrorDetails) -> str:
    *outer, key = error["loc"] or ("",)
    if error["type"] == UNKNOWN_KEY:
        return f"unknown key; {_nearest(str(key), _valid_keys(tuple(outer)))}"
    if error["type"] == "literal_error":
        return f"{error['msg']}, got {error['input']!r}"
    if error["type"] == "missing":
        return "is missing; every section needs it"
    return f"{error['msg']}, got {str(error['input'])[:80]!r}"


def _valid_keys(place: Place) -> list[str]:
    """The keys of the section at a place, by the types of the dataclasses."""
    section: Any = Profile
    for part in place:
        if isinstance(part, str):
            section = _inner(get_type_hints(section)[part])
    return [field.name for field in fields(section)] if is_dataclass(section) else []


def _inner(hint: Any) -> Any:
    """The dataclass in a type such as `tuple[Rate, ...]`."""
    return next((part for part in (hint, *get_args(hint)) if is_dataclass(part)), object)


def _nearest(name: str, valid: list[str]) -> str:
    close = get_close_matches(name, valid, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}valid: {', '.join(sorted(valid))}"


_ADAPTER = TypeAdapter(Profile)
