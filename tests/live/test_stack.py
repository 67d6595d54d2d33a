"""`testbed stack`: everything comes up connected, and nothing of it is left in the end."""

from __future__ import annotations

import signal
import subprocess

import httpx
import psutil
import pytest

from tests.live.stacks import ENDS_WITHIN_S, stack, wait_until_ready

pytestmark = pytest.mark.live


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("--store", "sqlite"), {"systems", "integration", "counters"}),
        ((), {"systems", "integration", "counters", "postgresql", "nats"}),
    ],
    ids=["sqlite", "postgresql and nats"],
)
def test_it_comes_up_connected_and_ends_without_a_trace(
    words: tuple[str, ...], parts: set[str]
) -> None:
    with stack(*words) as (process, at):
        assert set(at) == parts
        with httpx.Client(timeout=10.0) as client:
            wait_until_ready(client, at["integration"])
            assert client.get(f"{at['counters']}/alerts").json() == {"alerts": []}
            suppliers = client.get(f"{at['systems']}/erp/suppliers", params={"Limit": 1})
            assert suppliers.json()["items"]
        everybody = family(process)
        assert everybody
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0
        assert "everything has ended" in output
        _, left = psutil.wait_procs(everybody, timeout=10.0)
        assert left == []
