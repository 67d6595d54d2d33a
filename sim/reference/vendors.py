"""The page of vendors' habits: how each words a refusal and a page, and which codes it has."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

from mock_systems import SYSTEMS
from mock_systems.service import Operation, Refusal, System
from sim.plugins import load
from sim.reference.markdown import page, section, table

PAGE_WORDS = frozenset({"limit", "page_size"})
PLACE_WORDS = frozenset({"offset", "page_token", "after", "starting_after"})
MORE_WORDS = ("more", "next")
EVERYWHERE = "mock_systems.service"
SAMPLE = "CODE"


def vendors_page() -> str:
    """The Markdown of `vendors.md`."""
    introduction = (
        "Each system words refusals, pages and codes in its vendor's way. A refusal (4xx) changed "
        "nothing. Codes that speak of something that is not there (`UNKNOWN_…`, `…_NOT_FOUND`) "
        "heal by themselves when what they miss comes later; those that speak of something that "
        "is there already (`DUPLICATE_…`) are a reason to look. Every system besides answers 401 "
        "and 403 as a problem document (RFC 9457), and 429 with `Retry-After`."
    )
    kinds: list[type[System]] = [load(target, "system") for target in SYSTEMS.values()]
    shapes = table(
        ("system", "a refusal", "a page is asked for with", "a list answers"),
        [_habits(kind) for kind in kinds],
    )
    sections = (section(kind.name, table(("status", "codes"), _codes(kind))) for kind in kinds)
    return page("Vendors' habits", introduction, shapes, *sections)


def _habits(kind: type[System]) -> tuple[str, ...]:
    refusal = kind.render(kind.__new__(kind), Refusal(422, SAMPLE, "what is wrong"))
    asks, answers = _paging(kind.operations.values())
    return (kind.name, f"`{json.dumps(refusal)}`", ", ".join(asks), ", ".join(answers))


def _paging(operations: Iterable[Operation]) -> tuple[list[str], list[str]]:
    asks: dict[str, None] = {}
    answers: dict[str, None] = {}
    for operation in operations:
        names = _wire_names(operation.request)
        if not any(name.lower() in PAGE_WORDS for name in names):
            continue
        words = PAGE_WORDS | PLACE_WORDS
        asks |= dict.fromkeys(f"`{name}`" for name in names if name.lower() in words)
        told = _wire_names(operation.response)
        more = (name for name in told if any(word in name.lower() for word in MORE_WORDS))
        answers |= dict.fromkeys(f"`{name}`" for name in more)
    return list(asks), list(answers)


def _wire_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _codes(kind: type[System]) -> Iterator[tuple[str, str]]:
    """Status and codes, as the system's own modules and those of all systems raise them."""
    found: dict[str, set[str]] = {}
    for package in (kind.__module__.rpartition(".")[0], EVERYWHERE):
        for status, code in _raised_in(package):
            found.setdefault(status, set()).add(code)
    for status in sorted(found):
        yield status, ", ".join(f"`{code}`" for code in sorted(found[status]))


def _raised_in(package: str) -> Iterator[tuple[str, str]]:
    folder = Path(str(import_module(package).__file__)).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                status, code = (getattr(one, "value", None) for one in node.args[:2])
                if isinstance(status, int) and isinstance(code, str) and code != SAMPLE:
                    yield str(status), code
