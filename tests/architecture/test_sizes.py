"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from statistics import median, quantiles

import pytest

from tests.architecture.sources import (
    PACKAGES,
    Source,
    Sources,
    Violation,
    assert_none,
    functions,
    own,
    own_tests,
    planted,
    sources,
)
from tests.architecture.tables import CLI, read

FILE_LINES = 350
FILE_LINES_MEDIAN = 100
FUNCTION_LINES = 50
FUNCTION_LINES_MEDIAN = 8
FUNCTION_LINES_P90 = 25
PARAMETERS = 5
LINE_CHARACTERS = 100

OVERRIDE = re.compile(r"\boverride$")

COMMANDS = frozenset(listed.value for listed in read(CLI) or ())


def too_large(all_sources: Sources) -> Iterator[Violation]:
    """Files, functions and lines above the limits."""
    for source in all_sources:
        lines = source.text.splitlines()
        if len(lines) > FILE_LINES:
            rule = f"{len(lines)} lines, at most {FILE_LINES}"
            yield Violation(source.path, 1, rule, "split the file by noun")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_CHARACTERS:
                rule = f"{len(line)} characters, at most {LINE_CHARACTERS}"
                yield Violation(source.path, number, rule, "break the line")
        for function in functions(source):
            if (size := length(function)) > FUNCTION_LINES:
                rule = f"{function.name} has {size} lines, at most {FUNCTION_LINES}"
                remedy = "extract a step that has a name"
                yield Violation(source.path, function.lineno, rule, remedy)


def too_many_parameters(all_sources: Sources) -> Iterator[Violation]:
    for source in all_sources:
        for function in functions(source):
            if f"{source.module}:{function.name}" in COMMANDS:
                continue  # its parameters are its options
            if (count := parameters(function)) > PARAMETERS:
                rule = f"{function.name} has {count} parameters, at most {PARAMETERS}"
                yield Violation(source.path, function.lineno, rule, "pass a frozen dataclass")


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Counted after `self` or `cls`; `*args` counts once. The shape of an override is not ours."""
    if any(OVERRIDE.search(ast.unparse(decorator)) for decorator in function.decorator_list):
        return 0
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    names = [argument.arg for argument in named if argument is not None]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def file_lengths(all_sources: Sources) -> list[int]:
    return [len(source.text.splitlines()) for source in all_sources]


def function_lengths(all_sources: Sources) -> list[int]:
    return [length(function) for source in all_sources for function in functions(source)]


def test_files_functions_and_lines_stay_within_their_limits() -> None:
    assert_none(too_large((*own(), *own_tests())))


def test_functions_take_at_most_five_parameters() -> None:
    assert_none(too_many_parameters(own()))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_typical_file_is_short(package: str) -> None:
    lengths = file_lengths(sources(package)) or [0]
    assert median(lengths) <= FILE_LINES_MEDIAN, f"{package}: split the longest files by noun"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_typical_function_is_short(package: str) -> None:
    lengths = function_lengths(sources(package)) or [0]
    p90 = quantiles([*lengths, *lengths], n=10, method="inclusive")[-1]
    assert median(lengths) <= FUNCTION_LINES_MEDIAN, f"{package}: name the steps of long functions"
    assert p90 <= FUNCTION_LINES_P90, f"{package}: name the steps of the longest functions"


def test_each_limit_is_enforced() -> None:
    long_function = "def f(a, b, c, d, e, *, g):\n" + "    a\n" * 50
    large = planted(sim__long=long_function, sim__file="x = 1\n" * 351, sim__line="#" * 101)
    assert [v.path for v in too_large(large)] == ["sim/long.py", "sim/file.py", "sim/line.py"]
    assert [v.path for v in too_many_parameters(large)] == ["sim/long.py"]


def test_self_is_not_counted_as_a_parameter() -> None:
    method = Source("sim/a.py", "class A:\n    def f(self, a, b, c, d, *, e): ...\n")
    assert_none(too_many_parameters((method,)))
