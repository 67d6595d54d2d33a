"""The program's log: structured, with the correlation id, and silent about patients."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from integration_under_test.service.observation.logs import correlation, entry
from tests.unit.integration_under_test.service.fakes import counterpart, run
from tests.unit.integration_under_test.service.observation.watched import (
    CANARIES,
    NAME,
    event,
    hospital,
    told,
)

WITHIN_S = 30.0
HERE = "tests.unit.integration_under_test.service.observation.watched:Caller"


@contextmanager
def program(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "integration_under_test.service", HERE, *words]
    command += ["--port", "0", "--storage", ":memory:"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()
            process.wait(WITHIN_S)


async def visits(url: str) -> list[str]:
    """Events with a patient in each member, and what was answered."""
    answers = []
    async with counterpart() as other, httpx.AsyncClient(base_url=url, timeout=WITHIN_S) as client:
        other.otherwise = hospital
        (await client.post("/start", json=told(other.url))).raise_for_status()
        for type_ in ("clinic.raises", "inventory.usage.recorded", NAME):
            response = await client.post("/events", json=event(type_, correlation="c-7"))
            answers.append(response.text)
        bad = (f'["{NAME}"]', f'{{"specversion": "{NAME}"}}', f'{{"id": {NAME}')
        answers += [(await client.post("/events", content=content)).text for content in bad]
        answers.append((await client.get("/metrics")).text)
        await client.post("/stop")
    return answers


def spoken(*words: str) -> tuple[list[str], str]:
    """Answers, and all of standard error until the program was told to end."""
    with program(*words) as (process, url):
        answers = run(visits(url))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=WITHIN_S)
        assert process.returncode == 0
    return answers, errors


@pytest.mark.live
def test_a_json_line_for_each_entry_and_no_patient_anywhere() -> None:
    answers, errors = spoken("--log-format", "json", "--log-level", "debug")
    entries = [json.loads(line) for line in errors.splitlines()]
    assert all({"time", "level", "event"} <= one.keys() for one in entries)
    (raised,) = [one for one in entries if one["event"].startswith("refused")]
    assert (raised["level"], raised["error"]) == ("error", "ValueError")
    assert raised["correlation_id"] == "c-7"
    assert any("watched.py:" in place for place in raised["at"])
    ends = [one["event"] for one in entries if one["event"].startswith(("delivery", "call"))]
    assert ends.count("call ok") == 2
    assert ends.count("delivery refused") == 3
    for canary in CANARIES:
        assert canary not in errors
        assert not any(canary in answer for answer in answers)


@pytest.mark.live
def test_as_text_it_tells_the_same_to_people() -> None:
    _, errors = spoken()
    assert "refused: the integration raised correlation_id=c-7 error=ValueError" in errors
    assert "watched.py:" in errors
    assert "call ok" not in errors, "by default only what needs somebody is told"
    for canary in CANARIES:
        assert canary not in errors


def record(name: str, message: str, *given: Any) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "f.py", 1, message, given, None)


def test_what_another_programs_logger_fills_in_is_left_out() -> None:
    assert entry(record("asyncio", "lost\nfuture: %r", NAME))["event"] == "lost"
    assert entry(record("some.library", "got %s", NAME))["event"] == "got %s"
    ours = entry(record("integration_under_test.service.app", "wrote %d rows", 3))
    assert ours["event"] == "wrote 3 rows"
    assert "correlation_id" not in ours


def test_the_correlation_id_is_that_of_the_running_task() -> None:
    before = correlation.set("c-1")
    try:
        assert entry(record("x", "y"))["correlation_id"] == "c-1"
    finally:
        correlation.reset(before)


@pytest.mark.parametrize("words", [("--otlp", "nowhere"), ("--log-format", "xml")])
def test_an_option_that_is_none_ends_with_words(words: tuple[str, str]) -> None:
    command = [sys.executable, "-m", "integration_under_test.service", HERE, *words]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S, check=False)
    assert ended.returncode == 2
    assert words[1] in ended.stderr
    assert "Traceback" not in ended.stderr
