"""Each vendor tells its refusals in a shape of its own."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.service.outcomes import error_of
from sim.host.client import error_of as in_process

SHAPES: tuple[tuple[Any, tuple[str, str]], ...] = (
    ({"o:errorCode": "A", "detail": "why"}, ("A", "why")),
    ({"error": {"code": "A", "message": "why"}}, ("A", "why")),
    ({"errors": {"error": ["A: why"]}}, ("A", "why")),
    ({"errors": [{"code": "A", "detail": "why"}]}, ("A", "why")),
    ({"code": 7, "message": "why"}, ("7", "why")),
    ({"errors": []}, ("unknown", "")),
    ([], ("unknown", "")),
    (None, ("unknown", "")),
)


@pytest.mark.parametrize(("body", "told"), SHAPES)
def test_code_and_message_are_read_as_in_a_run_in_one_process(
    body: Any, told: tuple[str, str]
) -> None:
    assert error_of(body) == told == in_process(body)


def test_a_problem_document_tells_its_title_and_detail() -> None:
    assert error_of({"title": "Bad Request", "detail": "why"}) == ("Bad Request", "why")
